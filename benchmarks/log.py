"""The log: verifying it against hashing the same bytes, and the memory that takes."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.centre import Centre, command
from benchmarks.rows import Measured
from rehab_center import clock, create_app
from rehab_center.audit.recorder import acts_together, record
from rehab_center.audit.services import check_log
from rehab_center.audit.waiting import rows_together
from rehab_center.db import db, transaction
from rehab_center.documents.models import Document
from rehab_center.permissions import Actor

ENTRIES = 10_000
ROUNDS = 5
TOGETHER = 1000

_ACTOR = Actor(name="bench", label="Bench")
_ROWS = (
    "SELECT * FROM audit_entry ORDER BY id",
    "SELECT * FROM audit_change ORDER BY id",
    "SELECT difference FROM audit_change ORDER BY id",
    "SELECT * FROM document ORDER BY id",
)


def verify_speed(_centre: Centre) -> Measured:
    """The time of reading and hashing once what a verification hashes, over that of the verification: its speed."""
    with tempfile.TemporaryDirectory(prefix="rehab-bench-") as folder:
        instance = Path(folder)
        _fill(instance, ENTRIES)
        app = create_app({"INSTANCE": instance})
        bare, ours = [], []
        with app.app_context():
            for _ in range(ROUNDS):  # in turns: what else the machine does then hinders both
                bare.append(_seconds(lambda: _hash_every_row(instance / "rehab.sqlite")))
                ours.append(_seconds(_verify))
            db.session.remove()
            db.engine.dispose()
    ratio = median(bare) / median(ours)
    return Measured(ratio, f"{median(bare):.2f} s of {median(ours):.2f} s, {ENTRIES} entries")


def verify_memory(_centre: Centre) -> Measured:
    """The peak memory of verifying ten times as many entries over that of verifying them once."""
    once, tenfold = (_peak_megabytes(entries) for entries in (ENTRIES, 10 * ENTRIES))
    return Measured(tenfold / once, f"{tenfold:.0f} MB of {once:.0f} MB, {10 * ENTRIES} and {ENTRIES} entries")


def _peak_megabytes(entries: int) -> float:
    with tempfile.TemporaryDirectory(prefix="rehab-bench-") as folder:
        instance = Path(folder)
        _fill(instance, entries)
        said = command(instance, "benchmarks.peak", "audit", "verify", "--from-start")
        return int(said.rpartition("peak ")[2]) / 1024


def _verify() -> None:
    if not check_log().ok:
        raise RuntimeError("the log is not sound")


def _hash_every_row(path: Path) -> None:
    """The yardstick: every row that a verification hashes, read and hashed once with nothing around it."""
    connection = sqlite3.connect(path)
    for query in _ROWS:
        for row in connection.execute(query):
            text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
            hashlib.sha256(text.encode()).hexdigest()
    connection.close()


def _seconds(work: Callable[[], Any]) -> float:
    """Seconds of the processor, not of the clock: both sides only compute."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _fill(instance: Path, entries: int) -> None:
    """A log of ``entries`` acts, each of which wrote one paper."""
    command(instance, "rehab_center.serve", "prepare")
    app = create_app({"INSTANCE": instance})
    with app.app_context():
        for start in range(0, entries, TOGETHER):
            with transaction() as session, acts_together(session), rows_together(session):
                for number in range(start, min(start + TOGETHER, entries)):
                    session.add(_paper(number))
                    record("document.corrected", actor=_ACTOR, at=clock.now(), reason="Ghi nhầm số khi nhập sổ")
        db.session.remove()
        db.engine.dispose()


def _paper(number: int) -> Document:
    return Document(
        kind="decision",
        number=f"{number}/QĐ-TA",
        number_key=f"{number}/qd-ta",
        issuer="Tòa án nhân dân khu vực 1",
        created_at=clock.now(),
    )
