"""Rows that wait for each other: added by many acts of one transaction, they go to the database table by table.

Outside of :func:`rows_together` nothing waits, and everything here is what a session does anyway. Inside, a row gets
its key when it is added. A question to the database writes what waits first, so that its answer is whole; a service on
the way of every row asks those that wait besides (:data:`BESIDE`, :func:`waiting`), and then they go on waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any, TypeVar, cast

from sqlalchemy import Column, Table, event, insert, text
from sqlalchemy.orm import ORMExecuteState, Session, make_transient_to_detached, object_mapper

from rehab_center.audit import collector, past_the_flush
from rehab_center.audit.collector import Pending
from rehab_center.db import Model

T = TypeVar("T", bound=Model)

BESIDE = {"beside_waiting": True}
"""Execution options of a question whose asker looks among the waiting rows too."""

_WAITING = "rows_together"
_FIRST_VERSION = 1
_AT_ONCE = 50
"""Keys taken from a sequence of PostgreSQL at a time."""


@dataclass(frozen=True, slots=True)
class _Plain:
    """A row that the session never sees: its table, and its columns by name."""

    table: Table
    content: dict[str, Any]


class _Waiting:
    """The rows in the order they were added; each is of an act once that act is named."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows: list[object] = []
        self._by_model: dict[type[object], list[object]] = {}
        self._keys: dict[Table, Iterator[int]] = {}
        #: How many of the rows belong to acts named already, and what stood in them then.
        self._named: list[dict[str, Any]] = []

    def of(self, model: type[T]) -> list[T]:
        return cast(list[T], self._by_model.get(model, []))

    def add_plain(self, model: type[Model], rows: Iterable[dict[str, Any]]) -> None:
        table, version = cast(Table, model.__table__), model.__mapper__.version_id_col
        number = table.autoincrement_column
        for content in rows:
            if number is not None:
                content[number.name] = next(self._keys_of(table))
            if version is not None:
                content[version.name] = _FIRST_VERSION
            self._rows.append(_Plain(table, content))

    # --- what the session tells --------------------------------------------------------------------------------------

    def added(self, _session: Session, row: object) -> None:
        mapper = object_mapper(row)
        table = cast(Table, mapper.local_table)
        number, version = table.autoincrement_column, cast("Column[int] | None", mapper.version_id_col)
        if number is not None and getattr(row, number.key) is None:
            setattr(row, number.key, next(self._keys_of(table)))
        if version is not None and getattr(row, version.key) is None:
            setattr(row, version.key, _FIRST_VERSION)
        if None in mapper.primary_key_from_instance(row):
            raise RuntimeError(f"a row of {table.name} without a key cannot wait")
        self._rows.append(row)
        self._by_model.setdefault(type(row), []).append(row)

    def asked(self, state: ORMExecuteState) -> None:
        if state.execution_options.get("beside_waiting"):
            state.update_execution_options(autoflush=False)
        else:
            self.write()

    def flushed(self, session: Session, _context: Any, _instances: Any) -> None:
        self.write()
        if not (session.dirty or session.deleted):
            past_the_flush.flush_ended()

    # --- and what becomes of them ------------------------------------------------------------------------------------

    def name(self, pending: Pending) -> None:
        """The rows that nobody has named belong to this act."""
        for row in self._rows[len(self._named) :]:
            collector.touch_aside(self._session, pending, *_place(row))
            self._named.append(_content(row))

    def write(self) -> None:
        """Write what waits, earlier tables first. The session then has the rows as if it had flushed them."""
        if not self._rows:
            return
        rows, self._rows, self._by_model = self._rows, [], {}
        named, self._named = self._named, []
        if any(_content(row) != content for row, content in zip(rows, named, strict=False)):
            raise RuntimeError("a row that waits was changed after its act was named")
        by_table: dict[Table, list[object]] = {}
        for row in rows:
            by_table.setdefault(_place(row)[0], []).append(row)
        connection = self._session.connection()
        with past_the_flush.flushing():
            for table in sorted(by_table, key=_order(len(Model.metadata.tables)).__getitem__):
                connection.execute(insert(table), [_values(table, row) for row in by_table[table]])
        for row in rows[len(named) :]:
            collector.touch_unnamed(self._session, *_place(row))
        for row in rows:
            if isinstance(row, _Plain):
                continue
            self._session.expunge(row)
            make_transient_to_detached(row)
            self._session.add(row)
        if connection.dialect.name == "sqlite":
            self._keys = {}  # who else writes takes the next ones

    def _keys_of(self, table: Table) -> Iterator[int]:
        if table not in self._keys:
            self._keys[table] = self._free_keys(table)
        return self._keys[table]

    def _free_keys(self, table: Table) -> Iterator[int]:
        """Keys that the database will give to nobody else. There is one writer, so on SQLite those after the last."""
        connection = self._session.connection()
        if connection.dialect.name == "sqlite":
            last = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
            yield from count((last.scalar() or 0) + 1)
        column = cast(Any, table.autoincrement_column).name
        take = text("SELECT nextval(pg_get_serial_sequence(:name, :key)) FROM generate_series(1, :many)")
        while True:
            asked = {"name": table.name, "key": column, "many": _AT_ONCE}
            yield from sorted(connection.execute(take, asked).scalars())


def _place(row: object) -> tuple[Table, tuple[Any, ...]]:
    if isinstance(row, _Plain):
        return row.table, tuple(row.content[column.name] for column in row.table.primary_key.columns)
    return collector.place_of(row)


@cache
def _order(_how_many: int) -> dict[Table, int]:
    """Which table is written before which, of so many: those that others name come first."""
    return {table: place for place, table in enumerate(Model.metadata.sorted_tables)}


def _content(row: object) -> dict[str, Any]:
    if isinstance(row, _Plain):
        return row.content
    return {name: value for name, value in vars(row).items() if name != "_sa_instance_state"}


def _values(table: Table, row: object) -> Mapping[str, Any]:
    content = row.content if isinstance(row, _Plain) else vars(row)
    return {
        column: content.get(name) for name, column, has_default in _columns(table) if name in content or not has_default
    }


@cache
def _columns(table: Table) -> tuple[tuple[str, str, bool], ...]:
    """(attribute, column, whether the column fills itself) of a table."""
    return tuple(
        (column.key, column.name, column.default is not None or column.server_default is not None)
        for column in table.columns
    )


@contextmanager
def rows_together(session: Session) -> Iterator[None]:
    """Let the rows added in this block wait for its end, or for the first question to the database.

    Useful inside ``acts_together``: an act written by itself writes them too. A row may no longer be changed once its
    act is named, unless it was read again.
    """
    waiting = _Waiting(session)
    session.info[_WAITING] = waiting
    listeners: dict[str, Callable[..., None]] = {
        "transient_to_pending": waiting.added,
        "do_orm_execute": waiting.asked,
        "before_flush": waiting.flushed,
    }
    for name, listener in listeners.items():
        event.listen(session, name, listener)
    try:
        yield
        waiting.write()
    finally:
        session.info.pop(_WAITING, None)
        for name, listener in listeners.items():
            event.remove(session, name, listener)


def _there(session: Session) -> _Waiting | None:
    return cast("_Waiting | None", session.info.get(_WAITING))


def give_key(session: Session) -> None:
    """See that the row just added has its key: by a flush, but where rows wait it has one."""
    if _there(session) is None:
        session.flush()


def add_rows(session: Session, model: type[Model], rows: Iterable[dict[str, Any]]) -> None:
    """Add rows of a model, given as their columns, that nobody asks for in this transaction but by a question.

    Where rows wait that costs a third of making them rows of the session; elsewhere it is what ``add_all`` does. They
    are not among those that :func:`waiting` and :func:`known` give.
    """
    there = _there(session)
    if there is None:
        session.add_all(model(**content) for content in rows)
    else:
        there.add_plain(model, rows)


def write_waiting(session: Session) -> None:
    """Write what waits now."""
    if there := _there(session):
        there.write()


def waiting(session: Session, model: type[T]) -> list[T]:
    """The rows of a model that wait, in the order they were added."""
    there = _there(session)
    return [] if there is None else there.of(model)


def known(session: Session, model: type[T], key: int | tuple[int, ...]) -> T | None:
    """The row with this primary key, one that waits too; as ``Session.get``."""
    wanted = key if isinstance(key, tuple) else (key,)
    rows = waiting(session, model)
    return next(
        (row for row in rows if tuple(object_mapper(row).primary_key_from_instance(row)) == wanted), None
    ) or session.get(model, key)


def lay_aside(session: Session) -> Pending:
    """As the collector's: what has changed since the last act was named, rows that wait among it."""
    there = _there(session)
    quiet = there is not None and not (session.dirty or session.deleted or collector.frees_keys(session))
    pending = collector.lay_aside(session, flush=not quiet)
    if there is not None:
        there.name(pending)
    return pending
