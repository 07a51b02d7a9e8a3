"""Two people saving one record: the second is refused, and told who was first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from rehab_center.audit.authors import Author
from rehab_center.audit.collector import row_key
from rehab_center.audit.models import AuditChange, AuditEntry
from rehab_center.errors import Conflict, Difference
from rehab_center.words import N_, Message, message


class Versioned(Protocol):
    """A row whose every saving is counted."""

    @property
    def version(self) -> int:
        """How often it was saved."""


def refuse_stale(
    session: Session, row: Versioned, seen_version: int, *, differences: Sequence[Difference] = ()
) -> None:
    """Let nobody save over what they have not seen. Raises Conflict (``changed-meanwhile``), naming who saved and when.

    ``differences``: the fields in which what stands there and what was typed differ.
    """
    if row.version != seen_version:
        raise Conflict(_told(last_saver(session, row)), code="changed-meanwhile", differences=differences)


def last_saver(session: Session, row: Versioned) -> Author | None:
    """Who wrote a row last, by the log; None for a row that the log does not know."""
    state = inspect(row)
    found = session.execute(
        select(AuditEntry.actor, AuditEntry.actor_label, AuditEntry.at)
        .join(AuditChange, AuditChange.entry_id == AuditEntry.id)
        .where(AuditChange.table_name == state.mapper.local_table.name, AuditChange.row_key == row_key(state.identity))
        .order_by(AuditChange.id.desc())
        .limit(1)
    ).first()
    return Author(*found) if found else None


def _told(saver: Author | None) -> Message:
    if saver is None:
        return message(N_("Somebody else has changed this in the meantime"))
    return message(N_("%(who)s has changed this in the meantime, at %(when)s"), who=saver.label, when=saver.written_at)
