"""The night's work: the sessions of the weeks ahead."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from rehab_center import clock
from rehab_center.activities.models import Activity
from rehab_center.activities.rules.planning import AHEAD_DAYS
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


@handler(NIGHTLY, label=_l("Making the sessions of the weeks ahead"))
def make_ahead(context: JobContext) -> dict[str, int]:
    """Make what is missing; a second time the same night finds nothing to make."""
    return {"made_sessions": make(context.actor)}


def make(actor: Actor) -> int:
    """The same for every centre, one act each; nothing is written where none is missing."""
    now = clock.now()
    until = clock.day_of(now) + timedelta(days=AHEAD_DAYS)
    with transaction() as session:
        centres = session.scalars(select(Activity.facility_id).distinct().order_by(Activity.facility_id)).all()
        return sum(make_sessions(session, one, until, actor=actor, now=now) for one in centres)
