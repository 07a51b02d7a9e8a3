"""Reading rows that somebody may have spoilt: what cannot be read is marked, not fatal."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, Table, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from rehab_center.audit.chain import CHANGED
from rehab_center.audit.collector import key_condition
from rehab_center.db import Model

SLICE = 1000
"""How many rows are read at once."""

UNREADABLE = "\x00unreadable"
"""Stands for the value of a column that its type cannot read: SQLite lets an intruder write any text into a date."""

Row = dict[str, Any]


def log_table(name: str) -> Table:
    """One of the log's own tables."""
    return Model.metadata.tables[name]


def read_rows(session: Session, table: Table, query: Select[Any]) -> list[Row]:
    """The rows of ``query`` (a select of the whole table), an unreadable one with UNREADABLE but for its key."""
    try:
        found = session.execute(query)
        names = list(found.keys())
        return [dict(zip(names, row, strict=True)) for row in found]
    except (ValueError, TypeError, ArithmeticError, DBAPIError):
        keys = session.execute(query.with_only_columns(*table.primary_key.columns)).all()
        return [_row(session, table, tuple(key)) for key in keys]


def _row(session: Session, table: Table, key: tuple[Any, ...]) -> Row:
    try:
        return dict(session.execute(select(table).where(key_condition(table, [key]))).mappings().one())
    except (ValueError, TypeError, ArithmeticError, DBAPIError):
        names = [column.name for column in table.primary_key.columns]
        return {column.name: UNREADABLE for column in table.columns} | dict(zip(names, key, strict=True))


def sound_difference(difference: object) -> dict[str, Any]:
    """What a recorded difference says, as far as it has the shape of one: column -> [old, new], or "changed"."""
    pairs = difference.items() if isinstance(difference, dict) else ()
    return {
        name: values for name, values in pairs if values == CHANGED or (isinstance(values, list) and len(values) == 2)
    }
