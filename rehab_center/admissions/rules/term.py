"""When a term ends, line by line: one function per legal regime (rules 9 to 12).

end = start + (months - reductions) - credited days + days not counted

All months are added up first and counted from the start at once, so that a term that begins on the 31st never drifts
through a shorter month; then the days. Days away that overlap count once, and none of them before the start. The order
in which they are given does not matter.

An end that a paper overrides goes on from there (``term_clock``). Every line says what it adds, by what law, and the
end after it. The day found is the day the person may go: a term of 24 months from 16/06/2021 ends on 16/06/2023, on
that very day whatever day of the week it is. What is uncertain in the law (which day a month ends on, whether escape
days count) is a convention passed in, never a constant here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rehab_center.admissions.rules import term_articles
from rehab_center.admissions.rules.regime import Regime
from rehab_center.admissions.rules.term_case import Conventions, Ground, TermCase, TermChange, TermResult
from rehab_center.admissions.rules.term_clock import calculate
from rehab_center.admissions.rules.term_override import overrides_on, standing

HALF_MONTH_DAYS = 15  # BLDS 2015 Đ146.1


def term_before_2022(case: TermCase, conventions: Conventions) -> TermResult:
    """A case begun before 01/01/2022: Luật XLVPHC 2012 with NĐ 221/2013 (out of force, but old files follow it)."""
    return calculate(case, conventions, term_articles.BEFORE_2022)


def term_law_2021(case: TermCase, conventions: Conventions) -> TermResult:
    """A case under Luật 73/2021/QH14, NĐ 116/2021 and Luật XLVPHC: reductions exist (NĐ 116/2021 Đ58)."""
    return calculate(case, conventions, term_articles.LAW_2021)


def term_law_2025(case: TermCase, conventions: Conventions) -> TermResult:
    """A case under Luật 120/2025/QH15.

    Time held while the file was made is taken off (Đ37.2), the term is served in full (Đ29.3), illness at home under
    suspension counts (Đ39.3), prison does not and the rest is served afterwards (Đ47.1).
    """
    return calculate(case, conventions, term_articles.LAW_2025)


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

    Half a term is itself a term, with the same credits and days away; half of an odd month is fifteen days. A standing
    paper that puts the end so many days later or earlier makes the term longer or shorter by them: half of them counts
    too, in whole days, the later day where they are odd.
    """
    days = (HALF_MONTH_DAYS if case.months % 2 else 0) + -(-_moved_by_paper(regime, case, conventions) // 2)
    changes = (TermChange(case.start_on, days=days),) if days else ()
    opening = replace(case.opening, months=0) if case.opening else None
    half = replace(case, months=case.months // 2, changes=changes, overrides=(), opening=opening)
    return term_of(regime, half, conventions).end_on


def _moved_by_paper(regime: Regime, case: TermCase, conventions: Conventions) -> int:
    """How many days later the paper that stands puts the end, below zero for earlier; 0 without one."""
    if standing(case.overrides) is None:
        return 0
    lines = term_of(regime, case, conventions).lines
    return next(line.days for line in reversed(lines) if line.ground is Ground.OVERRIDE)


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
        overrides=overrides_on(case.overrides, day),
        opening=case.opening if case.opening is not None and case.opening.until_on <= day else None,
    )


def opened_end(regime: Regime, case: TermCase, conventions: Conventions, day: date) -> date | None:
    """The end as an old book has it that was read on ``day``: what happened later is not in it.

    Nor are days away that lasted then, which a book counts when they are over, nor ends given by papers.
    """
    until = case.opening.until_on if case.opening is not None else day
    known = case_on(replace(case, overrides=()), until)
    over = tuple(absence for absence in known.interruptions if absence.to_on is not None)
    return term_of(regime, replace(known, interruptions=over), conventions).end_on
