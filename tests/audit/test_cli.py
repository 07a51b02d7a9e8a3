"""``flask audit verify`` and ``flask verify``: JSON on stdout, progress on stderr, 1 when something is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit import caches
from rehab_center.audit.problems import Problem
from rehab_center.audit.recorder import log_head, record
from rehab_center.db import db, transaction
from rehab_center.organisation.models import Facility
from rehab_center.permissions import Actor
from rehab_center.words import N_, message
from tests.audit.intruder import intruder


def _run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=list(arguments))


@pytest.fixture
def filled(app: Flask, actor: Actor) -> Flask:
    """A program with one act in its log."""
    with app.app_context():
        with transaction() as session:
            session.add(Facility(code="CS1", created_at=clock.now()))
            record("facility.created", actor=actor, at=clock.now())
        db.session.remove()
    return app


def test_an_empty_log_is_sound(app: Flask) -> None:
    answer = _run(app, "audit", "verify")
    assert answer.exit_code == 0
    assert json.loads(answer.stdout) == {"ok": True, "entries": 0, "head": ""}


def test_a_sound_log(filled: Flask) -> None:
    answer = _run(filled, "audit", "verify", "--json")
    with filled.app_context():
        head = log_head(db.session())
    assert json.loads(answer.stdout) == {"ok": True, "entries": 1, "head": head.hash}
    assert answer.stderr == "1/1\n"


def test_verifying_again_gives_the_same(filled: Flask) -> None:
    assert _run(filled, "audit", "verify").stdout == _run(filled, "audit", "verify").stdout


def test_the_result_is_recorded_when_asked_for(filled: Flask) -> None:
    assert _run(filled, "audit", "verify", "--record").exit_code == 0
    assert json.loads(_run(filled, "audit", "verify").stdout)["entries"] == 2


def test_a_tampered_row_is_named_and_the_command_fails(filled: Flask) -> None:
    with intruder(filled) as thief:
        thief.do("UPDATE facility SET code = 'CS7'")
    answer = _run(filled, "audit", "verify")
    said = json.loads(answer.stdout)
    assert (answer.exit_code, said["ok"]) == (1, False)
    assert [(problem["kind"], problem["where"]) for problem in said["problems"]] == [("edited", "facility 1")]
    assert all(problem["what"] for problem in said["problems"])


def test_wrong_usage_is_2(app: Flask) -> None:
    assert _run(app, "audit", "verify", "--nonsense").exit_code == 2


def test_every_cache_is_compared(filled: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def check(_session: Session) -> Iterator[Problem]:
        yield Problem("cache", "admission 7", message(N_("The row is not as the log last recorded it.")))

    assert _run(filled, "verify").exit_code == 0
    monkeypatch.setitem(caches._checks, "test.cache", check)
    answer = _run(filled, "verify")
    said = json.loads(answer.stdout)
    assert (answer.exit_code, said["ok"]) == (1, False)
    assert "test.cache" in said["checks"]
    assert [(problem["kind"], problem["where"]) for problem in said["problems"]] == [("cache", "admission 7")]


def test_a_name_belongs_to_one_check() -> None:
    caches.register_check("test.once", _nothing)
    caches.register_check("test.once", _nothing)
    with pytest.raises(ValueError, match=r"test\.once"):
        caches.register_check("test.once", lambda session: iter(()))
    del caches._checks["test.once"]


def _nothing(_session: Session) -> Iterator[Problem]:
    return iter(())
