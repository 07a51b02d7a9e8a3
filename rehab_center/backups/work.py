"""Making a backup as long work, at somebody's wish or at night; and what the night does besides."""

from __future__ import annotations

import logging
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from rehab_center import clock
from rehab_center.audit.recorder import log_head, record
from rehab_center.backups import anchors, making, rules
from rehab_center.backups.folder import backup_folder, instance, place, present
from rehab_center.backups.queries import MAKE, NIGHTLY, REMOVED, Where, backups
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.jobs.context import JobContext
from rehab_center.jobs.handlers import handler
from rehab_center.jobs.nightly import every_night
from rehab_center.permissions import Actor
from rehab_center.words import N_, message

log = logging.getLogger(__name__)

LEFT_BEHIND = timedelta(days=1)
"""After so long nobody works any more on what a killed program left half done."""

_HALF_DONE = (".backup-*", "restoring-*", "reports/*.part")


def ready() -> None:
    """Importing this module has registered the work; the wiring says so by calling."""
    every_night(NIGHTLY)


@handler(MAKE, label=_l("Backup"), done_endpoint="backups.index", cancellable=True)
def make(context: JobContext) -> dict[str, Any]:
    """One backup into the folder, at once."""
    return _made(context, nightly=False)


@handler(NIGHTLY, label=_l("Nightly backup"), done_endpoint="backups.index", cancellable=True)
def make_nightly(context: JobContext) -> dict[str, Any]:
    """The log's head to its witness, a backup, and the old ones away."""
    _remove_half_done()
    anchor(context.actor)
    made = _made(context, nightly=True)
    return made | {"removed": remove_superseded(context.actor)}


def _made(context: JobContext, *, nightly: bool) -> dict[str, Any]:
    _refuse_trouble()
    now = clock.now()
    target = backup_folder() / rules.file_name(now.astimezone(clock.ZONE), nightly=nightly)
    try:
        made = making.make_backup(
            target,
            url=current_app.config["DATABASE_OWNER_URL"],
            instance=instance(),
            recipient=current_app.config["BACKUP_RECIPIENT"] or None,
            now=now,
            progress=context.advance,
        )
    except OSError as error:
        raise _refused(target, error) from error
    with transaction() as session:
        number = making.record_made(session, made, actor=context.actor, now=clock.now())
    return {"entry": number, "file": target.name}


def _refuse_trouble() -> None:
    trouble = place().trouble
    if trouble is not None:
        raise DomainError(trouble)


def _refused(path: Path, error: OSError) -> DomainError:
    said = error.strerror or str(error)
    return DomainError(message(N_("%(path)s: the disk refuses (%(error)s)"), path=str(path), error=said))


def anchor(actor: Actor) -> int:
    """Compare the log with what was written down outside so far and write its head there; the entry of the log.

    Raises DomainError where the disk refuses.
    """
    _refuse_trouble()
    now = clock.now()
    try:
        against = anchors.contradicted(db.session(), anchors.read(backup_folder()))
        written = anchors.write(backup_folder(), log_head(db.session()), now=now)
    except OSError as error:
        raise _refused(backup_folder() / anchors.FILE, error) from error
    with transaction() as session:
        return anchors.record_anchored(session, written, contradicted=len(against), actor=actor, now=now)


def remove_superseded(actor: Actor) -> list[str]:
    """Take nightly backups away that are no longer kept; their names. Only what the log says this centre made.

    The log names them first: nothing goes without an entry, and what could not go is named again the next night.
    """
    here = [one for one in backups(db.session(), present=present()) if one.where is Where.HERE]
    nightly = [
        rules.Nightly(one.file, clock.day_of(one.at), proven=one.proven_at is not None)
        for one in here
        if rules.is_nightly(one.file)
    ]
    daily, monthly = current_app.config["BACKUP_DAILY"], current_app.config["BACKUP_MONTHLY"]
    names = rules.superseded(nightly, daily=daily, monthly=monthly)
    if not names:
        return []
    with transaction():
        record(REMOVED, actor=actor, at=clock.now(), details={"files": names})
    for name in names:
        try:
            (backup_folder() / name).unlink(missing_ok=True)
        except OSError:
            log.warning("the old backup %s could not be removed", name, exc_info=True)
    return names


def _remove_half_done() -> None:
    """What a program killed at its work left behind: copies of the data that nobody opens any more."""
    oldest = clock.now().timestamp() - LEFT_BEHIND.total_seconds()
    left = [path for pattern in _HALF_DONE for path in instance().glob(pattern)]
    for path in (*left, *backup_folder().glob(".*.rehab.partial")):
        try:
            if path.stat().st_mtime >= oldest:
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        except OSError:
            log.warning("%s could not be removed", path, exc_info=True)
