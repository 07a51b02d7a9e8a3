"""Backups under the settings. None is handed out here: whoever may fetch one would carry everybody's file away."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.audit.recorder import record
from rehab_center.backups import folder
from rehab_center.backups.listing import LISTING, page_of
from rehab_center.backups.queries import MAKE, backups, state
from rehab_center.db import db, transaction
from rehab_center.jobs.services import enqueue
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, requires
from rehab_center.web.listing import list_page

bp = Blueprint("backups", __name__, url_prefix="/settings/backups")


@bp.get("")
@requires(Permission.BACKUPS_MANAGE)
def index() -> ResponseReturnValue:
    """Every backup the log knows, where they lie, and what a backup is worth."""
    present = folder.present()
    found = backups(db.session(), present=present)
    known = {one.file for one in found}
    return list_page(
        LISTING,
        lambda asked: page_of(found, asked),
        "backups/index.html",
        on_export=_exported,
        place=folder.place(),
        state=state(db.session()),
        hour=None if current_app.config["DEMO"] else current_app.config["BACKUP_HOUR"],
        daily=current_app.config["BACKUP_DAILY"],
        monthly=current_app.config["BACKUP_MONTHLY"],
        encrypts=bool(current_app.config["BACKUP_RECIPIENT"]),
        unknown=sorted(name for name in present if name.endswith(".rehab") and name not in known),
    )


@bp.post("")
@requires(Permission.BACKUPS_MANAGE)
def make() -> ResponseReturnValue:
    """Ask for a backup, and show how far it is; where one is being made already, that one."""
    with transaction() as session:
        job_id = state(session).working or enqueue(session, MAKE, {}, actor=current_actor(), now=clock.now())
    return redirect(url_for("jobs.show", job_id=job_id), 303)


def _exported(form: str, rows: int) -> None:
    with transaction():
        details = {"form": form, "rows": rows, "filters": LISTING.arguments(LISTING.read(request.args))}
        record("backup.list_exported", actor=current_actor(), at=clock.now(), details=details)
