"""What seldom changes is read once in a process: policies, the names of the centres, the list of communes.

Every page asks for them, and years go by between two changes. The tables they stand in only grow, so their last rows
say whether what was read still holds; one statement looks at all of them, once in a session. What changes oftener but
is asked by many is read once between two acts: the log's last entry stands for every table. Inside ``transaction()``
everything is read from the tables themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import URL, Engine, ScalarSelect, Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

T = TypeVar("T")

_SEEN = "settled_seen"
_watched: dict[str, tuple[InstrumentedAttribute[Any], ...]] = {}
_log: list[InstrumentedAttribute[Any]] = []
_by_engine: WeakKeyDictionary[Engine, _Read] = WeakKeyDictionary()


@dataclass
class _Read:
    """What was read of one database, each with the last rows of that moment."""

    url: URL
    values: dict[Hashable, tuple[object, object]] = field(default_factory=dict)


def watch(key: InstrumentedAttribute[int], *further: InstrumentedAttribute[Any]) -> None:
    """Name a table that :func:`settled` relies on: its rising key, and columns that tell one row from another.

    Raises ValueError for a table whose rows can be changed or taken away.
    """
    table = key.class_.__table__
    if not table.info.get("append_only"):
        raise ValueError(f"{table.name} does not only grow")
    _watched[table.name] = (key, *further)


def watch_log(key: InstrumentedAttribute[int], hash_: InstrumentedAttribute[str]) -> None:
    """Name the log, in which every act has an entry: its rising key, and the hash that no two entries have alike."""
    _log[:] = [key, hash_]


def settled(session: Session, name: Hashable, read: Callable[[], T]) -> T:
    """What ``read()`` gives, or gave while the watched tables were as they are now.

    The value is shared by all threads: nothing may change it, and no row in it may belong to a session.
    """
    return _kept(session, name, read, lambda seen: seen[:-1])


def since_last_act(session: Session, name: Hashable, read: Callable[[], T]) -> T:
    """What ``read()`` gives, or gave since the last entry of the log, of tables that it covers. Shared likewise."""
    return _kept(session, name, read, lambda seen: seen[-1])


def _kept(session: Session, name: Hashable, read: Callable[[], T], part: Callable[[tuple[object, ...]], object]) -> T:
    if session.info.get("writing"):
        return read()
    seen = part(_seen(session))
    values = _values(session)
    kept = values.get(name)
    if kept is None or kept[0] != seen:
        values[name] = kept = (seen, read())
    return cast("T", kept[1])


def _values(session: Session) -> dict[Hashable, tuple[object, object]]:
    engine = session.get_bind().engine
    read = _by_engine.get(engine)
    if read is None or read.url is not engine.url:
        read = _by_engine[engine] = _Read(engine.url)
    return read.values


def _seen(session: Session) -> tuple[object, ...]:
    """The last rows of the watched tables and, at the end, of the log, asked once in a session."""
    if _SEEN not in session.info:
        saw(session, session.connection().execute(_question(tuple(_watched))).one())
    return cast("tuple[object, ...]", session.info[_SEEN])


def last_rows() -> list[ScalarSelect[Any]]:
    """What tells the last rows of the watched tables and of the log: columns for a statement that is asked anyway."""
    asked = [(columns[0], column) for columns in _watched.values() for column in columns]
    asked.append((_log[0], _log[1]))
    return [select(column).order_by(key.desc()).limit(1).scalar_subquery() for key, column in asked]


def saw(session: Session, values: Sequence[object]) -> None:
    """These are the values of :func:`last_rows`: they are not asked again in this session."""
    session.info[_SEEN] = tuple(values)


@cache
def _question(_names: tuple[str, ...]) -> Select[Any]:
    return select(*last_rows())
