"""Verifying a large log as long work: the log itself comes before jobs and may not know them."""

from __future__ import annotations

from typing import Any

from flask import Flask, url_for
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.audit.services import check_log, record_verification
from rehab_center.db import transaction
from rehab_center.jobs.context import JobContext
from rehab_center.jobs.handlers import handler
from rehab_center.jobs.services import enqueue
from rehab_center.permissions import Actor

KIND = "audit.verify"


def init_app(app: Flask) -> None:
    """Let the log's page begin its verification here."""
    app.extensions["verify_in_background"] = begin


def begin(actor: Actor) -> str:
    """Ask for the verification; the address of its progress page."""
    with transaction() as session:
        job_id = enqueue(session, KIND, {}, actor=actor, now=clock.now())
    return url_for("jobs.show", job_id=job_id)


@handler(KIND, label=_l("Verifying the log"), done_endpoint="audit.index")
def _verify(context: JobContext) -> dict[str, Any]:
    found = check_log(context.advance)
    with transaction() as session:
        number = record_verification(session, found, actor=context.actor, now=clock.now())
    return {"entry": number, "problems": len(found.problems)}
