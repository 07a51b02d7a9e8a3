"""Programmes to test with, set up through the services."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from rehab_center.activities.kinds import ActivityKind, ClearanceNeed
from rehab_center.activities.models import ActivitySession, WeeklySlot
from rehab_center.activities.rules.facts import ActivityFacts
from rehab_center.activities.rules.slots import Slot
from rehab_center.activities.services import add_slots, create_activity
from rehab_center.db import db, transaction
from tests.admissions.stays import NOW, Centre

CARPENTRY = ActivityFacts(
    ActivityKind.LABOUR,
    "Xưởng mộc",
    20,
    date(2024, 6, 1),
    place="Nhà xưởng 1",
    organiser="Trần Văn Thợ",
    min_stage=4,
    clearance=ClearanceNeed.WORK,
)
"""Labour from stage d on, for whoever is cleared for work."""
FIRST = date(2024, 6, 3)
"""The Monday from which the times of :func:`make_programme` hold."""


def make_programme(
    centre: Centre,
    *weekdays: int,
    begins: int = 7 * 60,
    ends: int = 11 * 60,
    valid_from: date = FIRST,
    now: datetime = NOW,
    **facts: Any,
) -> int:
    """The carpentry, or what ``facts`` make of it, on these days of the week (1 Monday) at these minutes."""
    with transaction() as session:
        activity_id = create_activity(
            session, centre.facility_id, facts=replace(CARPENTRY, **facts), actor=centre.actor, now=now
        )
        if weekdays:
            slots = [Slot(weekday, begins, ends, valid_from) for weekday in weekdays]
            add_slots(session, activity_id, slots=slots, actor=centre.actor, now=now)
    return activity_id


def sessions(activity_id: int) -> list[tuple[date, str, str | None]]:
    """Day, state and reason of every session of a programme, by day and time."""
    session = db.session()
    session.rollback()
    query = select(ActivitySession.on, ActivitySession.state, ActivitySession.cancelled_reason)
    query = query.where(ActivitySession.activity_id == activity_id)
    rows = session.execute(query.order_by(ActivitySession.on, ActivitySession.begins))
    return [(on, state, why) for on, state, why in rows]


def session_id(activity_id: int, on: date) -> int:
    """The session of a programme on a day."""
    query = select(ActivitySession.id).where(ActivitySession.activity_id == activity_id, ActivitySession.on == on)
    return db.session().execute(query).scalars().first() or 0


def slot_ids(activity_id: int) -> list[int]:
    """The slots of a programme in the order they were added."""
    query = select(WeeklySlot.id).where(WeeklySlot.activity_id == activity_id).order_by(WeeklySlot.id)
    return list(db.session().scalars(query))
