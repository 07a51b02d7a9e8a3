"""Making a backup while people work."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from rehab_center.audit.recorder import record
from rehab_center.backups import archive
from rehab_center.backups.archive import Manifest, Progress
from rehab_center.backups.databases import database_of
from rehab_center.config import AUDIT_KEY_FILE, DEMO_MARKER, SECRET_KEY_FILE
from rehab_center.errors import DomainError
from rehab_center.permissions import Actor
from rehab_center.words import N_, message

LEFT_OUT = (
    SECRET_KEY_FILE,
    AUDIT_KEY_FILE,
    DEMO_MARKER,
    "loaded",
    "rehab.sqlite*",
    "queue.sqlite*",
    "clock.json",
    "worker.lock",
    "held-files",
    "backups",
    "before-restore-*",
    "restoring-*",
    ".*",
)
"""What of the instance folder is worth no backup, or must not be in one (the keys). All else goes along."""


_COPIED = 40
"""Percent of the work that is done once the database is copied."""


@dataclass(frozen=True)
class Made:
    """A backup that was written. ``size`` in bytes."""

    path: Path
    size: int
    sha256: str
    encrypted: bool
    manifest: Manifest


def make_backup(
    target: Path, *, url: str, instance: Path, recipient: str | None, now: datetime, progress: Progress
) -> Made:
    """Write a backup of the database behind ``url`` and of the instance's files to ``target``.

    The database first: the files it names are never changed and never taken away, so those of a moment later are all
    there. ``progress`` hears percents, and what it raises ends the work. Raises DomainError and OSError, and leaves no
    half file behind.
    """
    target = target.resolve()
    if target.exists():
        raise DomainError(message(N_("%(path)s is there already and is not written over"), path=str(target)))
    archive.recipient_of(recipient)  # what is wrong is said before the work, not after it
    if not os.access(target.parent, os.W_OK):
        raise DomainError(message(N_("Nothing can be written into %(path)s"), path=str(target.parent)))
    database = database_of(url)
    with TemporaryDirectory(dir=instance, prefix=".backup-") as folder:
        copy = Path(folder) / database.member
        facts = database.dump(copy, _share(progress, 0, _COPIED))
        manifest = Manifest(
            made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
            database=database.kind,
            step=facts.step,
            entries=facts.entries,
            head=facts.head,
            rows=facts.rows,
        )
        files = [(database.member, copy), *((name, instance / name) for name in files_of(instance))]
        packing = _share(progress, _COPIED, 100)
        written = archive.write(target, manifest, files, recipient=recipient, work=Path(folder), progress=packing)
    return Made(target, target.stat().st_size, _digest(target), recipient is not None, written)


def _share(progress: Progress, first: int, last: int) -> Progress:
    """A part of the work as percents of the whole, each told once."""
    told = first - 1

    def tell(done: int, total: int) -> None:
        nonlocal told
        percent = first + (last - first) * done // max(total, 1)
        if percent > told:
            told = percent
            progress(percent, 100)

    return tell


def files_of(instance: Path) -> Iterator[str]:
    """The files of an instance that go into a backup, as names below its folder, sorted."""
    for path in sorted(instance.rglob("*")):
        inside = path.relative_to(instance)
        if path.is_file() and not any(fnmatch(inside.parts[0], pattern) for pattern in LEFT_OUT):
            yield inside.as_posix()


def record_made(session: Session, made: Made, *, actor: Actor, now: datetime) -> int:
    """Write in the log that a backup was made, and of which state of the log. Gives the entry's number."""
    del session  # an act without rows
    details = {
        "file": made.path.name,
        "size": made.size,
        "sha256": made.sha256,
        "encrypted": int(made.encrypted),
        "entries": made.manifest.entries,
        "head": made.manifest.head,
    }
    return record("backup.made", actor=actor, at=now, details=details)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
