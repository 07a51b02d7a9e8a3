"""When a term ends, line by line: one function per legal regime (rules 9 to 12).

Every line says what it adds, by what law, and the end after it. The day found is the day the person may go: a term of
24 months from 16/06/2021 ends on 16/06/2023, on that very day whatever day of the week it is. What is uncertain in the
law (which day a month ends on, whether escape days count) is a convention passed in, never a constant here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from rehab_center.admissions.rules import term_words as words
from rehab_center.admissions.rules.regime import Regime
from rehab_center.admissions.rules.term_case import (
    Conventions,
    EscapeDays,
    Ground,
    Interruption,
    TermCase,
    TermChange,
    TermLine,
    TermResult,
)
from rehab_center.dates import add_months
from rehab_center.errors import DomainError
from rehab_center.policies.rules import TermEndConvention
from rehab_center.words import N_, message


@dataclass(frozen=True)
class _Articles:
    """Where each ground stands in a regime's law."""

    credit: str
    escape: str
    prison: str
    suspension: str
    change: str

    def of(self, absence: Interruption) -> str:
        """The article by which the days of an absence do not count."""
        return self.escape if absence.ground is Ground.ESCAPE else self.prison


def term_before_2022(case: TermCase, conventions: Conventions) -> TermResult:
    """A case begun before 01/01/2022: Luật XLVPHC 2012 with NĐ 221/2013 (out of force, but old files follow it)."""
    return _calculate(
        case,
        conventions,
        _Articles(
            credit="thông lệ của cơ sở",
            escape="NĐ 221/2013 Đ17; XLVPHC Đ132",
            prison="XLVPHC Đ117",
            suspension="XLVPHC Đ112",
            change="XLVPHC Đ112",
        ),
    )


def term_law_2021(case: TermCase, conventions: Conventions) -> TermResult:
    """A case under Luật 73/2021/QH14, NĐ 116/2021 and Luật XLVPHC: reductions exist (NĐ 116/2021 Đ58)."""
    return _calculate(
        case,
        conventions,
        _Articles(
            credit="thông lệ của cơ sở",
            escape="XLVPHC Đ132",
            prison="L73 Đ39; XLVPHC Đ117",
            suspension="NĐ 116/2021 Đ58",
            change="NĐ 116/2021 Đ58",
        ),
    )


def term_law_2025(case: TermCase, conventions: Conventions) -> TermResult:
    """A case under Luật 120/2025/QH15.

    Time held while the file was made is taken off (Đ37.2), the term is served in full (Đ29.3), illness at home under
    suspension counts (Đ39.3), prison does not and the rest is served afterwards (Đ47.1).
    """
    return _calculate(
        case,
        conventions,
        _Articles(
            credit="L120 Đ37.2", escape="L120 Đ29.3", prison="L120 Đ47.1", suspension="L120 Đ39.3", change="XLVPHC"
        ),
    )


_BY_REGIME = {
    Regime.BEFORE_2022: term_before_2022,
    Regime.LAW_2021: term_law_2021,
    Regime.LAW_2025: term_law_2025,
}


def term_of(regime: Regime, case: TermCase, conventions: Conventions) -> TermResult:
    """The end of a term under the law of its case. Raises DomainError for absences that overlap."""
    return _BY_REGIME[regime](case, conventions)


# --- the calculation -------------------------------------------------------------------------------------------------


@dataclass
class _Clock:
    """The end as it moves from line to line, and since when the clock has stood still."""

    conventions: Conventions
    articles: _Articles
    end_on: date
    stopped_on: date | None = None
    lines: list[TermLine] = field(default_factory=list)

    def value_id(self, ground: Ground) -> int | None:
        return self.conventions.value_ids.get(ground)

    @property
    def shown_end(self) -> date | None:
        return self.end_on if self.stopped_on is None else None

    @property
    def remaining_days(self) -> int | None:
        return None if self.stopped_on is None else (self.end_on - self.stopped_on).days


def _calculate(case: TermCase, conventions: Conventions, articles: _Articles) -> TermResult:
    clock = _Clock(conventions, articles, end_on=case.start_on)
    _add_term(clock, case)
    for days in case.credits:
        _take_credit(clock, case.start_on, days)
    for event in _in_order(case):
        if isinstance(event, TermChange):
            _change(clock, event)
        else:
            _interrupt(clock, event, max(event.from_on, case.start_on))
    return TermResult(clock.shown_end, tuple(clock.lines), clock.remaining_days)


def _in_order(case: TermCase) -> Iterator[TermChange | Interruption]:
    absences = sorted(case.interruptions, key=lambda absence: absence.from_on)
    for earlier, later in zip(absences, absences[1:], strict=False):
        if earlier.to_on is None or later.from_on < earlier.to_on:
            raise DomainError(
                message(
                    N_("The absence from %(start)s overlaps the one from %(later)s"),
                    start=earlier.from_on,
                    later=later.from_on,
                ),
                code="bad-absences",
            )
    events: list[tuple[date, TermChange | Interruption]] = [(absence.from_on, absence) for absence in absences]
    events += [(change.on, change) for change in case.changes]
    return (event for _day, event in sorted(events, key=lambda dated: dated[0]))


def _add_term(clock: _Clock, case: TermCase) -> None:
    end = add_months(case.start_on, case.months)
    formula = N_("%(start)s + %(months)s months = %(end)s (the corresponding date, or the last day of the month)")
    if clock.conventions.term_end is TermEndConvention.DAY_BEFORE:
        end -= timedelta(days=1)
        formula = N_("%(start)s + %(months)s months, less one day = %(end)s")
    clock.end_on = end
    clock.lines.append(
        TermLine(
            ground=Ground.TERM,
            from_on=case.start_on,
            to_on=None,
            months=case.months,
            days=0,
            running_end_on=end,
            formula=message(formula, start=case.start_on, months=case.months, end=end),
            document_id=case.decision_id,
            policy_value_id=clock.value_id(Ground.TERM),
        )
    )


def _take_credit(clock: _Clock, start_on: date, days: int) -> None:
    taken = days if clock.conventions.credit_taken else 0
    clock.end_on -= timedelta(days=taken)
    formula = words.credit(taken, clock.end_on, clock.articles.credit) if taken else words.credit_not_taken(days)
    clock.lines.append(
        TermLine(
            ground=Ground.CREDIT,
            from_on=start_on,
            to_on=None,
            months=0,
            days=-taken,
            running_end_on=clock.shown_end,
            formula=formula,
            policy_value_id=clock.value_id(Ground.CREDIT),
        )
    )


def _change(clock: _Clock, change: TermChange) -> None:
    clock.end_on = add_months(clock.end_on, change.months) + timedelta(days=change.days)
    shorter = change.months < 0 or change.days < 0
    msgid = (
        N_("reduced by %(months)s months and %(days)s days on %(on)s (%(source)s)")
        if shorter
        else N_("lengthened by %(months)s months and %(days)s days on %(on)s (%(source)s)")
    )
    formula = message(
        msgid, months=abs(change.months), days=abs(change.days), on=change.on, source=clock.articles.change
    )
    clock.lines.append(
        TermLine(
            ground=Ground.REDUCTION if shorter else Ground.EXTENSION,
            from_on=change.on,
            to_on=None,
            months=change.months,
            days=change.days,
            running_end_on=clock.shown_end,
            formula=formula,
            document_id=change.document_id,
            movement_id=change.movement_id,
        )
    )


def _interrupt(clock: _Clock, absence: Interruption, first: date) -> None:
    """Add a line for days away; ``first`` is the first of them inside the term."""
    days = 0
    if absence.from_on >= clock.end_on:
        formula = words.after_the_end(absence)
    elif _counts(absence, clock.conventions):
        formula = words.counted(absence, clock.articles.suspension)
    elif absence.to_on is None:
        clock.stopped_on = first
        formula = words.stopped(absence, clock.remaining_days, clock.articles.of(absence))
    else:
        days = _uncounted_days(absence.ground, first, absence.to_on, clock.conventions.escape)
        clock.end_on += timedelta(days=days)
        formula = words.uncounted(absence, days, clock.end_on, clock.conventions, clock.articles.of(absence))
    clock.lines.append(
        TermLine(
            ground=absence.ground,
            from_on=absence.from_on,
            to_on=absence.to_on,
            months=0,
            days=days,
            running_end_on=clock.shown_end,
            formula=formula,
            document_id=absence.document_id,
            movement_id=absence.movement_id,
            policy_value_id=clock.value_id(absence.ground),
        )
    )


def _counts(absence: Interruption, conventions: Conventions) -> bool:
    if absence.ground is Ground.ESCAPE:
        return conventions.escape is EscapeDays.COUNTED
    if absence.ground is Ground.IMPRISONMENT:
        return conventions.prison_counted
    return True


def _uncounted_days(ground: Ground, first: date, back: date, convention: EscapeDays) -> int:
    days = (back - first).days
    if ground is Ground.ESCAPE and convention is EscapeDays.FROM_NEXT_DAY:
        days -= 1
    return max(0, days)
