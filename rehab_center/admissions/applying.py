"""Applying a convention as long work: stay by stay, each noted as done in the transaction that wrote its lines."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.admissions.queries.applied_conventions import stays_of_change
from rehab_center.admissions.services.conventions import apply_convention
from rehab_center.db import db, transaction
from rehab_center.jobs.context import JobContext
from rehab_center.jobs.handlers import handler

KIND = "term.convention"
AT_ONCE = 50
"""So many stays go into one transaction: enough to be quick, few enough to let the gate write in between."""


def ready() -> None:
    """Importing this module has registered the work; the wiring says so by calling."""


@handler(KIND, label=_l("Applying a convention to terms that run"), done_endpoint="admissions.convention_applied")
def apply_to_all(job: JobContext) -> dict[str, Any]:
    """Apply the decision the payload names. Broken off and taken up again, it goes on with the stays left."""
    change_id = int(job.payload["change"])
    scope = job.actor.scope
    stays = stays_of_change(db.session(), change_id, scope=scope, today=clock.today())
    left = job.plan([str(stay_id) for stay_id in stays])
    for start in range(0, len(left), AT_ONCE):
        batch = left[start : start + AT_ONCE]
        with transaction() as session:
            written = apply_convention(
                session, change_id, [int(key) for key in batch], actor=job.actor, now=clock.now()
            )
            for key in batch:
                job.finish(session, key, {"new_lines": written.get(int(key), False)})
    return {"change": change_id}
