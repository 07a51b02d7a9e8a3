"""Proving a backup and restoring it.

Either way the backup is first unpacked into a scratch instance beside the living one, brought to the program's schema
and verified there by the program's own commands. Restoring then puts it in the living one's place; what was there is
set aside, never deleted.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from rehab_center.audit.recorder import record
from rehab_center.backups import archive
from rehab_center.backups.archive import BadBackup, Manifest
from rehab_center.backups.databases import Database, database_of, facts
from rehab_center.backups.making import files_of
from rehab_center.backups.queries import Lost
from rehab_center.config import AUDIT_KEY_FILE, ROOT, SECRET_KEY_FILE, SETTINGS_FILE
from rehab_center.errors import DomainError
from rehab_center.permissions import Actor
from rehab_center.words import N_, message


@dataclass(frozen=True)
class Scratch:
    """A backup unpacked beside the living centre. ``url`` is its database."""

    folder: Path
    url: str
    manifest: Manifest
    database: Database
    stamp: str


@dataclass(frozen=True)
class Proof:
    """What the verification of a scratch instance said: nothing, or where something is wrong."""

    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether the backup gives back what was put in."""
        return not self.problems


@contextmanager
def unpacked(path: Path, *, identity: str | None, instance: Path, url: str, now: datetime) -> Iterator[Scratch]:
    """A backup in a scratch instance, gone again at the end (but for what was put in place). Raises BadBackup.

    ``url``: the living database over its owner's connection, ``identity``: the text of the key file.
    """
    stamp = f"{now.astimezone():%Y%m%d-%H%M%S}"
    folder = instance / f"restoring-{stamp}"
    folder.mkdir(mode=0o700)
    try:
        manifest = archive.unpack(path, folder, identity=identity)
        database = database_of(url)
        if manifest.database != database.kind:
            raise BadBackup(
                message(
                    N_("The backup is of %(theirs)s, this centre runs on %(ours)s"),
                    theirs=manifest.database,
                    ours=database.kind,
                )
            )
        scratch = Scratch(folder, database.scratch(folder, stamp.replace("-", "_")), manifest, database, stamp)
        try:
            yield scratch
        finally:
            database.discard(scratch.url)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# --- proving ---------------------------------------------------------------------------------------------------------


def prove(scratch: Scratch, instance: Path) -> Proof:
    """Verify a scratch instance: as many rows as were put in, the same log, and both verifications sound."""
    found = facts(scratch.url, scratch.manifest.rows)
    wrong = [
        f"{table}: {found.rows.get(table, 0)} ≠ {count}"
        for table, count in sorted(scratch.manifest.rows.items())
        if found.rows.get(table, 0) != count
    ]
    if (found.entries, found.head) != (scratch.manifest.entries, scratch.manifest.head):
        wrong.append(f"{found.entries} {found.head} ≠ {scratch.manifest.entries} {scratch.manifest.head}")
    for key in (SECRET_KEY_FILE, AUDIT_KEY_FILE):
        (scratch.folder / key).touch(mode=0o600)
        (scratch.folder / key).write_bytes((instance / key).read_bytes())
    try:
        _program(scratch, "rehab_center.serve", "prepare")
        for command in (("verify",), ("audit", "verify")):
            wrong += _problems(_program(scratch, "flask", "--app", "wsgi", *command, "--json"))
    finally:
        for key in (SECRET_KEY_FILE, AUDIT_KEY_FILE):
            (scratch.folder / key).unlink(missing_ok=True)
    return Proof(tuple(wrong))


def _program(scratch: Scratch, module: str, *arguments: str) -> str:
    """What the program's own command says of the scratch instance. Raises BadBackup when it cannot run at all."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REHAB_")}
    environment = kept | {
        "REHAB_INSTANCE": str(scratch.folder),
        "REHAB_DATABASE_URL": scratch.url,
        "REHAB_DATABASE_OWNER_URL": scratch.url,
    }
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and not done.stdout.strip():
        said = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise BadBackup(message(N_("The restored database does not open: %(error)s"), error=said))
    return done.stdout


def _problems(answer: str) -> list[str]:
    said: dict[str, Any] = json.loads(answer) if answer.strip() else {"ok": False}
    if said.get("ok"):
        return []
    named = said.get("problems") or [{"where": "?", "what": answer}]
    return [f"{one['where']}: {one['what']}" for one in named]


def record_proven(session: Session, path: Path, manifest: Manifest, *, actor: Actor, now: datetime) -> int:
    """Write in the log that a backup was restored on trial and is sound. Gives the entry's number."""
    del session  # an act without rows
    details = {"file": path.name, "entries": manifest.entries, "head": manifest.head}
    return record("backup.proven", actor=actor, at=now, details=details)


# --- putting in place ------------------------------------------------------------------------------------------------


@contextmanager
def standing_still(instance: Path) -> Iterator[None]:
    """Hold the worker's lock: ``./run serve`` cannot start meanwhile. Raises DomainError where it runs already."""
    with (instance / "worker.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise DomainError(N_("The program is running: stop it first, then restore")) from None
        yield


def put_in_place(scratch: Scratch, instance: Path) -> str:
    """Put the scratch instance in the place of the living one, :func:`standing_still`; where the old one is now."""
    aside = instance / f"before-restore-{scratch.stamp}"
    aside.mkdir(mode=0o700)
    old = scratch.database.replace(scratch.url, aside, scratch.stamp.replace("-", "_"))
    for name in [name for name in files_of(instance) if name != SETTINGS_FILE]:
        _move(instance / name, aside / name)
    for member in scratch.manifest.members:
        if member.name not in (scratch.database.member, SETTINGS_FILE):
            _move(scratch.folder / member.name, instance / member.name)
    return old


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source.rename(target)


def record_restored(
    session: Session, path: Path, manifest: Manifest, lost: Lost, *, ground: str | None, actor: Actor, now: datetime
) -> int:
    """Write in the restored log what it was restored from and which range of entries is lost. Gives the number."""
    del session  # an act without rows
    details: dict[str, Any] = {"file": path.name, "backup_made_at": manifest.made_at, "entries": manifest.entries}
    if lost.entries:
        details |= {"lost_from": lost.first, "lost_to": lost.last, "lost_head": lost.head, "lost_acts": len(lost.acts)}
    return record("backup.restored", actor=actor, at=now, reason=ground, details=details)
