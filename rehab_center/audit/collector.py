"""Collecting what changes. Every changed row is read from the database before its first flush and again when the act is
named, so that what is hashed is what stands there.

A commit with changes that no act named is refused, and so is any INSERT, UPDATE or DELETE on a covered table that did
not come from a flush. The listeners are attached once, when this module is imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, event, select, tuple_
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Mapper, Session, SessionTransaction, UOWTransaction, object_mapper, object_session
from sqlalchemy.orm.attributes import instance_state

from rehab_center.audit import chain
from rehab_center.audit.coverage import UNRECORDED
from rehab_center.db import Model

Row = dict[str, Any]
Changed = dict[tuple[str, str], tuple[Row | None, Row | None]]
"""(table, key) -> the row before and after; None where there was or is none."""

_flushing: ContextVar[bool] = ContextVar("flushing", default=False)


class UnrecordedWrite(RuntimeError):
    """The program tried to change something without saying what it was doing: a defect, never a user's mistake."""


@dataclass
class Pending:
    """What has been flushed and not yet named: the keys ``touched``, and what stood ``before`` where anything did.

    What stands there ``after`` is read once, when the act is written: nothing but a flush can change it in between, and
    a flush that is about to has it read first.
    """

    before: dict[tuple[str, str], Row] = field(default_factory=dict)
    touched: dict[Table, dict[tuple[Any, ...], None]] = field(default_factory=dict)
    #: A key that is free again may be given to another row.
    frees_keys: bool = False
    #: The rows that are there, others among them; None: not yet read.
    after: dict[tuple[str, str], Row] | None = None

    def touch(self, table: Table, key: tuple[Any, ...]) -> None:
        """Note that a flush writes this row."""
        self.touched.setdefault(table, {})[key] = None

    def unseen(self, table: Table, keys: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Those of the rows that this act has not met: only of these does the database still hold what stood before."""
        seen = self.touched.get(table, {})
        return [key for key in keys if key not in seen and (table.name, row_key(key)) not in self.before]

    def copy(self) -> Pending:
        """The same, to go back to."""
        touched = {table: dict(keys) for table, keys in self.touched.items()}
        return Pending(dict(self.before), touched, self.frees_keys)

    def changed(self) -> Changed:
        """The rows before and after. Raises RuntimeError where those after were never read."""
        after = self.after
        if after is None:
            raise RuntimeError("an act that was taken back cannot be written")
        places = ((table.name, row_key(key)) for table, keys in self.touched.items() for key in keys)
        return {place: (self.before.get(place), after.get(place)) for place in places}


def lay_aside(session: Session, *, flush: bool = True) -> Pending:
    """Flush, and hand over what has changed since the last act was named, to be read by :func:`read_aside`."""
    if flush:
        _flush(session)
    pending: Pending = session.info.pop("pending", None) or Pending()
    _aside(session).append(pending)
    if pending.frees_keys:
        _read_unread(session, session.connection())
    return pending


def read_aside(session: Session) -> None:
    """Read what stands there after the acts laid aside. From here on they may be written, and no longer stand aside."""
    _read_unread(session, session.connection())
    _aside(session).clear()


def _aside(session: Session) -> list[Pending]:
    return cast(list[Pending], session.info.setdefault("aside", []))


def _read_unread(session: Session, connection: Connection) -> None:
    unread = [pending for pending in _aside(session) if pending.after is None]
    wanted: dict[Table, dict[tuple[Any, ...], None]] = {}
    for pending in unread:
        for table, keys in pending.touched.items():
            wanted.setdefault(table, {}).update(keys)
    found: dict[tuple[str, str], Row] = {}
    for table, keys in wanted.items():
        found |= _read(connection, table, list(keys))
    for pending in unread:
        pending.after = found


def _read_before_change(session: Session, connection: Connection, table: Table, keys: list[tuple[Any, ...]]) -> None:
    """Of a row that an act laid aside has written, read what that act left before another one changes it."""
    for pending in _aside(session):
        mine = pending.touched.get(table, {}) if pending.after is None else {}
        if any(key in mine for key in keys):
            _read_unread(session, connection)
            return


def _pending(session: Session) -> Pending:
    return cast(Pending, session.info.setdefault("pending", Pending()))


def _flush(session: Session) -> None:
    session.flush()
    flush_ended()  # a flush that finds nothing to do tells nobody that it ended


def flush_ended() -> None:
    """From here on whatever changes a covered table is refused."""
    _flushing.set(False)


@contextmanager
def flushing() -> Iterator[None]:
    """Rows written in this block come from a flush: whoever says so has told :func:`touch` of each."""
    before = _flushing.set(True)
    try:
        yield
    finally:
        _flushing.reset(before)


def touch(pending: Pending, row: object) -> None:
    """Note that an act writes this row."""
    if _covered(row):
        mapper = object_mapper(row)
        pending.touch(cast(Table, mapper.local_table), tuple(mapper.primary_key_from_instance(row)))


def touch_unnamed(session: Session, row: object) -> None:
    """Note that the act which is not yet named writes this row."""
    touch(_pending(session), row)


# --- listening to the session ----------------------------------------------------------------------------------------


@event.listens_for(Session, "before_flush")
def _remember_what_stood(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    touched = [row for row in (*session.dirty, *session.deleted) if _covered(row)]
    if (touched or any(_covered(row) for row in session.new)) and not session.info.get("writing"):
        raise UnrecordedWrite("a row was changed outside transaction()")
    pending = _pending(session)
    for table, keys in _by_table(touched).items():
        _read_before_change(session, session.connection(), table, keys)
        if unseen := pending.unseen(table, keys):
            pending.before.update(_read(session.connection(), table, unseen))
    _flushing.set(True)


@event.listens_for(Mapper, "before_update")
@event.listens_for(Mapper, "before_delete")
def _about_to_change(mapper: Mapper[Any], connection: Connection, row: object) -> None:
    # Rows that a flush only finds on its way (orphans, children whose parent goes) stand in no list of the session.
    session = object_session(row)
    if session is None or not _covered(row):
        return
    pending, table = _pending(session), cast(Table, mapper.local_table)
    key = instance_state(row).identity or tuple(mapper.primary_key_from_instance(row))
    _read_before_change(session, connection, table, [key])
    if unseen := pending.unseen(table, [key]):
        pending.before.update(_read(connection, table, unseen))
    pending.touch(table, key)


@event.listens_for(Mapper, "before_delete")
def _about_to_go(_mapper: Mapper[Any], _connection: Connection, row: object) -> None:
    session = object_session(row)
    if session is not None and _covered(row):
        _pending(session).frees_keys = True


@event.listens_for(Mapper, "after_insert")
@event.listens_for(Mapper, "after_update")
def _changed(_mapper: Mapper[Any], _connection: Connection, row: object) -> None:
    session = object_session(row)
    if session is not None:
        touch_unnamed(session, row)


@event.listens_for(Session, "after_flush")
def _flushed(_session: Session, _context: UOWTransaction) -> None:
    _flushing.set(False)


@event.listens_for(Session, "after_transaction_create")
def _remember_savepoint(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        if _aside(session):
            raise RuntimeError("no savepoint among acts that are written together")
        session.info.setdefault("savepoints", {})[transaction] = _pending(session).copy()


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    _flushing.set(False)
    savepoint: SessionTransaction | None = ended
    while savepoint is not None and not savepoint.nested:
        savepoint = savepoint.parent
    pending = session.info.pop("pending", None)
    session.info.pop("aside", None)
    if savepoint is not None and pending is not None:
        session.info["pending"] = session.info["savepoints"][savepoint].copy()


@event.listens_for(Session, "before_commit")
def _refuse_unnamed(session: Session) -> None:
    _flush(session)
    if session.in_nested_transaction():
        return  # a savepoint is let go: the act may still be named before the commit
    unnamed = _pending(session).touched
    if unnamed:
        tables = sorted(table.name for table in unnamed)
        raise UnrecordedWrite(f"a commit changes {', '.join(tables)} and no act was recorded")
    if _aside(session):
        raise UnrecordedWrite("a commit leaves out acts that were named")


def _covered(row: object) -> bool:
    return cast(Table, object_mapper(row).local_table).name not in UNRECORDED


def _by_table(rows: list[object]) -> dict[Table, list[tuple[Any, ...]]]:
    keys: dict[Table, list[tuple[Any, ...]]] = {}
    for row in rows:
        mapper = object_mapper(row)
        keys.setdefault(cast(Table, mapper.local_table), []).append(tuple(mapper.primary_key_from_instance(row)))
    return keys


def _read(connection: Connection, table: Table, keys: list[tuple[Any, ...]]) -> dict[tuple[str, str], Row]:
    """The rows with these keys as they stand in the database: (table, key) -> column -> value."""
    columns = list(table.primary_key.columns)
    found: dict[tuple[str, str], Row] = {}
    for start in range(0, len(keys), 300):
        some = select(table).where(key_condition(table, keys[start : start + 300]))
        for row in connection.execute(some).mappings():
            found[table.name, row_key(tuple(row[column.name] for column in columns))] = dict(row)
    return found


def key_condition(table: Table, keys: list[tuple[Any, ...]]) -> ColumnElement[bool]:
    """The condition that picks the rows with these primary keys."""
    columns = list(table.primary_key.columns)
    return columns[0].in_([key[0] for key in keys]) if len(columns) == 1 else tuple_(*columns).in_(keys)


def row_key(key: tuple[Any, ...]) -> str:
    """A primary key as one text."""
    return "|".join(str(chain.canonical(part)) for part in key)


# --- nothing past the flush ------------------------------------------------------------------------------------------

_WRITES = re.compile(
    r"\b(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|MERGE\s+INTO"
    r"|UPDATE(?:\s+OR\s+\w+)?)\s+(?:ONLY\s+)?\"?(?:\w+\"?\.\"?)?(\w+)",
    re.IGNORECASE,
)


@event.listens_for(Engine, "before_cursor_execute")
def _refuse_behind_the_back(
    connection: Connection, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool
) -> None:
    if _flushing.get() or connection.get_execution_options().get("migrates"):
        return
    tables = Model.metadata.tables
    for found in _WRITES.finditer(statement):
        name = found[1].lower()
        if name in tables and name not in UNRECORDED:
            raise UnrecordedWrite(f"a statement changes {name} outside a flush")
