"""An empty program in a folder, the rows some work leaves behind in it, and inserting those rows bare.

Bare: one INSERT for each row, the log's too; no rule, no hash, no comparison. In processor time: waiting tells nothing.
"""

from __future__ import annotations

import gc
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Table, create_engine, insert, select

from rehab_center import clock, create_app
from rehab_center.config import ROOT
from rehab_center.db import Model, db, transaction
from rehab_center.organisation.services import create_facility
from rehab_center.permissions import Actor

ACTOR = Actor(name="do.thu", label="Đo thử", origin="benchmark")
Rows = dict[Table, list[dict[str, Any]]]


@contextmanager
def empty_program(folder: Path) -> Iterator[tuple[Flask, int]]:
    """A program with one centre and nothing in it, inside its context; gives it and the centre's id."""
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


def all_rows() -> Rows:
    """Every row there is, by table."""
    tables = [table for table in Model.metadata.sorted_tables if table.name != "audit_head"]
    return {table: [dict(row) for row in db.session.execute(select(table)).mappings()] for table in tables}


def written_since(before: Rows) -> Rows:
    """What was written after :func:`all_rows` gave ``before``, by table; later rows come last."""
    return {table: rows[len(before[table]) :] for table, rows in all_rows().items()}


def insert_bare(url: str, rows: Rows, *, parts: int = 1) -> None:
    """Insert the rows one by one, every table cut into ``parts``, each of which is committed."""
    engine = create_engine(url)
    with engine.connect().execution_options(migrates=True, writes=True) as connection:
        for part in range(parts):
            for table, every in rows.items():
                for row in every[len(every) * part // parts : len(every) * (part + 1) // parts]:
                    connection.execute(insert(table), row)
            connection.commit()
    engine.dispose()


def seconds(work: Callable[[], object]) -> float:
    """The processor time of some work, that of its processes included."""
    gc.collect()
    gc.freeze()  # what other measurements have left behind is not walked through again and again
    began = _spent()
    work()
    return _spent() - began


def _spent() -> float:
    mine, childrens = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + childrens.ru_utime + childrens.ru_stime
