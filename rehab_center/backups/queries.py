"""What the living log knows and a backup does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from rehab_center.audit.models import AuditChange, AuditEntry


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
