"""Importing a register of 740 stays, against reading the workbook and inserting the bare rows of the same stays.

Bare: one INSERT for each row that the import leaves behind, the log's too, committed as often as the import commits; no
rule, no hash, no comparison. Both in processor time, the reader's own process included: waiting tells nothing.
"""

from __future__ import annotations

import gc
import resource
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Table, create_engine, insert, select

from benchmarks.centre import Centre
from benchmarks.memory import write_book as write_workbook
from benchmarks.rows import Measured
from rehab_center import clock, create_app
from rehab_center.config import ROOT
from rehab_center.db import Model, db, transaction
from rehab_center.organisation.services import create_facility
from rehab_center.permissions import Actor
from rehab_center.register.importing import BATCH, Book, read_book, write_book

STAYS = 740
ACTOR = Actor(name="do.thu", label="Đo thử", origin="benchmark")
Rows = dict[Table, list[dict[str, Any]]]


def register_speed(_centre: Centre) -> Measured:
    """The processor time of the import over that of reading and inserting the bare rows."""
    with tempfile.TemporaryDirectory(prefix="rehab-bench-") as folder:
        workbook = Path(folder) / "register.xlsx"
        write_workbook(workbook, STAYS)
        data = workbook.read_bytes()
        with _instance(Path(folder) / "full") as (_app, facility_id):
            before = _all_rows()
            whole = _seconds(
                lambda: write_book(_read(data, facility_id), facility_id=facility_id, reason="Đo", actor=ACTOR)
            )
            written = _written_since(before)
        with _instance(Path(folder) / "bare") as (app, facility_id):
            bare = _seconds(lambda: _read(data, facility_id))
            bare += _seconds(lambda: _insert(app.config["DATABASE_URL"], written))
    return Measured(whole / bare, f"{whole:.1f} s of {bare:.1f} s processor time, {STAYS} stays")


def _read(data: bytes, facility_id: int) -> Book:
    return read_book(db.session(), data, "register.xlsx", facility_id=facility_id, today=clock.today())


@contextmanager
def _instance(folder: Path) -> Iterator[tuple[Flask, int]]:
    folder.mkdir()
    config = {"INSTANCE": folder, "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite'}", "TESTING": True}
    app = create_app(config | {"SECRET_KEY": "5" * 64, "AUDIT_KEY": bytes(range(32))})
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        with transaction() as session:
            facility_id = create_facility(session, code="BM", name="Cơ sở đo thử", actor=ACTOR, now=clock.now())
        yield app, facility_id
        db.session.remove()
        db.engine.dispose()


def _all_rows() -> Rows:
    tables = [table for table in Model.metadata.sorted_tables if table.name != "audit_head"]
    return {table: [dict(row) for row in db.session.execute(select(table)).mappings()] for table in tables}


def _written_since(before: Rows) -> Rows:
    return {table: rows[len(before[table]) :] for table, rows in _all_rows().items()}


def _insert(url: str, rows: Rows) -> None:
    """Every table is cut into as many parts as the import has batches."""
    engine = create_engine(url)
    with engine.connect().execution_options(migrates=True, writes=True) as connection:
        parts = -(-STAYS // BATCH)
        for part in range(parts):
            for table, every in rows.items():
                for row in every[len(every) * part // parts : len(every) * (part + 1) // parts]:
                    connection.execute(insert(table), row)
            connection.commit()
    engine.dispose()


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    gc.freeze()  # what other measurements have left behind is not walked through again and again
    began = _spent()
    work()
    return _spent() - began


def _spent() -> float:
    mine, childrens = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + childrens.ru_utime + childrens.ru_stime
