"""Collecting what changes. Every changed row is read from the database before its first flush and again when the act is
named, so that what is hashed is what stands there.

A commit with changes that no act named is refused. The listeners are attached once, when this module is imported.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from sqlalchemy import BindParameter, ColumnElement, Select, Table, bindparam, event, select, tuple_
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapper, Session, SessionTransaction, UOWTransaction, object_mapper, object_session
from sqlalchemy.orm.attributes import instance_state

from rehab_center.audit import chain
from rehab_center.audit.coverage import UNRECORDED
from rehab_center.audit.past_the_flush import UnrecordedWrite, flush_begins, flush_ended

Row = dict[str, Any]
Changed = dict[tuple[str, str], tuple[Row | None, Row | None]]
"""(table, key) -> the row before and after; None where there was or is none."""


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
    #: What this act left in rows that another has changed since, read just before: None where it left none.
    left: dict[tuple[str, str], Row | None] = field(default_factory=dict)
    #: The rows that are there, others among them; None: not yet read.
    after: dict[tuple[str, str], Row] | None = None

    def touch(self, table: Table, key: tuple[Any, ...]) -> None:
        """Note that a flush writes this row."""
        self.touched.setdefault(table, {})[key] = None

    def unseen(self, table: Table, keys: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Those of the rows that this act has not met: only of these does the database still hold what stood before."""
        seen = self.touched.get(table, {})
        return [key for key in keys if key not in seen and (table.name, row_key(key)) not in self.before]

    def unread(self, table: Table, keys: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Those of the rows that this act wrote, and of which nobody has read yet what it left there."""
        if self.after is not None:
            return []
        mine = self.touched.get(table, {})
        return [key for key in keys if key in mine and (table.name, row_key(key)) not in self.left]

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
        return {
            place: (self.before.get(place), self.left[place] if place in self.left else after.get(place))
            for place in places
        }


@dataclass
class _Aside:
    """The acts that were named and are not yet written, in their order, and whose is each row that none has read."""

    acts: list[Pending] = field(default_factory=list)
    unread: dict[tuple[Table, tuple[Any, ...]], Pending] = field(default_factory=dict)


def lay_aside(session: Session, *, flush: bool = True) -> Pending:
    """Flush, and hand over what has changed since the last act was named, to be read by :func:`read_aside`."""
    if flush:
        _flush(session)
    pending = _pending(session)
    del session.info["pending"]
    aside = _aside(session)
    aside.acts.append(pending)
    # Whoever changes one of these rows reads it first, so of those before this act nobody waits for it any more.
    aside.unread |= {(table, key): pending for table, keys in pending.touched.items() for key in keys}
    if pending.frees_keys:
        _read_unread(session, session.connection())
    return pending


def read_aside(session: Session) -> None:
    """Read what stands there after the acts laid aside. From here on they may be written, and no longer stand aside."""
    _read_unread(session, session.connection())
    _aside(session).acts.clear()


def frees_keys(session: Session) -> bool:
    """Whether the act that is not yet named takes a row away: what it leaves is read as soon as it is named."""
    return _pending(session).frees_keys


def _aside(session: Session) -> _Aside:
    return cast(_Aside, session.info.setdefault("aside", _Aside()))


def _read_unread(session: Session, connection: Connection) -> None:
    aside = _aside(session)
    aside.unread.clear()
    unread = [pending for pending in aside.acts if pending.after is None]
    wanted: dict[Table, dict[tuple[Any, ...], None]] = {}
    for pending in unread:
        for table, keys in pending.touched.items():
            wanted.setdefault(table, {}).update(dict.fromkeys(pending.unread(table, keys)))
    found: dict[tuple[str, str], Row] = {}
    for table, keys in wanted.items():
        found |= _read(connection, table, list(keys))
    for pending in unread:
        pending.after = found


def _read_before_change(session: Session, connection: Connection, table: Table, keys: list[tuple[Any, ...]]) -> None:
    """Read the rows that are about to change: so they stood before this act, and so acts laid aside have left them."""
    pending = _pending(session)
    unseen = pending.unseen(table, keys)
    waiting = _aside(session).unread
    left = [(earlier, key) for key in keys if (earlier := waiting.pop((table, key), None))]
    if not unseen and not left:
        return
    found = _read(connection, table, list(dict.fromkeys([*unseen, *(key for _, key in left)])))
    pending.before |= {place: row for key in unseen if (row := found.get(place := (table.name, row_key(key))))}
    for earlier, key in left:
        place = (table.name, row_key(key))
        earlier.left[place] = found.get(place)


def _pending(session: Session) -> Pending:
    return cast(Pending, session.info.setdefault("pending", Pending()))


def _flush(session: Session) -> None:
    session.flush()
    flush_ended()  # a flush that finds nothing to do tells nobody that it ended


def touch_aside(session: Session, pending: Pending, table: Table, key: tuple[Any, ...]) -> None:
    """Note that an act laid aside writes this row."""
    if table.name not in UNRECORDED:
        pending.touch(table, key)
        _aside(session).unread[table, key] = pending


def touch_unnamed(session: Session, table: Table, key: tuple[Any, ...]) -> None:
    """Note that the act which is not yet named writes this row."""
    if table.name not in UNRECORDED:
        _pending(session).touch(table, key)


def place_of(row: object) -> tuple[Table, tuple[Any, ...]]:
    """The table of a session's row, and its primary key."""
    mapper = object_mapper(row)
    return cast(Table, mapper.local_table), tuple(mapper.primary_key_from_instance(row))


# --- listening to the session ----------------------------------------------------------------------------------------


@event.listens_for(Session, "before_flush")
def _remember_what_stood(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    touched = [row for row in (*session.dirty, *session.deleted) if _covered(row)]
    if (touched or any(_covered(row) for row in session.new)) and not session.info.get("writing"):
        raise UnrecordedWrite("a row was changed outside transaction()")
    for table, keys in _by_table(touched).items():
        _read_before_change(session, session.connection(), table, keys)
    flush_begins()


@event.listens_for(Mapper, "before_update")
@event.listens_for(Mapper, "before_delete")
def _about_to_change(mapper: Mapper[Any], connection: Connection, row: object) -> None:
    # Rows that a flush only finds on its way (orphans, children whose parent goes) stand in no list of the session.
    session = object_session(row)
    if session is None or not _covered(row):
        return
    table = cast(Table, mapper.local_table)
    key = instance_state(row).identity or tuple(mapper.primary_key_from_instance(row))
    _read_before_change(session, connection, table, [key])
    _pending(session).touch(table, key)


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
        touch_unnamed(session, *place_of(row))


@event.listens_for(Session, "after_flush")
def _flushed(_session: Session, _context: UOWTransaction) -> None:
    flush_ended()


@event.listens_for(Session, "after_transaction_create")
def _remember_savepoint(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        if _aside(session).acts:
            raise RuntimeError("no savepoint among acts that are written together")
        session.info.setdefault("savepoints", {})[transaction] = _pending(session).copy()


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    flush_ended()
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
    if _aside(session).acts:
        raise UnrecordedWrite("a commit leaves out acts that were named")


def _covered(row: object) -> bool:
    return cast(Table, object_mapper(row).local_table).name not in UNRECORDED


def _by_table(rows: list[object]) -> dict[Table, list[tuple[Any, ...]]]:
    keys: dict[Table, list[tuple[Any, ...]]] = {}
    for row in rows:
        table, key = place_of(row)
        keys.setdefault(table, []).append(key)
    return keys


def _read(connection: Connection, table: Table, keys: list[tuple[Any, ...]]) -> dict[tuple[str, str], Row]:
    """The rows with these keys as they stand in the database: (table, key) -> column -> value."""
    names = [column.name for column in table.columns]
    places = [names.index(column.name) for column in table.primary_key.columns]
    found: dict[tuple[str, str], Row] = {}
    for start in range(0, len(keys), 300):
        some = keys[start : start + 300]
        for row in connection.execute(
            _with_keys(table), {"keys": some if len(places) > 1 else [key for (key,) in some]}
        ):
            found[table.name, row_key(tuple(row[place] for place in places))] = dict(zip(names, row, strict=True))
    return found


@cache
def _with_keys(table: Table) -> Select[Any]:
    """The rows of a table with these ``keys``: every changed row is asked for, so the question is put together once."""
    columns = list(table.primary_key.columns)
    keys: BindParameter[Any] = bindparam("keys", expanding=True)
    return select(table).where((columns[0] if len(columns) == 1 else tuple_(*columns)).in_(keys))


def key_condition(table: Table, keys: list[tuple[Any, ...]]) -> ColumnElement[bool]:
    """The condition that picks the rows with these primary keys."""
    columns = list(table.primary_key.columns)
    return columns[0].in_([key[0] for key in keys]) if len(columns) == 1 else tuple_(*columns).in_(keys)


def row_key(key: tuple[Any, ...]) -> str:
    """A primary key as one text."""
    return "|".join(str(chain.canonical(part)) for part in key)
