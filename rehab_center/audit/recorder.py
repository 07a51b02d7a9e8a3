"""Writing the log: the service gives the meaning, the collector the completeness."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy.orm import Session

from rehab_center.audit import clock_guard
from rehab_center.audit.collector import Row
from rehab_center.audit.entries import Acts, audit_key, head_of
from rehab_center.audit.past_the_flush import UnrecordedWrite
from rehab_center.audit.waiting import lay_aside, write_waiting
from rehab_center.db import canonical_json, db
from rehab_center.permissions import Actor

__all__ = ["RECORDED", "LogHead", "Subject", "UnrecordedWrite", "acts_together", "audit_key", "log_head", "record"]

RECORDED = "recorded"
"""In ``session.info`` once an act is named: what is about to be committed is somebody's act."""

_TOGETHER = "acts_together"


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
    if acts := _together(session):
        write_waiting(session)
        acts.write(session)
    head = head_of(session)
    return LogHead(head["entry_id"], head["hash"])


@contextmanager
def acts_together(session: Session) -> Iterator[None]:
    """Write the acts named in this block at its end, all at once: the same entries in the same order.

    For an import, which names thousands; what each has written is still read from the database, and hashed. What is
    named in the block cannot be read from the log in it, and no savepoint may be begun.
    """
    session.info[_TOGETHER] = Acts(session)
    yield
    session.info.pop(_TOGETHER).write(session)


def _together(session: Session) -> Acts | None:
    return cast("Acts | None", session.info.get(_TOGETHER))


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
    pending = lay_aside(session)
    details = _with_doubt(session, act, details, changes_rows=bool(pending.touched))
    entry: Row = {
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
    }
    together = _together(session)
    acts = together or Acts(session)
    entry_id = acts.add(entry, pending)
    if together is None:
        write_waiting(session)
        acts.write(session)
    session.info[RECORDED] = True
    return entry_id


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
