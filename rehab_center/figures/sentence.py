"""The few figures of the sentence everybody quotes, read with few statements: for a page that is opened all day.

The same definitions as in :mod:`rehab_center.figures.queries`; only the people behind them are not read along.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from rehab_center.dates import DateRange
from rehab_center.figures import rules
from rehab_center.figures.earlier import earlier_number
from rehab_center.figures.new_admissions import entries
from rehab_center.figures.queries import year_to_date
from rehab_center.figures.values import Figure, PeriodFigures, PlanInForce
from rehab_center.headcount import queries as headcount
from rehab_center.organisation.completeness import Book, book_of
from rehab_center.periods import Period
from rehab_center.permissions import Scope
from rehab_center.words import N_, message

_LABELS = {
    "new_compulsory": N_("Newly admitted under compulsory orders"),
    "new_compulsory_same_period": N_("Newly admitted under compulsory orders, same period of the year before"),
    "percent_of_same_period": N_("Percent of the same period of the year before"),
    "new_compulsory_year_to_date": N_("Newly admitted under compulsory orders since the start of the plan year"),
    "annual_plan": N_("Annual plan of new compulsory admissions"),
    "percent_of_plan": N_("Percent of the annual plan"),
    "under_care": N_("Under the regimes of management, board, education, vocational training and labour"),
    "ever_under_care": N_("Ever under the regimes in the period"),
}


def sentence_figures(
    session: Session, period: Period, *, scope: Scope, known_at: datetime, plan: PlanInForce | None, ever: bool
) -> PeriodFigures:
    """The figures of the sentence; ``ever`` is read only where the sentence speaks of it, else it is nothing."""
    book = book_of(session, scope, known_at=known_at)
    days, before = period.range, period.same_period_last_year.range
    first = min(before.first, days.first, year_to_date(period).first)
    counted = _counter(session, DateRange(first, days.last), scope, known_at)
    new = _number("new_compulsory", counted(days), known=book.knows_eve_of(days.first))
    same = _same_period(session, period, counted(before), book, scope=scope, known_at=known_at)
    so_far = year_to_date(period)
    done = _number("new_compulsory_year_to_date", counted(so_far), known=book.knows_eve_of(so_far.first))
    target = plan.target if plan else None
    figures = [
        new,
        same,
        _percent("percent_of_same_period", new, same.value, 0),
        done,
        _number("annual_plan", target, known=True),
        _percent("percent_of_plan", done, target, 2),
        *_care(session, days, book, scope=scope, known_at=known_at, ever=ever),
    ]
    whole = book.knows_eve_of(before.first)
    return PeriodFigures(
        period, known_at, plan, {one.code: one for one in figures}, None if whole else book.complete_from
    )


def _counter(session: Session, days: DateRange, scope: Scope, known_at: datetime) -> Callable[[DateRange], int]:
    """Counts of parts of ``days``, from one reading."""
    new = [one.counted.on for one in entries(session, days, scope=scope, known_at=known_at) if one.is_new_compulsory]
    return lambda part: sum(on in part for on in new)


def _same_period(
    session: Session, period: Period, count: int, book: Book, *, scope: Scope, known_at: datetime
) -> Figure:
    before = period.same_period_last_year
    if book.knows_eve_of(before.range.first):
        return _number("new_compulsory_same_period", count, known=True)
    entered = earlier_number(session, before, scope=scope, known_at=known_at)
    if entered is None or entered.value is None:
        return _number("new_compulsory_same_period", None, known=False)
    return _number("new_compulsory_same_period", entered.value, known=True)


def _care(
    session: Session, days: DateRange, book: Book, *, scope: Scope, known_at: datetime, ever: bool
) -> tuple[Figure, Figure]:
    at_end = headcount.head_count(session, as_of=days.last, scope=scope, known_at=known_at).under_care
    people: set[int] = set()
    if ever:
        opening = headcount.people_here(session, as_of=days.eve, scope=scope, known_at=known_at)
        came = headcount.arrivals(session, days, scope=scope, known_at=known_at)
        people = {one.resident_id for one in (*opening, *came)}
    return (
        _number("under_care", at_end, known=book.knows_end_of(days.last)),
        _number("ever_under_care", len(people) if ever else None, known=not ever or book.knows_eve_of(days.first)),
    )


def _number(code: str, value: int | None, *, known: bool) -> Figure:
    label = message(_LABELS[code])
    if not known:
        return Figure(code, label, None, rules.NOT_COMPLETE)
    return Figure(code, label, None if value is None else Decimal(value), rules.printed_number(value))


def _percent(code: str, part: Figure, whole: Decimal | int | None, decimals: int) -> Figure:
    label = message(_LABELS[code])
    if part.value is None or not whole:
        return Figure(code, label, None, rules.NOTHING)
    done, of = int(part.value), int(whole)
    return Figure(code, label, rules.percent_of(done, of), rules.printed_percent(done, of, decimals))
