"""Checking the log as an act of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from rehab_center.audit import clock_guard
from rehab_center.audit.chain_walk import START, Mark
from rehab_center.audit.marks import VERIFIED, last_mark
from rehab_center.audit.recorder import audit_key, record
from rehab_center.audit.verifier import Progress, Verification, verify
from rehab_center.db import db
from rehab_center.permissions import Actor

MOST_NAMED = 100
"""How many of the places where something is wrong the log itself keeps."""


LARGE = 30_000
"""From how many entries on going on from the last verification is worth it: some five seconds on an old machine."""


class Extent(StrEnum):
    """How much of the log a verification recomputes."""

    WHOLE = "whole"
    GO_ON = "go-on"
    #: Goes on only where that spares LARGE entries: a short log is always worth a look from the start.
    SUITABLE = "suitable"


@contextmanager
def one_state() -> Iterator[Session]:
    """A session on a connection of its own that sees one state of the database; nobody has to wait for it."""
    engine = db.engine
    if engine.dialect.name == "postgresql":  # SQLite's read transaction is such a state by itself
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection, Session(connection) as session:
        yield session


def check_log(progress: Progress | None = None, *, extent: Extent = Extent.WHOLE) -> Verification:
    """Verify the log as it stands now; ``progress`` is told how many entries of how many have been walked."""
    with one_state() as session:
        return verify(session, audit_key(), progress, _begin_after(session, extent))


def _begin_after(session: Session, extent: Extent) -> Mark:
    if extent is Extent.WHOLE:
        return START
    mark = last_mark(session)
    return START if extent is Extent.SUITABLE and mark.number < LARGE else mark


def record_verification(session: Session, found: Verification, *, actor: Actor, now: datetime) -> int:
    """Write in the log that it was verified and with what result. Gives the entry's number."""
    del session  # an act without rows
    details: dict[str, Any] = {
        "result": "sound" if found.ok else "problems",
        "first": found.first,
        "entries": found.entries,
        "head": found.head,
        "problems": len(found.problems),
    }
    if found.problems:
        details["found"] = [problem.where for problem in found.problems[:MOST_NAMED]]
    return record(VERIFIED, actor=actor, at=now, details=details)


def confirm_clock(session: Session, *, doubt: str | None, actor: Actor, now: datetime) -> int:
    """Take ``now`` for the right time on an administrator's word; ``doubt`` says why it was in doubt."""
    last = clock_guard.last_entry_at(session)
    number = record(
        clock_guard.CONFIRMED,
        actor=actor,
        at=now,
        reason=doubt,
        details={"previous_time": last, "confirmed_time": now},
    )
    clock_guard.believe(now)
    return number
