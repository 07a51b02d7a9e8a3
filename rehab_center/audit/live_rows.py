"""Live rows against the log: edited, deleted, or smuggled in behind the program's back."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

from sqlalchemy import Table, func, select, tuple_
from sqlalchemy.orm import Session

from rehab_center.audit import chain
from rehab_center.audit.collector import key_condition, row_key
from rehab_center.audit.problems import Problem
from rehab_center.audit.rows import SLICE, Row, log_table, read_rows, sound_difference
from rehab_center.words import N_, message

_KEYS = 300
"""How many keys are asked for in one statement."""


def table_problems(session: Session, table: Table, key: bytes) -> Iterator[Problem]:
    """Everything in ``table`` that is not as the log last recorded it."""
    known = yield from _live_problems(session, table, key)
    if known != _standing(session, table):
        yield from _gone(session, table)


def _standing(session: Session, table: Table) -> int:
    """How many rows there must be: as many as the log saw come less those it saw go."""
    changes = log_table("audit_change")
    came, went = (
        select(func.count())
        .where(changes.c.table_name == table.name, changes.c.operation == operation)
        .scalar_subquery()
        for operation in ("insert", "delete")
    )
    return session.scalar(select(came - went)) or 0


def _live_problems(session: Session, table: Table, key: bytes) -> Generator[Problem, None, int]:
    """Live rows that are not as recorded; returns how many rows the log knows of."""
    known = 0
    sensitive = chain.sensitive_columns(table)
    names = [column.name for column in table.primary_key.columns]
    for rows in _live_slices(session, table):
        keyed = {row_key(tuple(row[name] for name in names)): row for row in rows}
        recorded = _last_recorded(session, table.name, list(keyed))
        for row_name, row in keyed.items():
            where = f"{table.name} {row_name}"
            operation, content = recorded.get(row_name, ("delete", None))
            known += operation != "delete"
            if operation == "delete":
                yield Problem("smuggled", where, message(N_("The row stands in the database; the log never made it.")))
            elif content != chain.content_hash(row, sensitive, key):
                found = _since_recorded(session, table, row_name, row)
                yield Problem("edited", where, message(N_("The row is not as the log last recorded it.")), found)
    return known


def _since_recorded(session: Session, table: Table, key: str, row: Row) -> dict[str, Any]:
    """What differs between a row ({} when it is gone) and what the log's differences, one upon the other, say of it."""
    changes = log_table("audit_change")
    query = select(changes).where(changes.c.table_name == table.name, changes.c.row_key == key).order_by(changes.c.id)
    recorded: dict[str, Any] = {}
    for change in read_rows(session, changes, query):
        for name, old_and_new in sound_difference(change["difference"]).items():
            recorded[name] = old_and_new if old_and_new == chain.CHANGED else old_and_new[1]
    found: dict[str, Any] = {}
    for name in sorted({*recorded, *row}):
        was, present = recorded.get(name), chain.canonical(row.get(name))
        if was not in (chain.CHANGED, present):
            found[name] = [was, present]
    # A sensitive value cannot be compared here: when nothing else differs, it is one of those.
    return found or dict.fromkeys(sorted(chain.sensitive_columns(table)), chain.CHANGED)


def _live_slices(session: Session, table: Table) -> Iterator[list[Row]]:
    columns = list(table.primary_key.columns)
    order: Any = tuple_(*columns) if len(columns) > 1 else columns[0]
    query = select(table).order_by(*columns).limit(SLICE)
    rows = read_rows(session, table, query)
    while rows:
        yield rows
        key = tuple(rows[-1][column.name] for column in columns)
        rows = read_rows(session, table, query.where(order > (key if len(columns) > 1 else key[0])))


def _last_recorded(session: Session, table: str, keys: list[str]) -> dict[str, tuple[str, str | None]]:
    changes = log_table("audit_change")
    found: dict[str, tuple[str, str | None]] = {}
    for start in range(0, len(keys), _KEYS):
        latest = (
            select(func.max(changes.c.id))
            .where(changes.c.table_name == table, changes.c.row_key.in_(keys[start : start + _KEYS]))
            .group_by(changes.c.row_key)
        )
        for row in session.execute(
            select(changes.c.row_key, changes.c.operation, changes.c.content_hash).where(changes.c.id.in_(latest))
        ):
            found[row.row_key] = (row.operation, row.content_hash)
    return found


def _gone(session: Session, table: Table) -> Iterator[Problem]:
    """Rows the log knows and the database has no more."""
    changes = log_table("audit_change")
    after = ""
    while True:
        latest = (
            select(changes.c.row_key, func.max(changes.c.id).label("id"))
            .where(changes.c.table_name == table.name, changes.c.row_key > after)
            .group_by(changes.c.row_key)
            .order_by(changes.c.row_key)
            .limit(SLICE)
        ).subquery()
        rows = session.execute(
            select(changes.c.row_key, changes.c.operation)
            .join(latest, latest.c.id == changes.c.id)
            .order_by(changes.c.row_key)
        ).all()
        if not rows:
            return
        after = rows[-1].row_key
        expected = [row.row_key for row in rows if row.operation != "delete"]
        present = _present(session, table, expected)
        for name in expected:
            if name not in present:
                words = message(N_("The log had this row; it is gone."))
                yield Problem("deleted", f"{table.name} {name}", words, _since_recorded(session, table, name, {}))


def _present(session: Session, table: Table, keys: list[str]) -> set[str]:
    columns = list(table.primary_key.columns)
    found: set[str] = set()
    for start in range(0, len(keys), _KEYS):
        wanted = [_typed_key(columns, name) for name in keys[start : start + _KEYS]]
        found |= {row_key(tuple(row)) for row in session.execute(select(*columns).where(key_condition(table, wanted)))}
    return found


def _typed_key(columns: list[Any], name: str) -> tuple[Any, ...]:
    return tuple(column.type.python_type(part) for column, part in zip(columns, name.split("|"), strict=True))
