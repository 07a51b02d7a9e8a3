"""The year against its plan, month by month, with the year before; and how full the centre is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from rehab_center.capacity.queries import PlanRevision, revisions
from rehab_center.capacity.rules import Indicator, cumulative
from rehab_center.dates import DateRange
from rehab_center.figures.new_admissions import entries
from rehab_center.figures.period_rule import rule_of_year
from rehab_center.figures.rules import percent_of
from rehab_center.headcount.queries import head_count
from rehab_center.organisation.completeness import Book, book_of
from rehab_center.organisation.queries import certified_capacity_on
from rehab_center.periods import Period, months_of
from rehab_center.permissions import Scope


@dataclass(frozen=True)
class MonthLine:
    """One reporting month. ``actual`` is None while the month has not begun; ``target`` without a plan.

    ``last_year`` and ``actual`` are None too where the book does not reach so far back.
    """

    period: Period
    before: DateRange
    target: int | None
    target_sum: int | None
    actual: int | None
    actual_sum: int | None
    last_year: int | None
    last_year_sum: int | None


@dataclass(frozen=True)
class Occupancy:
    """Certified capacity against those present and under care at the end of a day; percentages of the capacity."""

    as_of: date
    certified: int | None
    present: int
    under_care: int
    present_percent: Decimal | None
    under_care_percent: Decimal | None


@dataclass(frozen=True)
class YearPage:
    """A year of new compulsory admissions. ``plan`` is in force on ``as_of``; ``percent`` is of its target."""

    year: int
    as_of: date
    plan: PlanRevision | None
    told: tuple[PlanRevision, ...]
    months: tuple[MonthLine, ...]
    done: int
    percent: Decimal | None
    last_year_done: int | None
    occupancy: Occupancy
    #: The book, where it does not hold both years whole.
    book: Book | None


def year_page(
    session: Session, facility_id: int, year: int, *, today: date, scope: Scope, known_at: datetime | None = None
) -> YearPage:
    """The plan of ``year`` and what was done of it, as of the year's end or ``today``, whichever comes first."""
    rule = rule_of_year(session, year, known_at=known_at)
    months = months_of(year, rule)
    as_of = min(months[-1].range.last, today)
    told = revisions(session, facility_id, year, Indicator.NEW_COMPULSORY, scope=scope, known_at=known_at)
    plan = _plan_shown(told, as_of if months[0].range.first <= today else months[0].range.first)
    own = Scope(frozenset({facility_id}) if scope.covers(facility_id) else frozenset())
    actual = _by_month(session, months, scope=own, known_at=known_at)
    before = _by_month(session, months_of(year - 1, rule), scope=own, known_at=known_at)
    book = book_of(session, own, known_at=known_at)
    lines = _lines(months, plan, actual, before, today, book)
    done = sum(actual)
    same_days = [line.last_year for line in lines if line.period.range.last <= as_of]
    whole = book.knows_eve_of(months[0].same_period_last_year.range.first)
    return YearPage(
        year,
        as_of,
        plan,
        told,
        lines,
        done,
        percent_of(done, plan.target if plan else None),
        None if None in same_days else sum(count or 0 for count in same_days),
        occupancy(session, facility_id, as_of=as_of, scope=own, known_at=known_at),
        None if whole else book,
    )


def _plan_shown(told: tuple[PlanRevision, ...], day: date) -> PlanRevision | None:
    """The revision in force on ``day``; for a year still to come, its first day."""
    begun = [revision for revision in told if revision.valid_from <= day]
    return begun[-1] if begun else None


def _by_month(
    session: Session, months: tuple[Period, ...], *, scope: Scope, known_at: datetime | None
) -> tuple[int, ...]:
    """New compulsory admissions of each month, from one reading of the year."""
    days = DateRange(months[0].range.first, months[-1].range.last)
    counted = [entry for entry in entries(session, days, scope=scope, known_at=known_at) if entry.is_new_compulsory]
    return tuple(sum(entry.counted.on in month.range for entry in counted) for month in months)


def _lines(
    months: tuple[Period, ...],
    plan: PlanRevision | None,
    actual: tuple[int, ...],
    before: tuple[int, ...],
    today: date,
    book: Book,
) -> tuple[MonthLine, ...]:
    targets = plan.months if plan else None
    target_sums = cumulative(targets) if targets else None
    sums, before_sums = cumulative(actual), cumulative(before)
    first, first_before = months[0].range.first, months[0].same_period_last_year.range.first
    return tuple(
        MonthLine(
            month,
            month.same_period_last_year.range,
            targets[index] if targets else None,
            target_sums[index] if target_sums else None,
            actual[index] if month.range.first <= today and book.knows_eve_of(month.range.first) else None,
            sums[index] if month.range.first <= today and book.knows_eve_of(first) else None,
            before[index] if book.knows_eve_of(month.same_period_last_year.range.first) else None,
            before_sums[index] if book.knows_eve_of(first_before) else None,
        )
        for index, month in enumerate(months)
    )


def occupancy(
    session: Session, facility_id: int, *, as_of: date, scope: Scope, known_at: datetime | None = None
) -> Occupancy:
    """How full the centre is at the end of ``as_of``."""
    count = head_count(session, as_of=as_of, scope=scope, known_at=known_at)
    entry = certified_capacity_on(session, facility_id, as_of, known_at=known_at)
    certified = entry.people if entry else None
    return Occupancy(
        as_of,
        certified,
        count.present,
        count.under_care,
        percent_of(count.present, certified),
        percent_of(count.under_care, certified),
    )
