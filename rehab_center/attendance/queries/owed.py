"""What is still to be done about attendance, for the first page: one statement each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVarTuple

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.kinds import ActivityKind, SessionState
from rehab_center.activities.models import Activity, ActivitySession
from rehab_center.activities.rules import clock_text
from rehab_center.assignments.models import Assignment
from rehab_center.attendance.models import AttendanceCorrection, SessionRoll
from rehab_center.dates import DateRange
from rehab_center.permissions import Scope

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True)
class UnmarkedSession:
    """A session that is over and not marked whole."""

    id: int
    activity: str
    on: date
    times: str


@dataclass(frozen=True)
class WaitingCorrection:
    """A correction without its second person."""

    id: int
    activity: str
    on: date
    proposer: str
    proposed_by: str
    proposed_at: datetime


def unmarked(
    session: Session,
    *,
    scope: Scope,
    now: datetime,
    period: DateRange | None = None,
    kind: ActivityKind | None = None,
) -> tuple[UnmarkedSession, ...]:
    """Sessions that are over, have somebody assigned and are not marked whole; the oldest first.

    Of yesterday and today, or of ``period``; of every kind of programme, or of one.
    """
    today = clock.day_of(now)
    first, last = (period.first, period.last) if period else (today - timedelta(days=1), today)
    local = now.astimezone(clock.ZONE)
    over = or_(
        ActivitySession.on < today,
        and_(ActivitySession.on == today, ActivitySession.ends <= local.hour * 60 + local.minute),
    )
    assigned = exists().where(
        Assignment.activity_id == Activity.id,
        Assignment.decided_on.is_not(None),
        Assignment.starts_on <= ActivitySession.on,
        or_(Assignment.ends_on.is_(None), Assignment.ends_on >= ActivitySession.on),
    )
    query = (
        select(ActivitySession.id, Activity.name, ActivitySession.on, ActivitySession.begins, ActivitySession.ends)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .outerjoin(SessionRoll, SessionRoll.activity_session_id == ActivitySession.id)
        .where(
            ActivitySession.on.between(first, last),
            ActivitySession.state == SessionState.PLANNED,
            SessionRoll.closed_at.is_(None),
            over,
            assigned,
        )
        .order_by(ActivitySession.on, ActivitySession.begins, ActivitySession.id)
    )
    if kind is not None:
        query = query.where(Activity.kind == kind)
    rows = session.execute(_within(query, scope))
    return tuple(
        UnmarkedSession(key, name, on, f"{clock_text(begins)}–{clock_text(ends)}")
        for key, name, on, begins, ends in rows
    )


def waiting(session: Session, *, scope: Scope, period: DateRange | None = None) -> tuple[WaitingCorrection, ...]:
    """Corrections without their second person, the longest waiting first; of every day, or of sessions in a period."""
    query = (
        select(
            AttendanceCorrection.id, Activity.name, ActivitySession.on, AttendanceCorrection.proposer,
            AttendanceCorrection.proposed_by, AttendanceCorrection.proposed_at,
        )
        .join(ActivitySession, ActivitySession.id == AttendanceCorrection.activity_session_id)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .where(AttendanceCorrection.decided_at.is_(None))
        .order_by(AttendanceCorrection.proposed_at, AttendanceCorrection.id)
    )  # fmt: skip
    if period is not None:
        query = query.where(ActivitySession.on.between(period.first, period.last))
    return tuple(WaitingCorrection(*row) for row in session.execute(_within(query, scope)))


def _within(query: Select[*Columns], scope: Scope) -> Select[*Columns]:
    return query if scope.facility_ids is None else query.where(Activity.facility_id.in_(sorted(scope.facility_ids)))
