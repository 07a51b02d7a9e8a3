"""Somebody's attendance at a glance: the hours of the last weeks, refusals, the next session. One statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.kinds import SessionState
from rehab_center.activities.models import Activity, ActivitySession
from rehab_center.activities.rules import clock_text, monday_of
from rehab_center.assignments.models import Assignment, AssignmentPause
from rehab_center.assignments.queries.pauses import pause_stands
from rehab_center.attendance.kinds import Attended
from rehab_center.attendance.models import AttendanceMark
from rehab_center.attendance.queries.sessions import current
from rehab_center.attendance.rules.hours import Hours, Worked, by_week
from rehab_center.attendance.rules.reasons import BEHAVIOUR

WEEKS = 4
"""How many weeks are told: this one and those before it."""
_AHEAD = timedelta(days=42)


@dataclass(frozen=True)
class NextSession:
    """Where somebody has to be next."""

    session_id: int
    activity: str
    place: str | None
    on: date
    begins: int
    ends: int

    @property
    def times(self) -> str:
        """ "07:30–11:00"."""
        return f"{clock_text(self.begins)}–{clock_text(self.ends)}"


@dataclass(frozen=True)
class Lately:
    """``weeks``: hours by Monday, the latest first; ``refusals`` and ``missed`` count the sessions of these weeks."""

    weeks: tuple[tuple[date, Hours], ...]
    refusals: int
    missed: int
    next: NextSession | None


def lately(session: Session, stay_id: int, *, now: datetime, present: bool) -> Lately:
    """The last weeks of a stay; the next session only of somebody who is ``present``. The caller checked the reach."""
    today, local = clock.day_of(now), now.astimezone(clock.ZONE)
    first = monday_of(today) - timedelta(days=7 * (WEEKS - 1))
    on = ActivitySession.on
    paused = exists().where(
        AssignmentPause.assignment_id == Assignment.id,
        AssignmentPause.from_on <= on,
        or_(AssignmentPause.until_on.is_(None), AssignmentPause.until_on >= on),
        pause_stands(),
    )
    assigned = exists().where(
        Assignment.admission_id == stay_id,
        Assignment.activity_id == ActivitySession.activity_id,
        Assignment.decided_on.is_not(None),
        Assignment.starts_on <= on,
        or_(Assignment.ends_on.is_(None), Assignment.ends_on >= on),
        ~paused,
    )
    minute = local.hour * 60 + local.minute
    to_come = or_(on > today, and_(on == today, ActivitySession.begins >= minute))
    marked = AttendanceMark.id.is_not(None)
    rows = session.execute(
        select(
            ActivitySession.id, Activity.name, Activity.kind, Activity.place, on, ActivitySession.begins,
            ActivitySession.ends, AttendanceMark.attended, AttendanceMark.minutes,
        )
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .outerjoin(
            AttendanceMark,
            and_(
                AttendanceMark.activity_session_id == ActivitySession.id,
                AttendanceMark.admission_id == stay_id,
                current(),
            ),
        )
        .where(
            on.between(first, today + _AHEAD),
            ActivitySession.state == SessionState.PLANNED,
            or_(and_(marked, on <= today), and_(~marked, to_come, assigned)),
        )
        .order_by(on, ActivitySession.begins, ActivitySession.id)
    ).all()  # fmt: skip
    told = [(Attended(row.attended), Worked(row.on, row.kind, row.minutes)) for row in rows if row.attended]
    weeks = by_week(one for _attended, one in told)
    following = next((row for row in rows if row.attended is None), None) if present else None
    return Lately(
        tuple((monday, weeks[monday]) for monday in sorted(weeks, reverse=True)),
        sum(BEHAVIOUR[attended].refusal for attended, _one in told),
        sum(not BEHAVIOUR[attended].counts for attended, _one in told),
        NextSession(following.id, following.name, following.place, following.on, following.begins, following.ends)
        if following
        else None,
    )
