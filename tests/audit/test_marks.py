"""Going on from the last verification: what is skipped, what is not, and that nobody can move the mark."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Table

from rehab_center import clock
from rehab_center.audit import services
from rehab_center.audit.recorder import record
from rehab_center.audit.services import Extent, check_log, record_verification
from rehab_center.audit.verifier import Verification
from rehab_center.db import Model, canonical_json, db, transaction
from rehab_center.organisation.models import Facility
from rehab_center.permissions import Actor
from tests.audit.intruder import Intruder, intruder

MARK = 4
"""The entry that says the three before it are sound; two more follow."""


@pytest.fixture
def log(app: Flask, actor: Actor) -> Iterator[Intruder]:
    """A log that was verified once, and somebody at it whom no guard stops."""
    with app.app_context():
        for number in (1, 2, 3):
            _act(actor, f"CS{number}")
        _verify(actor)
        for number in (5, 6):
            _act(actor, f"CS{number}")
        with intruder(app) as thief:
            for name in ("audit_entry", "audit_change", "audit_head", "facility"):
                thief.drop_guards(_table(name))
            thief.drop_foreign_keys()
            yield thief


def _act(actor: Actor, code: str) -> None:
    with transaction() as session:
        session.add(Facility(code=code, created_at=clock.now()))
        record("test.act", actor=actor, at=clock.now(), reason="vì thế")


def _verify(actor: Actor) -> None:
    found = check_log()
    with transaction() as session:
        record_verification(session, found, actor=actor, now=clock.now())


def _table(name: str) -> Table:
    return Model.metadata.tables[name]


def _check(extent: Extent = Extent.GO_ON) -> Verification:
    db.session.remove()
    return check_log(extent=extent)


def _places(found: Verification) -> set[tuple[str, str]]:
    return {(problem.kind, problem.where) for problem in found.problems if problem.kind != "unguarded"}


def test_a_sound_log_goes_on_behind_what_was_verified(log: Intruder) -> None:
    found = _check()
    assert (found.first, found.entries, _places(found)) == (MARK, 6, set())
    assert found.head == check_log().head


CAUGHT: list[tuple[str, int, str, Any, tuple[str, str]]] = [
    ("audit_entry", MARK - 1, "hash", "0" * 64, ("edited", f"audit_entry {MARK - 1}")),
    ("audit_entry", MARK, "details", '{"entries":3}', ("edited", f"audit_entry {MARK}")),
    ("audit_entry", 5, "reason", "vì lẽ khác", ("edited", "audit_entry 5")),
    ("audit_change", 4, "difference", '{"code":[null,"X"]}', ("edited", "audit_change 4")),
    ("facility", 1, "code", "CS9", ("edited", "facility 1")),
    ("audit_head", 1, "hash", "0" * 64, ("edited", "audit_head 1")),
]


@pytest.mark.parametrize(("name", "row", "column", "value", "expected"), CAUGHT)
def test_it_still_finds(log: Intruder, name: str, row: int, column: str, value: Any, expected: tuple[str, str]) -> None:
    with log.edited(_table(name), (row,), column, value):
        assert expected in _places(_check())
    assert _places(_check()) == set()


def test_a_missing_old_entry_or_change_is_found(log: Intruder) -> None:
    for name, row in (("audit_entry", 1), ("audit_entry", 2), ("audit_change", 1), ("audit_change", 3)):
        with log.deleted(_table(name), (row,)):
            assert ("deleted", f"{name} {row}") in _places(_check()), (name, row)


def test_an_old_entry_that_was_edited_is_found_from_the_start_only(log: Intruder) -> None:
    with log.edited(_table("audit_entry"), (2,), "reason", "vì lẽ khác"):
        assert _places(_check()) == set()
        assert ("edited", "audit_entry 2") in _places(_check(Extent.WHOLE))


def test_a_mark_moved_to_hide_what_follows_is_not_believed(log: Intruder) -> None:
    """Whoever writes a later number into the mark makes it speak of itself: then everything is recomputed."""
    lie = canonical_json({"result": "sound", "entries": 6, "head": log.row(_table("audit_entry"), (6,))["hash"]})
    with (
        log.edited(_table("audit_entry"), (MARK,), "details", lie),
        log.edited(_table("audit_entry"), (5,), "reason", "vì lẽ khác"),
    ):
        found = _check()
    assert found.first == 1
    assert {("edited", f"audit_entry {MARK}"), ("edited", "audit_entry 5")} <= _places(found)


def test_a_log_with_problems_leaves_no_mark(log: Intruder, actor: Actor) -> None:
    with log.edited(_table("facility"), (1,), "code", "CS9"):
        _verify(actor)
    assert _check().first == MARK


def test_a_short_log_is_always_verified_from_the_start(log: Intruder, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _check(Extent.SUITABLE).first == 1
    monkeypatch.setattr(services, "LARGE", 3)
    assert _check(Extent.SUITABLE).first == MARK
