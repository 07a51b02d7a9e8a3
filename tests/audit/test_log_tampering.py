"""The log against itself: whatever is done to its own three tables is named."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Table

from rehab_center import clock
from rehab_center.audit.recorder import Subject, record
from rehab_center.audit.services import check_log
from rehab_center.db import Model, db, transaction
from rehab_center.organisation.models import Facility
from rehab_center.permissions import Actor
from tests.audit.intruder import Intruder, Refused, intruder
from tests.database import ON_POSTGRESQL

ENTRIES = 4
"""The first and the last of them changed a row."""

Place = tuple[str, str]


@pytest.fixture
def log(app: Flask, actor: Actor) -> Iterator[Intruder]:
    """A short log whose guards are gone, and somebody at it."""
    with app.app_context():
        for number in range(1, ENTRIES + 1):
            with transaction() as session:
                if number in (1, ENTRIES):
                    session.add(Facility(code=f"CS{number}", created_at=clock.now()))
                record("test.act", actor=actor, at=clock.now(), about=Subject("facility", 1, "Cơ sở"), reason="vì thế")
        assert check_log().ok
        with intruder(app) as thief:
            for name in ("audit_entry", "audit_change", "audit_head"):
                thief.drop_guards(_table(name))
            thief.drop_foreign_keys()
            yield thief


def _table(name: str) -> Table:
    return Model.metadata.tables[name]


def _found() -> set[Place]:
    db.session.remove()
    return {(problem.kind, problem.where) for problem in check_log().problems if problem.kind != "unguarded"}


EDITS = [
    ("audit_entry", 2, "reason", "vì lẽ khác"),
    ("audit_entry", 2, "actor_label", "Người khác"),
    ("audit_entry", 2, "search_key", "tu khac"),
    ("audit_entry", 1, "about_id", 7),
    ("audit_entry", ENTRIES, "act", "test.other"),
    ("audit_entry", 2, "details", '{"rows":3}'),
    ("audit_change", 1, "difference", '{"code":[null,"CS9"]}'),
    ("audit_change", 2, "row_key", "9"),
    ("audit_change", 1, "content_hash", "0" * 64),
    ("audit_head", 1, "hash", "0" * 64),
    ("audit_head", 1, "entry_id", ENTRIES - 1),
    ("audit_head", 1, "seal", "0" * 64),
]


def test_every_edit_is_named(log: Intruder) -> None:
    for name, row_id, column, value in EDITS:
        with log.edited(_table(name), (row_id,), column, value):
            assert ("edited", f"{name} {row_id}") in _found(), f"{column} of {name} {row_id}"
    assert _found() == set()


def test_every_deletion_is_named_at_the_end_too(log: Intruder) -> None:
    places = [
        ("audit_entry", 1),
        ("audit_entry", 2),
        ("audit_entry", ENTRIES),
        ("audit_change", 1),
        ("audit_change", 2),
    ]
    for name, row_id in places:
        with log.deleted(_table(name), (row_id,)):
            assert ("deleted", f"{name} {row_id}") in _found()
    assert _found() == set()


def test_a_missing_head_is_named(log: Intruder) -> None:
    log.delete(_table("audit_head"), (1,))
    assert _found() == {("deleted", "audit_head 1")}


def test_every_entry_smuggled_in_is_named(log: Intruder) -> None:
    entry = _table("audit_entry")
    for number in (0, -3, ENTRIES + 1, ENTRIES + 40):
        with log.smuggled_in(entry, {**log.row(entry, (2,)), "id": number}):
            assert ("smuggled", f"audit_entry {number}") in _found()


def test_every_change_smuggled_in_is_named(log: Intruder) -> None:
    change = _table("audit_change")
    for number in (0, 3, 90):
        with log.smuggled_in(change, {**log.row(change, (1,)), "id": number, "entry_id": 3}):
            assert {("smuggled", f"audit_change {number}"), ("edited", "audit_entry 3")} <= _found()


def test_a_second_head_is_named(log: Intruder) -> None:
    head = _table("audit_head")
    log.drop_checks(head)
    log.insert(head, {**log.row(head, (1,)), "id": 2})
    assert _found() == {("smuggled", "audit_head 2")}


def test_cutting_off_the_end_breaks_the_seal(log: Intruder) -> None:
    """Who shortens the log can compute every hash, but not the seal: the key is not in the database."""
    entry, change, head = _table("audit_entry"), _table("audit_change"), _table("audit_head")
    log.delete(change, (2,))
    log.delete(entry, (ENTRIES,))
    last = log.row(entry, (ENTRIES - 1,))["hash"]
    for column, value in (("entry_id", ENTRIES - 1), ("change_id", 1), ("hash", last)):
        log.update(head, (1,), column, value)
    assert ("edited", "audit_head 1") in _found()


def test_a_change_rewritten_with_its_hashes_breaks_its_entry(log: Intruder) -> None:
    change = _table("audit_change")
    lie = '{"code":[null,"CS9"]}'
    log.update(change, (1,), "difference", lie)
    log.update(change, (1,), "difference_hash", hashlib.sha256(lie.encode()).hexdigest())
    assert ("edited", "audit_change 1") in _found()


# SQLite lets any text stand in any column; PostgreSQL knows moments that Python does not.
SPOILT: list[tuple[str, object]] = (
    [("at", "infinity")] if ON_POSTGRESQL else [("at", "hôm qua"), ("details", "{"), ("hash", b"\x00\xff")]
)


def test_what_cannot_even_be_read_is_named(log: Intruder) -> None:
    entry = _table("audit_entry")
    for column, value in SPOILT:
        with log.edited(entry, (2,), column, value):
            assert ("edited", "audit_entry 2") in _found(), column


def test_a_row_that_cannot_even_be_read_is_named(log: Intruder) -> None:
    spoilt = "infinity" if ON_POSTGRESQL else "hôm qua"
    log.do(f"UPDATE facility SET created_at = '{spoilt}' WHERE id = 1")
    assert _found() == {("edited", "facility 1")}


def test_a_log_and_a_row_spoilt_together_are_both_named(log: Intruder) -> None:
    log.do("UPDATE facility SET code = 'CS9' WHERE id = 1")
    for difference in ("[]", '{"code":7}', '"x"', "{}"):
        with log.edited(_table("audit_change"), (1,), "difference", difference):
            assert {("edited", "facility 1"), ("edited", "audit_change 1")} <= _found()


def test_guards_refuse_before_they_are_dropped(app: Flask, actor: Actor) -> None:
    with app.app_context():
        with transaction():
            record("test.act", actor=actor, at=clock.now())
        with intruder(app) as thief, pytest.raises(Refused):
            thief.delete(_table("audit_entry"), (1,))
        assert check_log().ok
