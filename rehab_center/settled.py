"""What seldom changes is read once in a process: policies, the names of the centres, the list of communes.

Every page asks for them, and years go by between two changes. The tables they stand in only grow, so their last rows
say whether what was read still holds; one statement looks at all of them, once in a session. Inside ``transaction()``
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


def settled(session: Session, name: Hashable, read: Callable[[], T]) -> T:
    """What ``read()`` gives, or gave while the watched tables were as they are now.

    The value is shared by all threads: nothing may change it, and no row in it may belong to a session.
    """
    if session.info.get("writing"):
        return read()
    seen = _seen(session)
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


def _seen(session: Session) -> object:
    """The last rows of the watched tables, asked once in a session."""
    if _SEEN not in session.info:
        saw(session, session.connection().execute(_question(tuple(_watched))).one())
    return session.info[_SEEN]


def last_rows() -> list[ScalarSelect[Any]]:
    """What tells the last rows of the watched tables: columns for a statement that is asked anyway."""
    return [
        select(column).order_by(columns[0].desc()).limit(1).scalar_subquery()
        for columns in _watched.values()
        for column in columns
    ]


def saw(session: Session, values: Sequence[object]) -> None:
    """These are the values of :func:`last_rows`: they are not asked again in this session."""
    session.info[_SEEN] = tuple(values)


@cache
def _question(_names: tuple[str, ...]) -> Select[Any]:
    return select(*last_rows())
