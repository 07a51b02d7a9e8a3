"""The database: typed models, connections for SQLite and PostgreSQL, and the only commit in the program.

One writer at a time on both databases: SQLite takes BEGIN IMMEDIATE, PostgreSQL locks ``audit_head``. A centre has ten
people typing; in return no two services ever decide on what the other is just changing, and the log has one order.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    Index,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.orm import registry as new_registry
from sqlalchemy.types import TypeDecorator, TypeEngine

from rehab_center.kept_rows import keep_rows

if TYPE_CHECKING:
    from enum import StrEnum

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment: kept in UTC, given back aware. Raises ValueError for a naive one."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime]:
        """PostgreSQL keeps the zone, SQLite a plain UTC text."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone: nobody could say when it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value}")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal kept as its text on both databases: SQLite would make a float of it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Store the digits as they are."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """Read the digits back."""
        return None if value is None else Decimal(value)


KeyText = Text().with_variant(Text(collation="C"), "postgresql")
"""Text compared byte by byte on both databases: search and sort keys, whose prefix searches then use their index."""


class Base(DeclarativeBase):
    """What every model stands on."""

    registry = new_registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            str: Text(),
            datetime: UtcDateTime(),
            Decimal: ExactDecimal(),
            dict[str, Any]: JSON(),
            list[Any]: JSON(),
        },
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


def one_of(column: str, values: type[StrEnum] | Iterable[str]) -> CheckConstraint:
    """A CHECK that ``column`` holds one of an enum's values (or of some words)."""
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=f"{column}_known")


# --- connections -----------------------------------------------------------------------------------------------------


@event.listens_for(Engine, "connect")
def _prepare_connection(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # the begin event below says BEGIN, so that a writer can say BEGIN IMMEDIATE
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "recursive_triggers=ON",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


# --- the one commit --------------------------------------------------------------------------------------------------


@contextmanager
def transaction(*, snapshot: bool = False) -> Iterator[Session]:
    """The only commit in the program: all of the block, or nothing of it.

    Ends an open read transaction first (rows loaded before are expired: pass ids). With ``snapshot`` every read in the
    block sees one state of the database. Raises RuntimeError inside another transaction().
    """
    session = db.session()
    if session.info.get("writing"):
        raise RuntimeError("transaction() inside a transaction(): services leave the commit to their caller")
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("rows were changed outside transaction()")
    session.rollback()
    session.info["writing"] = True
    keep_rows(session)
    try:
        _begin_writing(session, snapshot=snapshot)
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.clear()


def _begin_writing(session: Session, *, snapshot: bool) -> None:
    options: dict[str, Any] = {"writes": True}
    postgresql = session.get_bind().dialect.name == "postgresql"
    if snapshot and postgresql:
        options["isolation_level"] = "REPEATABLE READ"
    session.connection(execution_options=options)
    if postgresql:
        # LOCK TABLE takes no snapshot: what the block reads is the state after the writer before it.
        session.execute(text("LOCK TABLE audit_head IN EXCLUSIVE MODE"))


# --- tables that only grow -------------------------------------------------------------------------------------------

REFUSE_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def append_only_ddl(dialect: str, table: str, keys: Sequence[Sequence[str]]) -> list[str]:
    """The triggers that make ``table`` refuse UPDATE, DELETE, REPLACE and TRUNCATE.

    ``keys`` are the columns of its primary key and of each unique constraint. SQLite's REPLACE deletes the rows that
    stand in its way without firing DELETE triggers unless ``recursive_triggers`` is on, and another program need not
    have switched it on: so an insert that meets a known key is refused before anything happens.
    """
    if dialect == "postgresql":
        return [
            REFUSE_FUNCTION,
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        ]
    known = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE " + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")"
        for key in keys
    )
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {known} {refuse}",
    ]


def append_only(op: Any, table: str, keys: Sequence[Sequence[str]]) -> None:
    """For migrations: put the triggers of :func:`append_only_ddl` on a table. ``op`` is Alembic's."""
    connection = op.get_bind()
    for statement in append_only_ddl(connection.dialect.name, table, keys):
        _execute(connection, statement)


def drop_refusal(op: Any) -> None:
    """For the first migration's way back: PostgreSQL keeps the triggers' function apart from the tables."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS refuse_change()")


def _execute(connection: Connection, statement: str) -> None:
    # A driver that takes %s for a parameter would read the % of RAISE as one.
    plain = connection.dialect.paramstyle not in ("format", "pyformat")
    connection.exec_driver_sql(statement if plain else statement.replace("%", "%%"))


def unique_keys(table: Table) -> list[list[str]]:
    """The columns of the primary key, then of each unique constraint and unique index, in a fixed order."""
    unique = [
        [column.name for column in constraint.columns]
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    ] + [[str(getattr(column, "name", column)) for column in index.expressions] for index in _unique_indexes(table)]
    return [[column.name for column in table.primary_key.columns], *sorted(unique)]


def _unique_indexes(table: Table) -> list[Index]:
    return [index for index in table.indexes if index.unique]


def append_only_tables() -> list[Table]:
    """Every table that only grows."""
    return [table for table in Model.metadata.sorted_tables if table.info.get("append_only")]


@event.listens_for(Table, "after_create")
def _guard_append_only(table: Table, connection: Connection, **_options: Any) -> None:
    if table.info.get("append_only"):
        for statement in append_only_ddl(connection.dialect.name, table.name, unique_keys(table)):
            _execute(connection, statement)


@event.listens_for(Table, "after_parent_attach")
def _never_reuse_ids(table: Table, _metadata: MetaData) -> None:
    # SQLite would give a deleted row's id to the next one; the log speaks of rows by their id.
    key: list[Column[Any]] = list(table.primary_key.columns)
    if len(key) == 1 and key[0].type.python_type is int and key[0].autoincrement in (True, "auto"):
        table.dialect_options["sqlite"]["autoincrement"] = True


def canonical_json(value: object) -> str:
    """One text for one value: sorted keys, no spaces, letters as they are. Days and moments as ISO text."""
    return _CANONICAL.encode(value)


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical text")


#: Made once: a verification of the log writes millions of these texts.
_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)
