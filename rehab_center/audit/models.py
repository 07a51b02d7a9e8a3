"""The log's tables. An entry's number and a change's number have no gaps: a missing one was taken away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.db import KeyText, Model, one_of
from rehab_center.settled import watch_log

OPERATIONS = ("insert", "update", "delete")


class AuditEntry(Model):
    """One act: who, when, what, about whom, why. ``hash`` covers it, its changes and the entry before."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(None, "about_kind", "about_id", "id"),
        Index(None, "actor", "id"),
        Index(None, "act", "id"),
        Index(None, "at"),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    actor_label: Mapped[str]
    actor_account_id: Mapped[int | None]
    origin: Mapped[str]
    act: Mapped[str]
    about_kind: Mapped[str | None]
    about_id: Mapped[int | None]
    about_label: Mapped[str | None]
    reason: Mapped[str | None]
    details: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    #: Folded words to search by (chain.search_key).
    search_key: Mapped[str] = mapped_column(KeyText)
    previous_hash: Mapped[str]
    hash: Mapped[str]


class AuditChange(Model):
    """One changed record of an act: the difference in its columns and the hash of its content afterwards."""

    __tablename__ = "audit_change"
    __table_args__ = (
        one_of("operation", OPERATIONS),
        Index(None, "table_name", "row_key", "id"),
        Index(None, "table_name", "operation", "entry_id"),
        Index(None, "entry_id", "position", unique=True),
        {"info": {"append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"))
    position: Mapped[int]
    table_name: Mapped[str]
    row_key: Mapped[str]
    operation: Mapped[str]
    difference: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    difference_hash: Mapped[str]
    content_hash: Mapped[str | None]
    hash: Mapped[str]


class AuditHead(Model):
    """Where the chain stands: one row, sealed with the installation's key, so that cutting off the end shows."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int]
    change_id: Mapped[int]
    hash: Mapped[str]
    seal: Mapped[str]


watch_log(AuditEntry.id, AuditEntry.hash)
