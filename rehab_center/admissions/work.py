"""The night's work: who turns 18 soon and has to be moved (rule 19)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.admissions.services.deadlines import owe_transfers_of_adults
from rehab_center.audit.recorder import record
from rehab_center.db import transaction
from rehab_center.jobs.context import JobContext
from rehab_center.jobs.handlers import handler
from rehab_center.jobs.nightly import every_night
from rehab_center.permissions import Actor

NIGHTLY = "admissions.adults"


def begin_every_night() -> None:
    """Have the worker ask for it each night."""
    every_night(NIGHTLY)


@handler(NIGHTLY, label=_l("Looking who turns 18"))
def look_at_birthdays(context: JobContext) -> dict[str, int]:
    """Open what is to be done about them; a second look the same night finds nothing new."""
    return {"opened": look(context.actor)}


def look(actor: Actor) -> int:
    """The same, as one act; nothing is written where nobody is found."""
    now = clock.now()
    with transaction() as session:
        found = owe_transfers_of_adults(session, actor=actor, now=now)
        if found:
            record("stay.deadlines-owed", actor=actor, at=now, details={"rows": found})
    return found
