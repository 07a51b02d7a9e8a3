"""The log's rows: entries with their changes, chained to what is there, and the head that seals them."""

from __future__ import annotations

from functools import cache
from typing import cast

from flask import current_app
from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session

from rehab_center.audit import chain
from rehab_center.audit.collector import Changed, Pending, Row, read_aside
from rehab_center.audit.models import AuditHead
from rehab_center.db import Model


def audit_key() -> bytes:
    """The installation's key for seals and sensitive values."""
    return cast(bytes, current_app.config["AUDIT_KEY"])


def head_of(session: Session) -> Row:
    """Where the log stands: ``entry_id``, ``change_id`` and ``hash`` of the last ones written."""
    found = session.execute(select(AuditHead.entry_id, AuditHead.change_id, AuditHead.hash)).mappings().first()
    return dict(found) if found else {"entry_id": 0, "change_id": 0, "hash": chain.GENESIS}


class Acts:
    """Acts that were named and are not yet written. One writer at a time: the head stays where it was."""

    def __init__(self, session: Session) -> None:
        self._head = head_of(session)
        self._waiting: list[tuple[Row, Pending]] = []

    def add(self, entry: Row, pending: Pending) -> int:
        """Take an act with what it has changed, and give the number it will have."""
        self._waiting.append((entry, pending))
        return int(self._head["entry_id"]) + len(self._waiting)

    def write(self, session: Session) -> None:
        """Write what waits, each entry chained to the one before it."""
        if not self._waiting:
            return
        read_aside(session)
        first, key = self._head["entry_id"] == 0, audit_key()
        entries: list[Row] = []
        changes: list[Row] = []
        for entry, pending in self._waiting:
            entry["id"] = self._head["entry_id"] + 1
            mine = _changes(pending.changed(), entry["id"], self._head["change_id"], key)
            entry["previous_hash"] = self._head["hash"]
            entry["search_key"] = chain.search_key(entry)
            entry["hash"] = chain.entry_hash(entry, [change["hash"] for change in mine])
            self._head = {
                "entry_id": entry["id"],
                "change_id": self._head["change_id"] + len(mine),
                "hash": entry["hash"],
            }
            entries.append(entry)
            changes += mine
        self._waiting = []
        _write(session, entries, changes, self._head | {"seal": chain.seal(key, *self._head.values())}, first=first)


def _changes(changed: Changed, entry_id: int, last_change: int, key: bytes) -> list[Row]:
    changes: list[Row] = []
    for (table_name, row_key), (before, after) in changed.items():
        if before == after:
            continue  # made and taken away again within one act, or set to what it was
        sensitive = _sensitive(table_name)
        difference = chain.difference(before, after, sensitive)
        change: Row = {
            "id": last_change + len(changes) + 1,
            "entry_id": entry_id,
            "position": len(changes) + 1,
            "table_name": table_name,
            "row_key": row_key,
            "operation": "insert" if before is None else "delete" if after is None else "update",
            "difference": difference,
            "difference_hash": chain.digest(difference),
            "content_hash": None if after is None else chain.content_hash(after, sensitive, key),
        }
        change["hash"] = chain.change_hash(change)
        changes.append(change)
    return changes


def _write(session: Session, entries: list[Row], changes: list[Row], head: Row, *, first: bool) -> None:
    connection = session.connection()
    connection.execute(insert(_table("audit_entry")), entries)
    if changes:
        connection.execute(insert(_table("audit_change")), changes)
    table = _table("audit_head")
    connection.execute(insert(table).values(id=1, **head) if first else update(table).values(**head))


@cache
def _sensitive(table_name: str) -> frozenset[str]:
    return chain.sensitive_columns(_table(table_name))


def _table(name: str) -> Table:
    return Model.metadata.tables[name]
