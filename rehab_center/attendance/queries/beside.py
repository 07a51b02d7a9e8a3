"""Somebody who was at a session without being on its list: who that is, and where else they are marked."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.activities.models import Activity, ActivitySession
from rehab_center.activities.queries import Meeting
from rehab_center.admissions.models import Admission
from rehab_center.attendance.models import AttendanceMark
from rehab_center.attendance.queries.sessions import Attendee, WalkIn, attendee_columns, attendee_of, current
from rehab_center.attendance.rules.reasons import COUNTING
from rehab_center.residents.models import Resident


def attendee_beside(session: Session, stay_id: int, walk_in: WalkIn) -> Attendee:
    """A stay as somebody who was there unassigned. The caller has checked the reach."""
    query = select(*attendee_columns()).join(Resident, Resident.id == Admission.resident_id)
    return attendee_of(session.execute(query.where(Admission.id == stay_id)).one(), None, walk_in, expected=False)


def marked_elsewhere(session: Session, meeting: Meeting, stay_id: int) -> str | None:
    """The programme at which a stay is marked as having been while a session goes on, other than that session's."""
    return session.scalar(
        select(Activity.name)
        .join(ActivitySession, ActivitySession.activity_id == Activity.id)
        .join(AttendanceMark, AttendanceMark.activity_session_id == ActivitySession.id)
        .where(
            AttendanceMark.admission_id == stay_id,
            AttendanceMark.attended.in_([one.value for one in COUNTING]),
            current(),
            ActivitySession.id != meeting.id,
            ActivitySession.on == meeting.on,
            ActivitySession.begins < meeting.ends,
            ActivitySession.ends > meeting.begins,
        )
        .limit(1)
    )
