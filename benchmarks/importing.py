"""Importing a register of 740 stays, against reading the workbook and inserting the bare rows of the same stays.

Bare: one INSERT for each row that the import leaves behind, the log's too, committed as often as the import commits; no
rule, no hash, no comparison. Both in processor time, the reader's own process included: waiting tells nothing.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.bare_rows import ACTOR, all_rows, empty_program, insert_bare, seconds, written_since
from benchmarks.centre import Centre
from benchmarks.memory import write_book as write_workbook
from benchmarks.rows import Measured
from rehab_center import clock
from rehab_center.db import db
from rehab_center.register.book import Book, read_book
from rehab_center.register.importing import BATCH, write_book

STAYS = 740


def register_speed(_centre: Centre) -> Measured:
    """The processor time of the import over that of reading and inserting the bare rows."""
    with tempfile.TemporaryDirectory(prefix="rehab-bench-") as folder:
        workbook = Path(folder) / "register.xlsx"
        write_workbook(workbook, STAYS)
        data = workbook.read_bytes()
        with empty_program(Path(folder) / "full") as (_app, facility_id):
            before = all_rows()
            whole = seconds(
                lambda: write_book(_read(data, facility_id), facility_id=facility_id, reason="Đo", actor=ACTOR)
            )
            written = written_since(before)
        with empty_program(Path(folder) / "bare") as (app, facility_id):
            bare = seconds(lambda: _read(data, facility_id))
            bare += seconds(lambda: insert_bare(app.config["DATABASE_URL"], written, parts=-(-STAYS // BATCH)))
    return Measured(whole / bare, f"{whole:.1f} s of {bare:.1f} s processor time, {STAYS} stays")


def _read(data: bytes, facility_id: int) -> Book:
    return read_book(db.session(), data, "register.xlsx", facility_id=facility_id, today=clock.today())
