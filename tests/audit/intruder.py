"""Somebody with ``sqlite3`` or ``psql`` and all the time in the world: nothing of the program stands in his way."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import Table
from sqlalchemy.engine import make_url

from rehab_center.db import db

Refused = (sqlite3.IntegrityError, psycopg.errors.IntegrityError, psycopg.errors.RaiseException)
"""What a driver raises when a trigger or a constraint says no."""


class Intruder:
    """A connection of his own, every statement on its own."""

    def __init__(self, connection: Any, mark: str) -> None:
        self._connection = connection
        self._mark = mark

    @property
    def on_postgresql(self) -> bool:
        """Which database he is in."""
        return self._mark == "%s"

    def do(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """Run one statement; ``?`` stands for a value."""
        cursor = self._connection.execute(statement.replace("?", self._mark), [self._raw(value) for value in values])
        return list(cursor.fetchall()) if cursor.description else []

    def update(self, table: Table, key: Sequence[Any], column: str, value: Any) -> None:
        """Edit one column of one row."""
        self.do(f'UPDATE {table.name} SET "{column}" = ? WHERE {self._where(table)}', [value, *key])

    def delete(self, table: Table, key: Sequence[Any]) -> None:
        """Delete one row."""
        self.do(f"DELETE FROM {table.name} WHERE {self._where(table)}", key)

    def insert(self, table: Table, values: dict[str, Any]) -> None:
        """Put one row in."""
        names, marks = _quoted(values), ", ".join("?" for _ in values)
        self.do(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", list(values.values()))

    @contextmanager
    def edited(self, table: Table, key: Sequence[Any], column: str, value: Any) -> Iterator[None]:
        """Edit one column of one row, and put it back at the end of the block."""
        before = self.row(table, key)[column]
        self.update(table, key, column, value)
        yield
        self.update(table, key, column, before)

    @contextmanager
    def deleted(self, table: Table, key: Sequence[Any]) -> Iterator[None]:
        """Delete one row, and put it back at the end of the block."""
        before = self.row(table, key)
        self.delete(table, key)
        yield
        self.insert(table, before)

    @contextmanager
    def smuggled_in(self, table: Table, values: dict[str, Any]) -> Iterator[None]:
        """Put one row in, and take it out at the end of the block."""
        self.insert(table, values)
        yield
        self.delete(table, [values[column.name] for column in table.primary_key.columns])

    def keys(self, table: Table) -> list[tuple[Any, ...]]:
        """The primary keys of a table's rows, in order."""
        names = _quoted(column.name for column in table.primary_key.columns)
        return [tuple(row) for row in self.do(f"SELECT {names} FROM {table.name} ORDER BY {names}")]

    def row(self, table: Table, key: Sequence[Any]) -> dict[str, Any]:
        """One row as it stands there."""
        names = [column.name for column in table.columns]
        found = self.do(f"SELECT {_quoted(names)} FROM {table.name} WHERE {self._where(table)}", key)
        return dict(zip(names, found[0], strict=True))

    def drop_guards(self, table: Table) -> None:
        """Take away the triggers that make a table append-only."""
        if self.on_postgresql:
            for (name,) in self.do(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = ?::regclass AND NOT tgisinternal", [table.name]
            ):
                self.do(f"DROP TRIGGER {name} ON {table.name}")
        else:
            for (name,) in self.do(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", [table.name]
            ):
                self.do(f"DROP TRIGGER {name}")

    def drop_checks(self, table: Table) -> None:
        """Let the table take what its CHECKs forbid."""
        if self.on_postgresql:
            for (name,) in self.do(
                "SELECT conname FROM pg_constraint WHERE conrelid = ?::regclass AND contype = 'c'", [table.name]
            ):
                self.do(f"ALTER TABLE {table.name} DROP CONSTRAINT {name}")
        else:
            self.do("PRAGMA ignore_check_constraints = ON")

    def drop_foreign_keys(self) -> None:
        """Let rows refer to nothing; SQLite does unless asked not to."""
        if self.on_postgresql:
            for table, name in self.do(
                "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f'"
            ):
                self.do(f"ALTER TABLE {table} DROP CONSTRAINT {name}")

    def _where(self, table: Table) -> str:
        return " AND ".join(f'"{column.name}" = ?' for column in table.primary_key.columns)

    def _raw(self, value: Any) -> Any:
        if isinstance(value, dict | list):
            return json.dumps(value)
        if isinstance(value, Decimal):
            return str(value)
        if not self.on_postgresql and isinstance(value, datetime):
            return value.strftime("%Y-%m-%d %H:%M:%S.%f")
        return value.isoformat() if not self.on_postgresql and isinstance(value, date) else value


def _quoted(names: Iterable[str]) -> str:
    """Names of columns: one of them may be a word of SQL."""
    return ", ".join(f'"{name}"' for name in names)


@contextmanager
def intruder(app: Flask) -> Iterator[Intruder]:
    """Break into the application's database."""
    with app.app_context():
        db.session.remove()
        url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    connection: Any
    if url.drivername.startswith("postgresql"):
        connection = psycopg.connect(
            url.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True
        )
        # Foreign keys do not stop an owner; triggers are left on, so that what refuses is seen refusing.
        found = Intruder(connection, "%s")
    else:
        connection = sqlite3.connect(str(url.database), isolation_level=None)
        found = Intruder(connection, "?")
    try:
        yield found
    finally:
        connection.close()
