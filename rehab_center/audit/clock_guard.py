"""Whether the clock can be believed. A wrong clock would write wrong days into the log and into terms.

Doubtful is a clock that stands before the last log entry, or that has gone a day ahead of the machine's own running
time. Then the program only reads: :func:`rehab_center.audit.recorder.record` refuses every act that changes rows,
whoever asks, and the pages say so beforehand. It ends when the clock is put right, or when an administrator confirms
the time.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.models import AuditEntry
from rehab_center.errors import DomainError
from rehab_center.words import N_, Message, message

CONFIRMED = "clock.confirmed"
TOLERANCE = timedelta(minutes=2)
"""How far the clock may stand before the last entry: clocks are put right by seconds all the time."""

JUMP = timedelta(days=1)
"""How far it may go ahead of the machine's running time."""

MEMORY = "clock.json"
"""The file in the instance folder that remembers when, by a believed clock, this boot began."""

ALLOWED_ACTS = frozenset(
    {
        "account.locked",
        "account.password_changed",
        "account.password_rehashed",
        "account.sign_in_failed",
        "account.signed_in",
        "account.signed_out",
        CONFIRMED,
    }
)
"""Acts that may change rows while the clock is doubtful: somebody must be able to come in and confirm the time."""


class ClockDoubtful(DomainError):
    """The program is read-only until the time is put right or confirmed."""


def doubt(session: Session) -> Message | None:
    """Why the clock cannot be believed, None when it can. A clock set by the program itself (demo) is not doubted."""
    if clock.is_set():
        return None
    now, last = clock.now(), last_entry_at(session)
    if last is not None and now < last - TOLERANCE:
        return message(
            N_("The clock says %(now)s, but the last entry in the log was written at %(last)s."), now=now, last=last
        )
    ahead = _gone_ahead(now)
    if ahead is not None:
        return message(
            N_("The clock says %(now)s; by the machine's own running time it should be about %(expected)s."),
            now=now,
            expected=now - ahead,
        )
    return None


def last_entry_at(session: Session) -> datetime | None:
    """The latest moment in the log since the time was last confirmed."""
    confirmed = select(func.max(AuditEntry.id)).where(AuditEntry.act == CONFIRMED).scalar_subquery()
    # Asked in every request: the sum keeps SQLite from reading the whole log by its key instead of one row by its time.
    return session.scalar(
        select(AuditEntry.at)
        .where(AuditEntry.id + 0 >= func.coalesce(confirmed, 1))
        .order_by(AuditEntry.at.desc())
        .limit(1)
    )


def believe(now: datetime) -> None:
    """Take ``now`` for the right time from here on: remember what it makes the beginning of this boot."""
    steady = clock.steady()
    path = _memory()
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):  # an instance folder that cannot be written to is for doctor to report
        fresh.write_text(
            json.dumps({"boot": steady.boot, "began": (now - steady.lasted).isoformat()}), encoding="utf-8"
        )
        fresh.replace(path)


def _gone_ahead(now: datetime) -> timedelta | None:
    """How far the clock has gone ahead since it was believed during this boot; None when less than a day."""
    steady = clock.steady()
    began = _remembered_beginning(steady.boot)
    if began is None:
        believe(now)
        return None
    ahead = now - steady.lasted - began
    return ahead if ahead >= JUMP else None


def _remembered_beginning(boot: str) -> datetime | None:
    try:
        kept = json.loads(_memory().read_text(encoding="utf-8"))
        return datetime.fromisoformat(kept["began"]) if kept["boot"] == boot else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _memory() -> Path:
    return Path(current_app.config["INSTANCE"]) / MEMORY
