"""The night's work: the sessions of the weeks ahead."""

from __future__ import annotations

from sqlalchemy import select

from rehab_center import clock
from rehab_center.activities.labels import NIGHT_WORK
from rehab_center.activities.models import Activity
from rehab_center.activities.queries.calendar import made_until
from rehab_center.activities.services import make_sessions
from rehab_center.db import transaction
from rehab_center.jobs.context import JobContext
from rehab_center.jobs.handlers import handler
from rehab_center.jobs.nightly import every_night
from rehab_center.permissions import Actor

NIGHTLY = "activities.sessions"


def make_every_night() -> None:
    """Have the worker ask for it each night."""
    every_night(NIGHTLY)


@handler(NIGHTLY, label=NIGHT_WORK)
def make_ahead(context: JobContext) -> dict[str, int]:
    """Make what is missing; a second time the same night finds nothing to make."""
    return {"made_sessions": make(context.actor)}


def make(actor: Actor) -> int:
    """The same for every centre, one act each; nothing is written where none is missing."""
    now = clock.now()
    with transaction() as session:
        until = made_until(session, clock.day_of(now))
        centres = session.scalars(select(Activity.facility_id).distinct().order_by(Activity.facility_id)).all()
        return sum(make_sessions(session, one, until, actor=actor, now=now) for one in centres)
