"""Who takes part in a programme, for its own page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.hooks import ProgrammeSection
from rehab_center.assignments import labels, queries
from rehab_center.db import db
from rehab_center.web.access import current_scope


def section_of_programme(activity_id: int) -> ProgrammeSection:
    """The people of a programme as they stand today, and how many wait for a place."""
    session, today = db.session(), clock.today()
    people = queries.assigned(session, today, scope=current_scope(), activity_ids=[activity_id])
    wishes = queries.wish_lines(session, scope=current_scope(), activity_id=activity_id)
    given = {
        "people": people,
        "waiting": sum(line.decision is None for line in wishes),
        "labels": labels,
    }
    return ProgrammeSection("assignments/_on_programme.html", given)


def taken(session: Session, activity_ids: Collection[int], day: date) -> Mapping[int, int]:
    """How many places of these programmes are taken on a day. The caller has checked the reach."""
    return queries.places_taken(session, day, activity_ids)
