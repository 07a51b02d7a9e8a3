"""Whether a term may be reduced: rules 13 and 14 (NĐ 116/2021 Đ58; L120 Đ54.9).

One place for the plan of a movement, for the what-if and for the command. What is not known (ratings, merit) refuses
nothing: it is a finding to be answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from rehab_center.admissions.rules.regime import BY_COURT, LAW_2025_FROM, Regime, StayKind
from rehab_center.findings import Finding, Severity
from rehab_center.words import N_, Message, message

#: NĐ 116/2021 Đ58: one to three months, three to six for merit.
LEAST_MONTHS, MOST_MONTHS, MOST_WITH_MERIT = 1, 3, 6
RATED_MONTHS = 3
_SOURCE = "NĐ 116/2021 Đ58"


class Rating(StrEnum):
    """How somebody did in a month (xếp loại hằng tháng), the best first."""

    GOOD = "good"  # tốt
    FAIR = "fair"  # khá
    AVERAGE = "average"  # trung bình
    POOR = "poor"  # kém


AT_LEAST_FAIR = frozenset({Rating.GOOD, Rating.FAIR})


@dataclass(frozen=True)
class Conduct:
    """What is known of somebody's conduct on a day.

    ``ratings``: one for each month that is over, the latest last, None for a month nobody has rated; None where nothing
    at all is known. ``merit`` (lập công): None where nobody has said.
    """

    ratings: Sequence[Rating | None] | None = None
    merit: bool | None = None


UNKNOWN = Conduct()


@dataclass(frozen=True)
class Reduction:
    """A reduction to be looked at.

    ``months``: by how much, None where nothing is to be looked at; ``half_on``: when half of the term by the decision
    is served, None where the clock stands still before; ``half_uncredited_on`` the same without the days held before
    the term; ``ends_on`` the end without it (None: the clock stood still on that day). ``lenient``: it comes from an
    old book: it was decided long ago, and what does not fit is only said.
    """

    regime: Regime
    kind: StayKind
    on: date
    start_on: date
    months: int | None
    half_on: date | None
    half_uncredited_on: date | None
    ends_on: date | None
    conduct: Conduct = UNKNOWN
    lenient: bool = False
    field: str = "months"


def check_reduction(reduction: Reduction) -> tuple[Finding, ...]:
    """Everything the law says about it; where it does not exist at all, only that."""
    exists = tuple(_exists(reduction))
    if any(finding.severity is Severity.BLOCK for finding in exists):
        return exists
    found = (*_length(reduction), *_half(reduction), *_ratings(reduction))
    if reduction.lenient:
        found = tuple(replace(finding, severity=Severity.REMIND) for finding in found)
    return (*exists, *found)


def _finding(reduction: Reduction, severity: Severity, words: Message, rule: str = "13") -> Finding:
    return Finding(rule, severity, words, _SOURCE, reduction.field)


def _exists(reduction: Reduction) -> Iterator[Finding]:
    """Rule 14. After 01/07/2026 an older case may be reduced only on a court's decision: the law is unclear."""
    if reduction.regime is Regime.LAW_2025:
        words = message(N_("A case under the law of 2025 is not reduced"))
        yield Finding("14", Severity.BLOCK, words, "L120 Đ54.9", "kind")
    elif reduction.kind not in BY_COURT:
        words = message(N_("Only the term of a court's decision is reduced: a voluntary one is not"))
        yield Finding("13", Severity.BLOCK, words, _SOURCE, "kind")
    elif reduction.on >= LAW_2025_FROM:
        words = message(
            N_("Since 01/07/2026 the law no longer speaks of reductions: only with the court's decision in hand")
        )
        yield Finding("14", Severity.WARN, words, "L120 Đ54.9, Đ56.1", "kind")


def _length(reduction: Reduction) -> Iterator[Finding]:
    months, merit = reduction.months, reduction.conduct.merit
    if months is None or LEAST_MONTHS <= months <= MOST_MONTHS:
        return
    params = {"months": months, "on": reduction.on}
    if months < LEAST_MONTHS or months > MOST_WITH_MERIT:
        words = N_("A reduction of %(months)s months (%(on)s): the law gives one to three, three to six for merit")
        yield _finding(reduction, Severity.BLOCK, message(words, **params))
    elif merit is None:
        words = N_("A reduction of %(months)s months (%(on)s) needs merit: more than three are given for nothing else")
        yield _finding(reduction, Severity.WARN, message(words, **params))
    elif not merit:
        words = N_("A reduction of %(months)s months (%(on)s) without merit: the law gives three at most")
        yield _finding(reduction, Severity.BLOCK, message(words, **params))


def _half(reduction: Reduction) -> Iterator[Finding]:
    on, half_on = reduction.on, reduction.half_on
    if on < reduction.start_on:
        words = message(
            N_("The reduction of %(on)s was decided before the term began on %(start)s"),
            on=on,
            start=reduction.start_on,
        )
        yield _finding(reduction, Severity.BLOCK, words)
    elif half_on is None:
        words = message(N_("On %(on)s the clock stood still and half of the term had not been served"), on=on)
        yield _finding(reduction, Severity.BLOCK, words)
    elif on < half_on:
        words = message(N_("On %(on)s half of the term had not been served: it is on %(half)s"), on=on, half=half_on)
        yield _finding(reduction, Severity.BLOCK, words)
    elif reduction.ends_on is None:
        words = message(N_("The reduction was decided on %(on)s, while the clock stood still"), on=on)
        yield _finding(reduction, Severity.WARN, words)
    elif on > reduction.ends_on:
        words = message(
            N_("The term had ended on %(end)s when the reduction was decided on %(on)s: nothing was left to reduce"),
            end=reduction.ends_on,
            on=on,
        )
        yield _finding(reduction, Severity.BLOCK, words)
    elif reduction.half_uncredited_on is not None and on < reduction.half_uncredited_on:
        words = message(
            N_("On %(on)s half of the term is served only if the days held before it count (to be confirmed)"), on=on
        )
        yield _finding(reduction, Severity.WARN, words)


def _ratings(reduction: Reduction) -> Iterator[Finding]:
    last = list(reduction.conduct.ratings or ())[-RATED_MONTHS:]
    if any(rating is not None and rating not in AT_LEAST_FAIR for rating in last):
        words = N_("For the reduction of %(on)s the last three months must each be rated fair or better: they are not")
        yield _finding(reduction, Severity.BLOCK, message(words, on=reduction.on))
    elif len(last) < RATED_MONTHS or None in last:
        words = N_("For the reduction of %(on)s see that the last three months are each rated fair or better")
        yield _finding(reduction, Severity.WARN, message(words, on=reduction.on))
