"""Holidays: those of the law and those entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import FixedHoliday
from rehab_center.activities.models import Holiday
from rehab_center.activities.rules.holidays import DayOff, days_off
from rehab_center.documents.models import Document
from rehab_center.errors import NotFound
from rehab_center.permissions import Scope
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.words import N_, message


def standing(facility_id: int | None) -> ColumnElement[bool]:
    """The holidays that hold for a centre: its own and those of all."""
    return Holiday.withdrawn_at.is_(None) & or_(Holiday.facility_id.is_(None), Holiday.facility_id == facility_id)


def entered(session: Session, facility_id: int, first: date, last: date) -> tuple[DayOff, ...]:
    """The holidays entered for a centre that touch these days, in the order of days; its own after those of all."""
    query = select(Holiday).where(
        standing(facility_id), or_(Holiday.on.between(first, last), Holiday.moved_from.between(first, last))
    )
    rows = session.scalars(query.order_by(Holiday.on, Holiday.facility_id.is_not(None), Holiday.id))
    return tuple(DayOff(row.on, row.name, row.moved_from, row.facility_id, row.id) for row in rows)


def holidays_between(
    session: Session, facility_id: int, first: date, last: date
) -> Mapping[date, FixedHoliday | DayOff]:
    """Every holiday of a centre from ``first`` to ``last`` (both included), by day: one statement."""
    return days_off(first, last, entered(session, facility_id, first, last))


def made_until(session: Session, today: date) -> date:
    """The last day for which the program keeps sessions made."""
    return today + timedelta(days=whole_on(session, PolicyKind.SESSIONS_AHEAD_DAYS, today))


def is_day_off(session: Session, facility_id: int, day: date) -> bool:
    """Whether nobody works or has class in a centre that day."""
    return day in holidays_between(session, facility_id, day, day)


def in_reach(scope: Scope) -> ColumnElement[bool]:
    """The holidays a reader may see: of the centres within reach and of all."""
    if scope.facility_ids is None:
        return Holiday.id.is_not(None)
    return or_(Holiday.facility_id.is_(None), Holiday.facility_id.in_(scope.facility_ids))


@dataclass(frozen=True)
class HolidayLine:
    """A day off that was entered, with the number of its paper; ``withdrawn_at`` where it no longer holds."""

    id: int
    facility_id: int | None
    on: date
    name: str
    moved_from: date | None
    document_id: int | None
    paper: str | None
    actor: str
    recorded_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str | None


def holiday_lines(session: Session, facility_id: int, year: int) -> tuple[HolidayLine, ...]:
    """Everything ever entered for a year, of a centre and of all, by day: one statement. Reach is the caller's."""
    query = _lines().where(
        or_(Holiday.facility_id.is_(None), Holiday.facility_id == facility_id),
        Holiday.on.between(date(year, 1, 1), date(year, 12, 31)),
    )
    return tuple(_line(*row) for row in session.execute(query.order_by(Holiday.on, Holiday.id)))


def holiday_row(session: Session, holiday_id: int, *, scope: Scope) -> HolidayLine:
    """One of them. Raises NotFound, for a stranger too."""
    found = session.execute(_lines().where(Holiday.id == holiday_id, in_reach(scope))).one_or_none()
    if found is None:
        raise NotFound(message(N_("There is no such holiday")))
    return _line(*found)


def _lines() -> Select[Holiday, str | None]:
    return select(Holiday, Document.number).outerjoin(Document, Document.id == Holiday.document_id)


def _line(row: Holiday, paper: str | None) -> HolidayLine:
    return HolidayLine(
        row.id,
        row.facility_id,
        row.on,
        row.name,
        row.moved_from,
        row.document_id,
        paper,
        row.actor,
        row.recorded_at,
        row.withdrawn_at,
        row.withdrawn_by,
    )
