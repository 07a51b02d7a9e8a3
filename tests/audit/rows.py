"""Rows for any table, filled in from its columns and CHECKs: the tampering test asks for every table there will be."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Date, Integer, LargeBinary, Table, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rehab_center.audit.coverage import UNRECORDED
from rehab_center.db import ExactDecimal, Model, UtcDateTime, unique_keys

TRIES = 2000
_KNOWN_WORDS = re.compile(r"(\w+) IN \((.*)\)")
_SUM = re.compile(r"(\w+) = (\w+(?: \+ \w+)+)")

Values = dict[str, Any]


def covered_tables() -> list[Table]:
    """Every table the log covers, those that are referred to first."""
    return [table for table in Model.metadata.sorted_tables if table.name not in UNRECORDED]


def add_rows(session: Session, table: Table, count: int) -> None:
    """Put ``count`` rows into ``table`` through the ORM. Rows refer to the first row of a table, keys to any."""
    model = next(mapper.class_ for mapper in Model.registry.mappers if mapper.local_table is table)
    guesses = guess_rows(session, table)
    for _ in range(count):
        for _ in range(TRIES):
            try:
                with session.begin_nested():
                    session.add(model(**next(guesses)))
                break
            except IntegrityError:
                continue
        else:
            raise AssertionError(f"no row for {table.name} satisfies its constraints")


def guess_rows(session: Session, table: Table) -> Iterator[Values]:
    """Guesses at a row; the database says which of them satisfy its CHECKs. The same ones in every run."""
    chance = random.Random(table.name)
    known = _known_values(table)
    referred = {column.name: _referred(session, column) for column in table.columns if column.foreign_keys}
    own_key = table.primary_key.columns[0] if len(table.primary_key.columns) == 1 else None
    sums = list(filter(None, map(_SUM.fullmatch, _checks(table))))
    while True:
        row = {
            column.name: _guess(column, known, referred, chance)
            for column in table.columns
            if column is not own_key or column.foreign_keys
        }
        yield row | {one[1]: sum(row[part] for part in one[2].split(" + ")) for one in sums}


def _guess(
    column: Column[Any], known: dict[str, list[Any]], referred: dict[str, list[Any]], chance: random.Random
) -> Any:
    if column.nullable and chance.random() < 0.5:
        return None
    if column.foreign_keys:
        keys = referred[column.name]
        return chance.choice(keys) if keys and _is_in_a_key(column) else next(iter(keys), None)
    if column.name in known:
        return chance.choice(known[column.name])
    return some_value(column, chance)


def _is_in_a_key(column: Column[Any]) -> bool:
    return any(column.name in key for key in unique_keys(column.table))


def some_value(column: Column[Any], chance: random.Random) -> Any:
    """A value that the column's type takes."""
    kind, number = column.type, chance.randrange(1, 1_000_000)
    if isinstance(kind, Boolean):
        return chance.random() < 0.5
    if isinstance(kind, Integer):
        return chance.choice((1, 2, number))
    if isinstance(kind, UtcDateTime):
        return datetime.fromtimestamp(1_700_000_000 + number, UTC)
    if isinstance(kind, Date):
        return date.fromordinal(738_000 + number % 1000)
    if isinstance(kind, ExactDecimal):
        return Decimal(number) / 100
    if isinstance(kind, JSON):
        return {"number": number}
    return str(number).encode() if isinstance(kind, LargeBinary) else f"word {number}"


def _checks(table: Table) -> list[str]:
    return [str(one.sqltext) for one in table.constraints if isinstance(one, CheckConstraint)]


def _known_values(table: Table) -> dict[str, list[Any]]:
    """What the CHECKs speak of: a column's words, and the numbers that any whole-number column may need."""
    checks = _checks(table)
    numbers = [int(number) for check in checks for number in re.findall(r"\b\d+\b", check)]
    whole = [column.name for column in table.columns if isinstance(column.type, Integer)]
    known: dict[str, list[Any]] = {name: [1, 2, *numbers] for name in whole if numbers}
    for found in filter(None, map(_KNOWN_WORDS.fullmatch, checks)):
        known[found[1]] = re.findall(r"'([^']*)'", found[2])
    return known


def _referred(session: Session, column: Column[Any]) -> list[Any]:
    target = next(iter(column.foreign_keys)).column
    return list(session.scalars(select(target).order_by(target)))
