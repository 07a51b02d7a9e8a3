"""Writing the log: the service gives the meaning, the collector the completeness."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple, cast

from flask import current_app
from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session

from rehab_center.audit import chain, clock_guard
from rehab_center.audit.collector import Changed, Row, UnrecordedWrite, take_pending
from rehab_center.audit.models import AuditHead
from rehab_center.db import Model, canonical_json, db
from rehab_center.permissions import Actor

__all__ = ["RECORDED", "LogHead", "Subject", "UnrecordedWrite", "audit_key", "log_head", "record"]

RECORDED = "recorded"
"""In ``session.info`` once an act is named: what is about to be committed is somebody's act."""


class Subject(NamedTuple):
    """Whom or what an act is about, with the words a person knows it by."""

    kind: str
    id: int
    label: str


class LogHead(NamedTuple):
    """Where the log stands: how many entries, and the hash of the last ("0"*64 before the first)."""

    entries: int
    hash: str


def log_head(session: Session) -> LogHead:
    """The log's present head, for whatever is frozen now."""
    head = _head(session)
    return LogHead(head["entry_id"], head["hash"])


def audit_key() -> bytes:
    """The installation's key for seals and sensitive values."""
    return cast(bytes, current_app.config["AUDIT_KEY"])


def record(
    act: str,
    *,
    actor: Actor,
    at: datetime,
    about: Subject | None = None,
    reason: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> int:
    """Name what has just been done and write it with its changes. Gives the entry's number.

    Called inside transaction(), after the rows were added. An act may change nothing: reading, printing, exporting.
    Raises ClockDoubtful where it changes rows and the time cannot be believed; a reading is written with that mark.
    """
    session = db.session()
    if not session.info.get("writing"):
        raise RuntimeError("record() belongs inside transaction()")
    changed = take_pending(session)
    details = _with_doubt(session, act, details, changes_rows=bool(changed))
    head = _head(session)
    entry: Row = {
        "id": head["entry_id"] + 1,
        "at": at,
        "actor": actor.name,
        "actor_label": actor.label,
        "actor_account_id": actor.account_id,
        "origin": actor.origin,
        "act": act,
        "about_kind": about.kind if about else None,
        "about_id": about.id if about else None,
        "about_label": about.label if about else None,
        "reason": reason or None,
        "details": json.loads(canonical_json(details)) if details else None,
        "previous_hash": head["hash"],
    }
    entry["search_key"] = chain.search_key(entry)
    changes = _changes(changed, entry["id"], head["change_id"])
    entry["hash"] = chain.entry_hash(entry, [change["hash"] for change in changes])
    _write(session, entry, changes, last_change=head["change_id"] + len(changes))
    session.info[RECORDED] = True
    return int(entry["id"])


def _with_doubt(
    session: Session, act: str, details: Mapping[str, Any] | None, *, changes_rows: bool
) -> Mapping[str, Any] | None:
    if "clock_doubt" not in session.info:  # looked at once in a transaction: an import names thousands of acts
        session.info["clock_doubt"] = clock_guard.doubt(session)
    why = session.info["clock_doubt"]
    if why is None or act == clock_guard.CONFIRMED:
        return details
    if changes_rows and act not in clock_guard.ALLOWED_ACTS:
        raise clock_guard.ClockDoubtful(why)
    return {**(details or {}), "clock": "doubtful"}


def _head(session: Session) -> Row:
    found = session.execute(select(AuditHead.entry_id, AuditHead.change_id, AuditHead.hash)).mappings().first()
    return dict(found) if found else {"entry_id": 0, "change_id": 0, "hash": chain.GENESIS}


def _changes(changed: Changed, entry_id: int, last_change: int) -> list[Row]:
    changes: list[Row] = []
    for (table_name, row_key), (before, after) in changed.items():
        if before == after:
            continue  # made and taken away again within one act, or set to what it was
        sensitive = chain.sensitive_columns(_table(table_name))
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
            "content_hash": None if after is None else chain.content_hash(after, sensitive, audit_key()),
        }
        change["hash"] = chain.change_hash(change)
        changes.append(change)
    return changes


def _write(session: Session, entry: Row, changes: list[Row], *, last_change: int) -> None:
    connection = session.connection()
    connection.execute(insert(_table("audit_entry")), entry)
    if changes:
        connection.execute(insert(_table("audit_change")), changes)
    table = _table("audit_head")
    head = {
        "entry_id": entry["id"],
        "change_id": last_change,
        "hash": entry["hash"],
        "seal": chain.seal(audit_key(), entry["id"], last_change, entry["hash"]),
    }
    connection.execute(insert(table).values(id=1, **head) if entry["id"] == 1 else update(table).values(**head))


def _table(name: str) -> Table:
    return Model.metadata.tables[name]
