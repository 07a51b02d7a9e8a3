"""When a term ends, line by line: one function per legal regime (rules 9 to 12).

end = start + (months - reductions) - credited days + days not counted

All months are added up first and counted from the start at once, so that a term that begins on the 31st never drifts
through a shorter month; then the days. Days away that overlap count once, and none of them before the start. The order
in which they are given does not matter.

Every line says what it adds, by what law, and the end after it. The day found is the day the person may go: a term of
24 months from 16/06/2021 ends on 16/06/2023, on that very day whatever day of the week it is. What is uncertain in the
law (which day a month ends on, whether escape days count) is a convention passed in, never a constant here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from rehab_center.admissions.rules import term_articles
from rehab_center.admissions.rules import term_words as words
from rehab_center.admissions.rules.regime import Regime
from rehab_center.admissions.rules.term_articles import Articles
from rehab_center.admissions.rules.term_case import (
    Conventions,
    Credit,
    EscapeDays,
    Ground,
    Interruption,
    TermCase,
    TermChange,
    TermLine,
    TermResult,
)
from rehab_center.dates import ONE_DAY, add_months
from rehab_center.findings import Finding, Severity
from rehab_center.policies.rules import TermEndConvention
from rehab_center.words import Message

HALF_MONTH_DAYS = 15  # BLDS 2015 Đ146.1


def term_before_2022(case: TermCase, conventions: Conventions) -> TermResult:
    """A case begun before 01/01/2022: Luật XLVPHC 2012 with NĐ 221/2013 (out of force, but old files follow it)."""
    return _calculate(case, conventions, term_articles.BEFORE_2022)


def term_law_2021(case: TermCase, conventions: Conventions) -> TermResult:
    """A case under Luật 73/2021/QH14, NĐ 116/2021 and Luật XLVPHC: reductions exist (NĐ 116/2021 Đ58)."""
    return _calculate(case, conventions, term_articles.LAW_2021)


def term_law_2025(case: TermCase, conventions: Conventions) -> TermResult:
    """A case under Luật 120/2025/QH15.

    Time held while the file was made is taken off (Đ37.2), the term is served in full (Đ29.3), illness at home under
    suspension counts (Đ39.3), prison does not and the rest is served afterwards (Đ47.1).
    """
    return _calculate(case, conventions, term_articles.LAW_2025)


_BY_REGIME = {
    Regime.BEFORE_2022: term_before_2022,
    Regime.LAW_2021: term_law_2021,
    Regime.LAW_2025: term_law_2025,
}


def term_of(regime: Regime, case: TermCase, conventions: Conventions) -> TermResult:
    """The end of a term under the law of its case. Raises ValueError or OverflowError for an end past the calendar."""
    return _BY_REGIME[regime](case, conventions)


def half_served_on(regime: Regime, case: TermCase, conventions: Conventions) -> date | None:
    """The day half of the term by the decision is served; None where the clock stands still before that.

    Half a term is itself a term, with the same credits and days away; half of an odd month is fifteen days.
    """
    odd = (TermChange(case.start_on, days=HALF_MONTH_DAYS),) if case.months % 2 else ()
    half = replace(case, months=case.months // 2, changes=odd)
    return term_of(regime, half, conventions).end_on


def case_on(case: TermCase, day: date) -> TermCase:
    """What of a case had happened by the end of ``day``: who came back later was still away."""
    known = [absence for absence in case.interruptions if absence.from_on <= day]
    return replace(
        case,
        interruptions=tuple(
            replace(absence, to_on=None) if absence.to_on is not None and absence.to_on > day else absence
            for absence in known
        ),
        changes=tuple(change for change in case.changes if change.on <= day),
    )


# --- the calculation -------------------------------------------------------------------------------------------------


@dataclass
class _Clock:
    """The sum as it grows from line to line, how far days away have been looked at, and since when it stands still."""

    case: TermCase
    conventions: Conventions
    articles: Articles
    months: int = 0
    days: int = 0
    looked_at_until: date = date.min
    stopped_on: date | None = None
    lines: list[TermLine] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def _end(self, months: int, days: int) -> date:
        end = add_months(self.case.start_on, months) + timedelta(days=days)
        return end - ONE_DAY if self.conventions.term_end is TermEndConvention.DAY_BEFORE else end

    @property
    def end_on(self) -> date:
        return self._end(self.months, self.days)

    @property
    def shown_end(self) -> date | None:
        return self.end_on if self.stopped_on is None else None

    @property
    def remaining_days(self) -> int | None:
        return None if self.stopped_on is None else max(0, (self.end_on - self.stopped_on).days)

    def end_seen_from(self, day: date) -> date:
        """The end as it stood on ``day``, when later decisions had not been made."""
        later = [change for change in self.case.changes if change.on > day]
        return self._end(
            self.months - sum(change.months for change in later), self.days - sum(change.days for change in later)
        )

    def add(
        self,
        ground: Ground,
        formula: Message,
        article: str,
        *,
        from_on: date,
        to_on: date | None = None,
        months: int = 0,
        days: int = 0,
        document_id: int | None = None,
        movement_id: int | None = None,
    ) -> None:
        self.lines.append(
            TermLine(
                ground=ground,
                from_on=from_on,
                to_on=to_on,
                months=months,
                days=days,
                running_end_on=self.shown_end,
                formula=formula,
                article=article,
                document_id=document_id,
                movement_id=movement_id,
                policy_value_id=self.conventions.value_ids.get(ground),
            )
        )

    def note(self, severity: Severity, words: Message, article: str, absence: Interruption) -> None:
        """What was given about days away and did not count as given."""
        rule = "12" if absence.ground is Ground.IMPRISONMENT else "10"
        self.findings.append(Finding(rule, severity, words, article, "pauses"))


def _calculate(case: TermCase, conventions: Conventions, articles: Articles) -> TermResult:
    clock = _Clock(case, conventions, articles)
    _add_term(clock)
    for change in sorted(case.changes, key=lambda one: (one.on, one.movement_id or 0, one.months, one.days)):
        _change(clock, change)
    for credit in case.credits:
        _take_credit(clock, credit)
    for absence in sorted(case.interruptions, key=lambda one: _when(one, conventions)):
        _interrupt(clock, absence)
    return TermResult(clock.shown_end, tuple(clock.lines), clock.remaining_days, tuple(clock.findings))


def _when(absence: Interruption, conventions: Conventions) -> tuple[date, date, str, int]:
    back = absence.to_on or date.max
    return _first_uncounted(absence, conventions), back, absence.ground.value, absence.movement_id or 0


def _first_uncounted(absence: Interruption, conventions: Conventions) -> date:
    from_next_day = absence.ground is Ground.ESCAPE and conventions.escape is EscapeDays.FROM_NEXT_DAY
    return absence.from_on + ONE_DAY if from_next_day else absence.from_on


def _add_term(clock: _Clock) -> None:
    case = clock.case
    clock.months = case.months
    formula = words.term(case.start_on, case.months, clock.end_on, clock.conventions)
    article = clock.articles.term.get(case.kind, "XLVPHC")
    clock.add(Ground.TERM, formula, article, from_on=case.start_on, months=case.months, document_id=case.decision_id)


def _take_credit(clock: _Clock, credit: Credit) -> None:
    taken = credit.days if clock.conventions.credit_taken else 0
    clock.days -= taken
    formula = (
        words.credit_not_taken(credit)
        if credit.days and not taken
        else words.credit(credit, clock.end_on, clock.articles.credit)
    )
    clock.add(Ground.CREDIT, formula, clock.articles.credit, from_on=clock.case.start_on, days=-taken)


def _change(clock: _Clock, change: TermChange) -> None:
    clock.months += change.months
    clock.days += change.days
    clock.add(
        Ground.REDUCTION if change.shortens else Ground.EXTENSION,
        words.change(change, clock.case.start_on, clock.months, clock.end_on, clock.articles.change),
        clock.articles.change,
        from_on=change.on,
        months=change.months,
        days=change.days,
        document_id=change.document_id,
        movement_id=change.movement_id,
    )


def _interrupt(clock: _Clock, absence: Interruption) -> None:
    """Add a line for days away; only those count that no earlier absence has taken and that lie inside the term."""
    days = 0
    article = clock.articles.of(absence)
    begun, back = _first_uncounted(absence, clock.conventions), absence.to_on
    first = max(begun, clock.case.start_on, clock.looked_at_until)
    if _counts(absence, clock.conventions):
        formula = words.counted(absence, article)
    elif back is not None and back <= clock.case.start_on:
        formula = words.before_the_start(absence, clock.case.start_on)
        clock.note(Severity.WARN, formula, article, absence)
    elif clock.stopped_on is not None or (back is not None and back <= clock.looked_at_until):
        formula = words.taken_already(absence)
        clock.note(Severity.REMIND, formula, article, absence)
    elif first >= clock.end_seen_from(first):
        formula = words.after_the_end(absence)
        clock.note(Severity.WARN, formula, article, absence)
    elif back is None:
        clock.stopped_on = first
        formula = words.stopped(absence, clock.remaining_days, article)
    else:
        days = max(0, (back - first).days)
        clock.days += days
        formula = words.uncounted(absence, first, days, clock.end_on, clock.conventions, article)
        if first > begun:
            clock.note(Severity.REMIND, formula, article, absence)
        clock.looked_at_until = max(clock.looked_at_until, back)
    clock.add(
        absence.ground,
        formula,
        article,
        from_on=absence.from_on,
        to_on=absence.to_on,
        days=days,
        document_id=absence.document_id,
        movement_id=absence.movement_id,
    )


def _counts(absence: Interruption, conventions: Conventions) -> bool:
    if absence.ground is Ground.ESCAPE:
        return conventions.escape is EscapeDays.COUNTED
    if absence.ground is Ground.IMPRISONMENT:
        return conventions.prison_counted
    return True
