"""Hours of courses, from the marks of attendance and from nothing else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import SessionState
from rehab_center.activities.models import ActivitySession
from rehab_center.attendance.kinds import Attended
from rehab_center.attendance.models import AttendanceMark
from rehab_center.attendance.queries.sessions import current


@dataclass(frozen=True)
class Minutes:
    """What somebody attended, and what was held for them."""

    attended: int = 0
    held: int = 0


def minutes_in(session: Session, activity_ids: Collection[int], *, today: date) -> dict[tuple[int, int], Minutes]:
    """By programme and stay: one statement. A session to which somebody need not come was not held for them.

    Nor was one that is still to come, whatever is marked of it already: a visit, a day before the authorities.
    """
    rows = session.execute(
        select(
            ActivitySession.activity_id,
            AttendanceMark.admission_id,
            func.sum(AttendanceMark.minutes),
            func.sum(ActivitySession.ends - ActivitySession.begins),
        )
        .join(ActivitySession, ActivitySession.id == AttendanceMark.activity_session_id)
        .where(
            ActivitySession.activity_id.in_(sorted(activity_ids)),
            ActivitySession.state == SessionState.PLANNED,
            ActivitySession.on <= today,
            AttendanceMark.attended != Attended.NOT_REQUIRED,
            current(),
        )
        .group_by(ActivitySession.activity_id, AttendanceMark.admission_id)
    )
    return {(activity_id, stay_id): Minutes(minutes or 0, held) for activity_id, stay_id, minutes, held in rows}
