"""Work and classes for the invented centre of the browser tests: a workshop, a course and a class, a day off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from rehab_center import clock
from rehab_center.activities.kinds import ActivityKind, CancelReason, CourseLevel, Subject
from rehab_center.activities.rules import DayOff
from rehab_center.activities.services import add_holidays, add_session, cancel_session
from rehab_center.db import transaction
from tests.activities.programmes import make_programme, session_id, slot_ids
from tests.admissions.stays import Centre, paper


def furnish(centre: Centre) -> dict[str, Any]:
    """Programmes that meet today and in the weeks ahead, one session of them cancelled; gives a sample of each."""
    now, today = clock.now(), clock.today()
    monday = today - timedelta(days=today.weekday())
    week = {"valid_from": monday, "begins_on": monday, "now": now}
    workshop = make_programme(centre, 1, 2, 3, 4, 5, 6, 7, **week)
    make_programme(
        centre, 2, 4, kind=ActivityKind.VOCATIONAL, name="May khóa 1", trade="May", level=CourseLevel.SHORT, **week
    )
    make_programme(
        centre, 6, kind=ActivityKind.EDUCATION, name="Lớp pháp luật", subject=Subject.LAW, clearance=None, **week
    )
    with transaction() as session:
        extra = add_session(session, workshop, on=today, begins=840, ends=960, actor=centre.actor, now=now)
        cancel_session(session, extra, reason=CancelReason.POWER, note="Cả khu", actor=centre.actor, now=now)
        off = [DayOff(today + timedelta(days=9), "Nghỉ thử", facility_id=centre.facility_id)]
        holiday_id = add_holidays(session, off, paper=paper(), actor=centre.actor, now=now)[0]
    return {
        "activity_id": workshop,
        "slot_id": slot_ids(workshop)[0],
        "session_id": session_id(workshop, today),
        "/activities/sessions/<int:session_id>/plan session_id": extra,
        "holiday_id": holiday_id,
    }
