"""Whatever is changed behind the program's back, in whichever table, ``audit verify`` names the table and the key."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from flask import Flask
from sqlalchemy import Table

from rehab_center import clock
from rehab_center.audit.chain import canonical
from rehab_center.audit.collector import row_key
from rehab_center.audit.recorder import record
from rehab_center.audit.services import check_log
from rehab_center.audit.verifier import Verification
from rehab_center.db import append_only_tables, db, transaction
from rehab_center.permissions import Actor
from tests.audit.intruder import Intruder, Refused, intruder
from tests.audit.rows import TRIES, add_rows, covered_tables, guess_rows, some_value

ROWS = 3
"""In each table: one that others refer to, one for the intruder, and one more: a pair of persons has but one order."""


@pytest.fixture
def centre(app: Flask, actor: Actor) -> Iterator[Flask]:
    """A database with rows in every covered table, all of them recorded."""
    with app.app_context():
        with transaction() as session:
            for table in covered_tables():
                add_rows(session, table, ROWS)
            record("test.filled", actor=actor, at=clock.now())
        assert check_log().problems == ()
        yield app


def _place(table: Table, key: tuple[object, ...]) -> str:
    return f"{table.name} {row_key(tuple(key))}"


def _expect(kind: str, expected: set[str], found: Verification) -> None:
    assert not found.ok
    named = {problem.where for problem in found.problems if problem.kind == kind}
    assert named == expected


def _victim(thief: Intruder, table: Table) -> tuple[object, ...]:
    keys = thief.keys(table)
    assert keys, f"{table.name} holds no row"
    return keys[-1]


# --- what the database itself refuses --------------------------------------------------------------------------------


def _attempts(thief: Intruder, table: Table, key: tuple[object, ...]) -> Iterator[Callable[[], object]]:
    """Every way to change or take away a row of an append-only table."""
    column = next(column.name for column in table.columns if not column.primary_key)
    yield lambda: thief.update(table, key, column, None)
    yield lambda: thief.delete(table, key)
    if thief.on_postgresql:
        yield lambda: thief.do(f"TRUNCATE {table.name} CASCADE")
        return
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    same_row = f"INTO {table.name} ({names}) SELECT {names} FROM {table.name} WHERE id = ?"
    yield lambda: thief.do(f"INSERT OR REPLACE {same_row}", key)
    yield lambda: thief.do(f"REPLACE {same_row}", key)


def test_append_only_tables_refuse_every_change(centre: Flask) -> None:
    with intruder(centre) as thief:
        for table in append_only_tables():
            key = _victim(thief, table)
            before = thief.row(table, key)
            for attempt in _attempts(thief, table, key):
                with pytest.raises(Refused):
                    attempt()
            assert thief.row(table, key) == before
    assert check_log().ok


def test_the_tables_that_must_only_grow_do() -> None:
    names = {table.name for table in append_only_tables()}
    assert {"audit_entry", "audit_change", "movement", "term_entry", "policy_value", "annual_plan", "report"} <= names


def test_removed_protection_is_named(centre: Flask) -> None:
    with intruder(centre) as thief:
        for table in append_only_tables():
            thief.drop_guards(table)
    _expect("unguarded", {table.name for table in append_only_tables()}, check_log())


# --- rows of every covered table -------------------------------------------------------------------------------------


def _edit_somehow(thief: Intruder, table: Table, key: tuple[object, ...]) -> None:
    chance = random.Random(table.name)
    before = thief.row(table, key)
    columns = [column for column in table.columns if not column.primary_key and not column.foreign_keys]
    for _ in range(TRIES):
        column = chance.choice(columns)
        known = next((row[column.name] for row in _guesses(table) if row[column.name] is not None), None)
        value = chance.choice([known, some_value(column, chance)])
        with suppress(*Refused):
            thief.update(table, key, column.name, value)
        if canonical(thief.row(table, key)[column.name]) != canonical(before[column.name]):
            return
    raise AssertionError(f"found no way to edit {table.name}")


def _guesses(table: Table) -> list[dict[str, object]]:
    guesses = guess_rows(db.session(), table)
    return [next(guesses) for _ in range(20)]


def test_an_edited_row_is_named(centre: Flask) -> None:
    expected = set()
    with intruder(centre) as thief:
        for table in covered_tables():
            thief.drop_guards(table)
            key = _victim(thief, table)
            _edit_somehow(thief, table, key)
            expected.add(_place(table, key))
    _expect("edited", expected, check_log())


def test_a_deleted_row_is_named(centre: Flask) -> None:
    expected = set()
    with intruder(centre) as thief:
        thief.drop_foreign_keys()
        for table in covered_tables():
            thief.drop_guards(table)
            key = _victim(thief, table)
            thief.delete(table, key)
            expected.add(_place(table, key))
    _expect("deleted", expected, check_log())


def _smuggle_in(thief: Intruder, table: Table) -> None:
    db.session.rollback()  # see what was smuggled in before: a row may need one of those to refer to
    guesses = guess_rows(db.session(), table)
    for _ in range(TRIES):
        values = next(guesses)
        if len(table.primary_key.columns) == 1:
            values = {table.primary_key.columns[0].name: 999_999, **values}
        with suppress(*Refused):
            thief.insert(table, values)
            return
    raise AssertionError(f"found no way to put a row into {table.name}")


def test_a_row_smuggled_in_is_named(centre: Flask) -> None:
    expected = set()
    with intruder(centre) as thief:
        for table in covered_tables():
            before = set(thief.keys(table))
            _smuggle_in(thief, table)
            (added,) = set(thief.keys(table)) - before
            expected.add(_place(table, added))
    _expect("smuggled", expected, check_log())
