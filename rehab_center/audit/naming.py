"""By what a person knows a row: its full name, its number… as it is called now, and as it was called then."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Table, select
from sqlalchemy.orm import Session

from rehab_center.audit.labels import naming_column, value_label
from rehab_center.audit.models import AuditChange
from rehab_center.audit.rows import sound_difference
from rehab_center.db import Model, UtcDateTime
from rehab_center.web.formatting import day, moment

Place = tuple[str, str]
"""A table and the key of a row."""

_AT_ONCE = 500


class Names:
    """The names of some rows. Of a row that was renamed, :meth:`at` knows what it was called at an entry."""

    def __init__(self, now: dict[Place, str], then: dict[Place, list[tuple[int, str]]]) -> None:
        self._now = now
        self._then = then

    def at(self, place: Place, number: int) -> str | None:
        """What the row was called just after entry ``number``, None where nobody knows."""
        told = self._then.get(place, [])
        before = bisect_right(told, number, key=lambda one: one[0])
        return told[before - 1][1] if before else self._now.get(place)

    def now(self, place: Place) -> str | None:
        """What the row is called today."""
        return self._now.get(place)


def names_of(session: Session, places: Iterable[Place], *, history: bool = True) -> Names:
    """The names of rows; without ``history`` only today's."""
    wanted: dict[str, set[str]] = {}
    for name, key in places:
        if name in Model.metadata.tables:
            wanted.setdefault(name, set()).add(key)
    now: dict[Place, str] = {}
    then: dict[Place, list[tuple[int, str]]] = {}
    for name, keys in wanted.items():
        table = Model.metadata.tables[name]
        column = naming_column(name, table.columns.keys())
        if column is None or table.columns[column].info.get("sensitive"):
            continue
        if table.columns[column].foreign_keys:
            now |= _by_another(session, table, column, keys)
            continue
        now |= _today(session, table, column, keys)
        if history:
            _told(session, table, column, keys, then)
    return Names(now, then)


def _by_another(session: Session, table: Table, column: str, keys: Collection[str]) -> dict[Place, str]:
    """Of rows that are known by another row, such as a decision by its paper, what that one is called."""
    (foreign,) = table.columns[column].foreign_keys
    other = foreign.column.table
    called = naming_column(other.name, other.columns.keys())
    if called is None or other.columns[called].info.get("sensitive"):
        return {}
    numbers = [int(key) for key in keys if key.isdigit()][:_AT_ONCE]
    query = select(table.c.id, other.c[called]).join(other, table.c[column] == foreign.column)
    rows = session.execute(query.where(table.c.id.in_(numbers)))
    return {(table.name, str(row[0])): own_words(other.name, called, row[1]) for row in rows if row[1]}


def _today(session: Session, table: Table, column: str, keys: Collection[str]) -> dict[Place, str]:
    if "id" not in table.columns:
        return {}
    numbers = [int(key) for key in keys if key.isdigit()][:_AT_ONCE]
    rows = session.execute(select(table.c.id, table.c[column]).where(table.c.id.in_(numbers)))
    return {
        (table.name, str(row[0])): own_words(table.name, column, row[1]) for row in rows if row[1] not in (None, "")
    }


def _told(
    session: Session, table: Table, column: str, keys: Collection[str], then: dict[Place, list[tuple[int, str]]]
) -> None:
    named = AuditChange.difference[column].as_string().is_not(None)
    query = (
        select(AuditChange.entry_id, AuditChange.row_key, AuditChange.difference)
        .where(AuditChange.table_name == table.name, AuditChange.row_key.in_(list(keys)[:_AT_ONCE]), named)
        .order_by(AuditChange.id)
    )
    for number, key, difference in session.execute(query):
        values: Any = sound_difference(difference).get(column)
        if isinstance(values, list) and (name := values[1] or values[0]):
            then.setdefault((table.name, key), []).append((number, own_words(table.name, column, name)))


def own_words(table: str, column: str, value: object) -> str:
    """The value by which a row is known as a reader writes it; ``value`` is the row's own or the log's (JSON)."""
    known = Model.metadata.tables.get(table)
    kind = known.columns[column].type if known is not None and column in known.columns else None
    if isinstance(kind, UtcDateTime | Date) and isinstance(value, str):
        value = datetime.fromisoformat(value) if isinstance(kind, UtcDateTime) else date.fromisoformat(value)
    if isinstance(value, datetime):
        return moment(value)
    return day(value) if isinstance(value, date) else value_label(table, column, value) or str(value)
