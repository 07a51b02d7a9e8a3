"""What the law says about a term as somebody describes it, without a register: the what-if and ``term compute``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from rehab_center.admissions.rules.checks import check_months
from rehab_center.admissions.rules.movement_checks import RETURN_MONTHS, prison_under_the_older_law
from rehab_center.admissions.rules.reductions import UNKNOWN, Conduct, Reduction, check_reduction
from rehab_center.admissions.rules.regime import LAW_2021_FROM, LAW_2025_FROM, Regime, StayKind
from rehab_center.admissions.rules.term import case_on, half_served_on, term_of
from rehab_center.admissions.rules.term_case import (
    Conventions,
    EscapeDays,
    Ground,
    TermCase,
    TermChange,
    TermResult,
)
from rehab_center.dates import add_months
from rehab_center.findings import Finding, Severity
from rehab_center.policies.rules import TermEndConvention
from rehab_center.words import N_, message


@dataclass(frozen=True)
class AskedReduction:
    """A reduction as somebody describes it: how many months, decided when, and what is known of the conduct."""

    on: date
    months: int
    conduct: Conduct = UNKNOWN


@dataclass(frozen=True)
class TermQuestion:
    """One term to compute. ``case`` is without changes; ``convention`` and ``escape_days``: None for those in force.

    ``findings``: what reading it had to say.
    """

    regime: Regime
    case: TermCase
    reductions: tuple[AskedReduction, ...] = ()
    convention: TermEndConvention | None = None
    escape_days: EscapeDays | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class TermAnswer:
    """The term (None where a finding blocks it) and everything there is to say about it."""

    result: TermResult | None
    findings: tuple[Finding, ...]


def answer(question: TermQuestion, conventions: Conventions) -> TermAnswer:
    """The term under these conventions; the question's own go first."""
    conventions = _asked(conventions, question)
    regime, kind, case = question.regime, question.case.kind, question.case
    findings = [*question.findings, *_law(regime, case), *check_months(regime, kind, case.months)]
    findings += _twice(question)
    changes: list[TermChange] = []
    for asked in sorted(question.reductions, key=lambda one: (one.on, one.months)):
        findings += _reduction(regime, replace(case, changes=tuple(changes)), asked, conventions)
        changes.append(TermChange(asked.on, -asked.months))
        if case.months + sum(change.months for change in changes) <= 0:
            words = message(N_("The reductions take away the whole term of %(months)s months"), months=case.months)
            findings.append(Finding("13", Severity.BLOCK, words, "NĐ 116/2021 Đ58", "reductions"))
            break
    if any(finding.severity is Severity.BLOCK for finding in findings):
        return TermAnswer(None, tuple(findings))
    result = term_of(regime, replace(case, changes=tuple(changes)), conventions)
    findings += [*result.findings, *_absences(regime, case, result)]
    lowest = min(line.running_end_on for line in result.lines if line.running_end_on is not None)
    if lowest < case.start_on:
        words = message(
            N_("The term would end on %(end)s, before it begins on %(start)s"), end=lowest, start=case.start_on
        )
        findings.append(Finding("9", Severity.BLOCK, words, "L120 Đ37.2", "credits"))
        return TermAnswer(None, tuple(findings))
    return TermAnswer(result, tuple(findings))


def _twice(question: TermQuestion) -> Iterator[Finding]:
    """Two decisions of one day and kind are rare, one typed twice is not: both count, and it is said."""
    reductions = Counter((one.on, one.months) for one in question.reductions)
    for (on, months), count in sorted(reductions.items()):
        if count > 1:
            words = message(
                N_("A reduction of %(months)s months (%(on)s) is given twice: both count"), months=months, on=on
            )
            yield Finding("13", Severity.WARN, words, "NĐ 116/2021 Đ58", "reductions")
    credits = Counter((one.days, one.ground) for one in question.case.credits if one.days)
    for (days, _ground), count in credits.items():
        if count > 1:
            words = message(N_("%(days)s days held before the term are given twice: both count"), days=days)
            yield Finding("9", Severity.WARN, words, "L120 Đ37.2", "credits")


def _asked(conventions: Conventions, question: TermQuestion) -> Conventions:
    """Where the question brings a convention of its own, no policy stands behind those lines."""
    own = {Ground.TERM: question.convention, Ground.ESCAPE: question.escape_days}
    return replace(
        conventions,
        term_end=question.convention or conventions.term_end,
        escape=question.escape_days or conventions.escape,
        value_ids={ground: one for ground, one in conventions.value_ids.items() if own.get(ground) is None},
    )


def _law(regime: Regime, case: TermCase) -> Iterator[Finding]:
    """Rules 1, 2 and 2b: whether a term that begins on that day can be under that law."""
    start = case.start_on
    if regime is Regime.LAW_2025 and start < LAW_2025_FROM:
        words = message(
            N_("The term begins on %(start)s, before the law of 2025: it stays under the older law"), start=start
        )
        yield Finding("1", Severity.WARN, words, "L120 Đ56.1", "regime")
    elif regime is not Regime.LAW_2025 and start >= LAW_2025_FROM:
        words = message(
            N_("The term begins on %(start)s, under the law of 2025: say why the case follows the older law"),
            start=start,
        )
        yield Finding("2b", Severity.WARN, words, "L120 Đ56", "regime")
    elif regime is Regime.LAW_2021 and start < LAW_2021_FROM:
        words = message(N_("The term begins on %(start)s, before the law of 2021"), start=start)
        yield Finding("1", Severity.WARN, words, "L73 Đ54", "regime")


def _reduction(regime: Regime, case: TermCase, asked: AskedReduction, conventions: Conventions) -> tuple[Finding, ...]:
    return check_reduction(
        reduction_of(regime, case, conventions, on=asked.on, months=asked.months, conduct=asked.conduct)
    )


def reduction_of(
    regime: Regime,
    case: TermCase,
    conventions: Conventions,
    *,
    on: date,
    months: int | None,
    conduct: Conduct,
    lenient: bool = False,
) -> Reduction:
    """A reduction decided on ``on``, with what of ``case`` had happened by then."""
    known = case_on(case, on)
    return Reduction(
        regime=regime,
        kind=case.kind,
        on=on,
        start_on=case.start_on,
        months=months,
        half_on=half_served_on(regime, known, conventions),
        half_uncredited_on=half_served_on(regime, replace(known, credits=()), conventions),
        ends_on=term_of(regime, known, conventions).end_on,
        conduct=conduct,
        lenient=lenient,
    )


def _absences(regime: Regime, case: TermCase, result: TermResult) -> Iterator[Finding]:
    grounds = {absence.ground for absence in case.interruptions}
    if Ground.ESCAPE in grounds and case.kind is StayKind.VOLUNTARY:
        words = message(N_("Who leaves voluntary treatment has stopped it and has not escaped"))
        yield Finding("10", Severity.WARN, words, "L73 Đ32.1, Đ33.1; L120 Đ35.1", "pauses")
    if Ground.IMPRISONMENT in grounds and regime is not Regime.LAW_2025:
        yield prison_under_the_older_law(case.kind)
    yield from _illness(case, result)


def _illness(case: TermCase, result: TermResult) -> Iterator[Finding]:
    """Rule 11: who recovers at home comes back where three months or more are left."""
    for absence in case.interruptions:
        if absence.ground is not Ground.SUSPENSION_COUNTED or result.end_on is None:
            continue
        last_on = add_months(result.end_on, -RETURN_MONTHS)
        if absence.to_on is None:
            words = message(
                N_("Treated at home: whoever recovers by %(day)s must come back, three months or more being left then"),
                day=last_on,
            )
            yield Finding("11", Severity.REMIND, words, "L120 Đ39.3; NĐ 116/2021 Đ58", "pauses")
        elif absence.to_on > last_on:
            words = message(
                N_("Less than 3 months of the term are left (until %(end)s): the law does not ask for the return"),
                end=result.end_on,
            )
            yield Finding("11", Severity.WARN, words, "L120 Đ39.3; NĐ 116/2021 Đ58", "pauses")
