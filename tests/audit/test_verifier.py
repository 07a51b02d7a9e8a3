"""Verifying a log that is in use, and one that is longer than a slice."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit import chain, chain_walk, live_rows
from rehab_center.audit.recorder import record
from rehab_center.audit.services import check_log
from rehab_center.audit.verifier import verify
from rehab_center.db import transaction
from rehab_center.organisation.models import Facility
from rehab_center.permissions import Actor
from tests.audit.intruder import intruder


def _add(actor: Actor, *codes: str) -> None:
    with transaction() as session:
        session.add_all([Facility(code=code, created_at=clock.now()) for code in codes])
        record("test.act", actor=actor, at=clock.now())


def test_writing_goes_on_meanwhile(session: Session, actor: Actor) -> None:
    _add(actor, "CS1")
    told = []

    def write(done: int, total: int) -> None:
        told.append((done, total))
        _add(actor, "CS2")

    found = check_log(write)
    assert (found.ok, found.entries, told) == (True, 1, [(1, 1)])
    assert check_log().entries == 2


def test_slices_leave_nothing_out(app: Flask, session: Session, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (chain_walk, live_rows):
        monkeypatch.setattr(module, "SLICE", 2)
    monkeypatch.setattr(live_rows, "_KEYS", 2)
    for number in range(5):
        _add(actor, f"A{number}", f"B{number}")
    assert check_log().ok
    with transaction() as writing:
        writing.delete(writing.scalars(select(Facility).where(Facility.code == "A2")).one())
        record("test.act", actor=actor, at=clock.now())
    assert check_log().ok
    with intruder(app) as thief:
        thief.do("DELETE FROM facility WHERE id IN (1, 10)")
        thief.do("UPDATE facility SET code = 'X' WHERE id = 4")
    assert {(problem.kind, problem.where) for problem in check_log().problems} == {
        ("deleted", "facility 1"),
        ("deleted", "facility 10"),
        ("edited", "facility 4"),
    }


def test_a_wrong_key_shows_at_once(app: Flask, session: Session, actor: Actor) -> None:
    _add(actor, "CS1")
    app.config["AUDIT_KEY"] = b"another installation's key"
    assert [problem.where for problem in check_log().problems] == ["audit_head 1"]


def test_old_entries_stay_true_when_words_are_folded_otherwise(
    app: Flask, session: Session, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction():
        record("person.viewed", actor=actor, at=clock.now(), reason="Đỗ Thị Hoà")
    monkeypatch.setattr(chain, "fold", lambda text: text.upper())
    found = verify(session, app.config["AUDIT_KEY"])
    assert found.ok, found.problems
