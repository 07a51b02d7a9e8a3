"""The log's witness outside: where it stood each night, in a file beside the backups.

Whoever holds the machine and its keys could write the whole log anew; the lines on another disk would then disagree.
A line is ``2026-11-23T02:00:07+07:00 1234 9f86d0…``: the moment, the number of the last entry, its hash.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.marks import ANCHORED
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import LogHead, record
from rehab_center.permissions import Actor

FILE = "moc-nhat-ky.txt"


@dataclass(frozen=True)
class Anchor:
    """Where the log stood at a moment."""

    at: datetime
    entries: int
    hash: str


def write(folder: Path, head: LogHead, *, now: datetime) -> Anchor:
    """Add a line to the file in ``folder``, on the disk before this returns. Raises OSError."""
    anchor = Anchor(now.astimezone(clock.ZONE).replace(microsecond=0), head.entries, head.hash)
    handle = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{anchor.at.isoformat()} {anchor.entries} {anchor.hash}\n")
        file.flush()
        os.fsync(file.fileno())
    return anchor


def read(folder: Path) -> list[Anchor]:
    """Every line that is one, in order; none where there is no file. Raises OSError where it cannot be read."""
    try:
        lines = (folder / FILE).read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    return [anchor for line in lines if (anchor := _parsed(line)) is not None]


def _parsed(line: str) -> Anchor | None:
    at, _space, rest = line.partition(" ")
    number, _space, fingerprint = rest.partition(" ")
    try:
        moment = datetime.fromisoformat(at)
        return Anchor(moment, int(number), fingerprint.strip()) if moment.tzinfo else None
    except ValueError:
        return None


def contradicted(session: Session, anchors: Iterable[Anchor]) -> list[Anchor]:
    """The anchors that the log does not bear out, but for those of a range that a recorded restore has lost."""
    found = {anchor.entries: anchor for anchor in anchors}
    hashes: dict[int, str] = {}
    numbers = sorted(found)
    for start in range(0, len(numbers), 500):
        part = select(AuditEntry.id, AuditEntry.hash).where(AuditEntry.id.in_(numbers[start : start + 500]))
        hashes |= {row.id: row.hash for row in session.execute(part)}
    wrong = [found[number] for number in numbers if hashes.get(number) != found[number].hash]
    lost = _lost_ranges(session) if wrong else []
    return [one for one in wrong if not any(first <= one.entries and one.at <= at for first, at in lost)]


def _lost_ranges(session: Session) -> list[tuple[int, datetime]]:
    """First entry lost and moment of every restore."""
    restores = select(AuditEntry.details, AuditEntry.at).where(AuditEntry.act == "backup.restored")
    return [(int(row.details["lost_from"]), row.at) for row in session.execute(restores) if "lost_from" in row.details]


def record_anchored(session: Session, anchor: Anchor, *, contradicted: int, actor: Actor, now: datetime) -> int:
    """Write in the log that its head was written down outside, and how many earlier lines there contradict it."""
    del session  # an act without rows
    details = {"file": FILE, "entries": anchor.entries, "head": anchor.hash, "contradicted": contradicted}
    return record(ANCHORED, actor=actor, at=now, details=details)
