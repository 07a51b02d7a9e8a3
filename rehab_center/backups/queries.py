"""What the log tells of backups, and what the living log knows and a backup does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ScalarSelect, exists, func, literal, select
from sqlalchemy.orm import Session

from rehab_center.audit.models import AuditChange, AuditEntry
from rehab_center.jobs.models import Job, JobState
from rehab_center.words import Message

MADE, PROVEN, REMOVED = "backup.made", "backup.proven", "backup.removed"
MAKE, NIGHTLY = "backup.make", "backup.nightly"
"""The kinds of long work that make one."""


class Where(StrEnum):
    """Where a backup's file is now, as far as the program can see."""

    HERE = "here"
    REMOVED = "removed"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Backup:
    """A backup as the log has it. ``size`` in bytes; ``entries`` and ``head`` say which state of the log is in it."""

    number: int
    at: datetime
    by: str
    file: str
    size: int
    encrypted: bool
    entries: int
    head: str
    proven_at: datetime | None
    where: Where


@dataclass(frozen=True)
class State:
    """When a backup was last made and last proven; ``failure`` says why the last attempt since came to nothing."""

    made_at: datetime | None
    proven_at: datetime | None
    failed_at: datetime | None
    failure: Message | None
    working: int | None

    @property
    def failed(self) -> bool:
        """Whether the last attempt failed."""
        return self.failed_at is not None


def backups(session: Session, *, present: Mapping[str, int]) -> list[Backup]:
    """Every backup the log knows, the newest first. ``present``: the files of the backup folder with their sizes."""
    made: list[Backup] = []
    proven: dict[str, datetime] = {}
    removed: set[str] = set()
    rows = select(AuditEntry.id, AuditEntry.at, AuditEntry.actor_label, AuditEntry.act, AuditEntry.details)
    for row in session.execute(rows.where(AuditEntry.act.in_((MADE, PROVEN, REMOVED))).order_by(AuditEntry.id.desc())):
        details: dict[str, Any] = row.details or {}
        if row.act == PROVEN:
            proven.setdefault(str(details.get("head")), row.at)
        elif row.act == REMOVED:
            removed.update(details.get("files", ()))
        else:
            made.append(_backup(row, details, present, removed, proven))
    return made


def _backup(
    row: Any, details: Mapping[str, Any], present: Mapping[str, int], removed: set[str], proven: Mapping[str, datetime]
) -> Backup:
    name, size, head = str(details.get("file", "")), int(details.get("size", 0)), str(details.get("head", ""))
    gone = Where.REMOVED if name in removed else Where.ELSEWHERE
    return Backup(
        number=row.id,
        at=row.at,
        by=row.actor_label,
        file=name,
        size=size,
        encrypted=bool(details.get("encrypted")),
        entries=int(details.get("entries", 0)),
        head=head,
        proven_at=proven.get(head) if head else None,
        where=Where.HERE if present.get(name) == size else gone,
    )


def state(session: Session) -> State:
    """How it stands with the backups: one statement, asked on first pages."""
    newest = select(func.max(Job.id)).where(Job.kind.in_((MAKE, NIGHTLY))).scalar_subquery()
    columns = (_last(MADE), _last(PROVEN), Job.id, Job.state, Job.finished_at, Job.error)
    made_at, proven_at, job_id, job_state, finished_at, error = session.execute(
        select(*columns).select_from(select(literal(1)).subquery()).outerjoin(Job, Job.id == newest)
    ).one()
    failed = job_state == JobState.FAILED and not (made_at and made_at > finished_at)
    return State(
        made_at=made_at,
        proven_at=proven_at,
        failed_at=finished_at if failed else None,
        failure=Message(**error) if error and failed else None,
        working=job_id if job_state in (JobState.QUEUED, JobState.RUNNING) else None,
    )


def _last(act: str) -> ScalarSelect[datetime]:
    return select(func.max(AuditEntry.at)).where(AuditEntry.act == act).scalar_subquery()


# --- what a restore loses --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LostAct:
    """An act that changed something and has to be keyed again. ``act`` is its name in the code, for the labels."""

    number: int
    at: datetime
    actor: str
    act: str
    about: str | None
    reason: str | None


@dataclass(frozen=True)
class Lost:
    """The range of entries that a restore loses; what was only read or printed is no act to key again."""

    first: int
    last: int
    head: str
    acts: tuple[LostAct, ...]

    @property
    def entries(self) -> int:
        """How many entries of the log are lost."""
        return max(0, self.last - self.first + 1)


def last_common(living: Session, restored: Session) -> int:
    """The number of the last entry both logs have, 0 where they have nothing in common.

    Each hash covers all before it, so what is common is a beginning: it is found by halving.
    """
    low, high = 0, min(last_entry(living), last_entry(restored))
    while low < high:
        middle = (low + high + 1) // 2
        if _hash(living, middle) == _hash(restored, middle):
            low = middle
        else:
            high = middle - 1
    return low


def lost_after(living: Session, number: int) -> Lost:
    """What the living log says after entry ``number``."""
    last = last_entry(living)
    changed = exists().where(AuditChange.entry_id == AuditEntry.id)
    rows = living.execute(
        select(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.actor_label,
            AuditEntry.act,
            AuditEntry.about_label,
            AuditEntry.reason,
        )
        .where(AuditEntry.id > number, changed)
        .order_by(AuditEntry.id)
    )
    return Lost(number + 1, last, _hash(living, last) or "", tuple(LostAct(*row) for row in rows))


def last_entry(session: Session) -> int:
    """The number of the log's last entry, 0 for an empty log."""
    return session.scalar(select(func.max(AuditEntry.id))) or 0


def _hash(session: Session, number: int) -> str | None:
    return session.scalar(select(AuditEntry.hash).where(AuditEntry.id == number))
