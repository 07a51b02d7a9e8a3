"""Who wrote a row, as the log has it: a row itself keeps a name at most, and names are shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, UnaryExpression, select, true
from sqlalchemy.orm import Session

from rehab_center.audit.models import AuditChange, AuditEntry


@dataclass(frozen=True)
class Author:
    """Whoever wrote a row: ``name`` is the username (or the system's user), ``label`` what a person knows them by."""

    name: str
    label: str
    written_at: datetime


def author_of(session: Session, table: str, row_id: int) -> Author | None:
    """Who added a row; None for one the log does not know."""
    return _author(session, table, row_id, AuditChange.operation == "insert", AuditChange.id.asc())


def last_author_of(session: Session, table: str, row_id: int) -> Author | None:
    """Who wrote a row last; None for one the log does not know."""
    return _author(session, table, row_id, true(), AuditChange.id.desc())


def _author(
    session: Session, table: str, row_id: int, which: ColumnElement[bool], order: UnaryExpression[int]
) -> Author | None:
    row = session.execute(
        select(AuditEntry.actor, AuditEntry.actor_label, AuditEntry.at)
        .join(AuditChange, AuditChange.entry_id == AuditEntry.id)
        .where(AuditChange.table_name == table, AuditChange.row_key == str(row_id), which)
        .order_by(order)
        .limit(1)
    ).first()
    return Author(*row) if row else None
