"""Workbooks that were sent for import are about people: they go when no work needs them any more."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import record
from rehab_center.db import transaction
from rehab_center.jobs.context import JobContext
from rehab_center.jobs.handlers import handler
from rehab_center.jobs.models import Job, JobState
from rehab_center.jobs.nightly import every_night
from rehab_center.permissions import Actor
from rehab_center.register.work import KIND, uploads_folder
from rehab_center.web.forms import held_files_folder
from rehab_center.web.held_files import forget_old

log = logging.getLogger(__name__)

NIGHTLY = "register.tidy"
_FILE = re.compile(r"(?P<sha256>[0-9a-f]{64})(\.[0-9a-f]{16}(\.json|(\.[0-9a-f]{16})?\.rows))?")
#: Left where the machine stopped while a workbook or its dry run was written, so there may be people in it; and what
#: SQLite once wrote beside it.
_HALF_WRITTEN = re.compile(r"tmp\w+(-journal)?")


@dataclass(frozen=True)
class Old:
    """A workbook past its time: its content hash, the names it was sent under, its files in the folder."""

    sha256: str
    names: tuple[str, ...]
    files: tuple[Path, ...]


def ready() -> None:
    """Importing this module has registered the work; the wiring says so by calling."""
    every_night(NIGHTLY)


@handler(NIGHTLY, label=_l("Removing old workbooks"))
def tidy(context: JobContext) -> dict[str, int]:
    """Remove what is past its time, and what was only half sent."""
    forget_old(held_files_folder())
    return {"removed": remove_old(context.actor, days=current_app.config["UPLOAD_DAYS"])}


def remove_old(actor: Actor, *, days: int) -> int:
    """Remove the workbooks sent for the last time more than ``days`` ago; how many. The log names them first."""
    now = clock.now()
    with transaction() as session:
        old = old_uploads(uploads_folder(), needed=needed(session), before=now - timedelta(days=days))
        if old:
            named = [f"{', '.join(one.names)} (SHA-256 {one.sha256})" for one in old]
            record("register.uploads_removed", actor=actor, at=now, details={"files": named})
    for one in old:
        for path in one.files:
            try:
                path.unlink(missing_ok=True)
            except OSError:
                log.warning("%s could not be removed", path, exc_info=True)
    return len(old)


def needed(session: Session) -> set[str]:
    """The content hashes of what an import that is not over will read."""
    waiting = select(Job.payload).where(Job.kind == KIND, Job.state.in_((JobState.QUEUED, JobState.RUNNING)))
    return {str(payload["sha256"]) for payload in session.scalars(waiting)}


def old_uploads(folder: Path, *, needed: set[str], before: datetime) -> list[Old]:
    """What may go, in the order of the hashes; half-written files of then are removed on the way."""
    if not folder.is_dir():
        return []
    groups: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        if found := _FILE.fullmatch(path.name):
            groups.setdefault(found["sha256"], []).append(path)
        elif _HALF_WRITTEN.fullmatch(path.name) and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
    return [
        Old(sha256, _names(files), tuple(files))
        for sha256, files in groups.items()
        if sha256 not in needed and max(map(_sent_at, files)) < before.timestamp()
    ]


def _sent_at(path: Path) -> float:
    """When a file came, as its note says; by the disk where there is no note. Who looks at a dry run sends nothing."""
    if path.suffix == ".rows":
        return 0
    try:
        return datetime.fromisoformat(str(_note(path)["at"])).timestamp()
    except (KeyError, ValueError):
        return path.stat().st_mtime


def _names(files: list[Path]) -> tuple[str, ...]:
    notes = [_note(path) for path in files]
    return tuple(sorted({str(note["filename"]) for note in notes if "filename" in note})) or ("?",)


def _note(path: Path) -> dict[str, object]:
    if path.suffix != ".json":
        return {}
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}
