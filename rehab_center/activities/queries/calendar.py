"""Holidays: those of the law and those entered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import FixedHoliday
from rehab_center.activities.models import Holiday
from rehab_center.activities.rules.holidays import DayOff, days_off
from rehab_center.permissions import Scope


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


def is_day_off(session: Session, facility_id: int, day: date) -> bool:
    """Whether nobody works or has class in a centre that day."""
    return day in holidays_between(session, facility_id, day, day)


def in_reach(scope: Scope) -> ColumnElement[bool]:
    """The holidays a reader may see: of the centres within reach and of all."""
    if scope.facility_ids is None:
        return Holiday.id.is_not(None)
    return or_(Holiday.facility_id.is_(None), Holiday.facility_id.in_(scope.facility_ids))
