"""The work of the night: once each night, late where the machine was off, again where it failed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from rehab_center import clock
from rehab_center.audit.recorder import record
from rehab_center.clock import ZONE
from rehab_center.db import db, transaction
from rehab_center.jobs import nightly
from rehab_center.jobs.models import Job, JobState
from rehab_center.jobs.queue import queue_of
from rehab_center.jobs.rules import Attempt, is_due, last_start
from rehab_center.permissions import Actor
from tests.jobs import kinds

assert kinds  # registers the kind
KIND = "test.count"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "hour", "begins"),
    [
        (at(23, 2), 2, at(23, 2)),
        (at(23, 1, 59), 2, at(22, 2)),
        (at(23, 14), 2, at(23, 2)),
        (at(23, 0), 0, at(23, 0)),
        (at(1, 3), 23, datetime(2026, 10, 31, 23, tzinfo=ZONE)),
    ],
)
def test_the_night_begins_at_its_hour(now: datetime, hour: int, begins: datetime) -> None:
    assert last_start(now, hour) == begins


@pytest.mark.parametrize(
    ("now", "last", "due"),
    [
        (at(23, 2), None, True),
        (at(23, 2), Attempt(at(22, 2)), True),
        (at(23, 1, 59), Attempt(at(22, 2)), False),
        (at(23, 2, 1), Attempt(at(23, 2)), False),
        (at(23, 9), Attempt(at(20, 2)), True),  # it was off for days
        (at(24, 1), Attempt(at(23, 9)), False),  # done late that morning
        (at(23, 3), Attempt(at(23, 2), failed=True), False),
        (at(23, 4), Attempt(at(23, 2), failed=True), True),
        (at(23, 9), Attempt(at(22, 2), open=True), False),
        (at(23, 3), Attempt(at(25, 2)), True),  # the clock was put back since
    ],
)
def test_it_is_due_once_a_night(now: datetime, last: Attempt | None, *, due: bool) -> None:
    assert is_due(now, 2, last) is due


def test_the_worker_asks_for_it_once(app: Flask, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty centre has nothing to lose; then one job a night, in the program's own name."""
    monkeypatch.setattr(nightly, "_kinds", [KIND])
    monkeypatch.setattr(queue_of(app), "wake", lambda _job_id: None)
    with app.app_context(), clock.set_to(at(23, 9)):
        assert nightly.due(db.session(), hour=2, now=clock.now()) == []
        with transaction():
            record("audit.exported", actor=actor, at=clock.now())
        with transaction() as session:
            assert len(nightly.begin(session, hour=2, now=clock.now())) == 1
        with transaction() as session:
            assert nightly.begin(session, hour=2, now=clock.now() + timedelta(hours=3)) == []
            job = session.get_one(Job, 1)
            assert (job.kind, job.created_by) == (KIND, nightly.PROGRAM.label)
            job.state = JobState.FAILED
        with transaction() as session:
            assert len(nightly.begin(session, hour=2, now=clock.now() + timedelta(hours=3))) == 1
            assert nightly.begin(session, hour=2, now=clock.now() + timedelta(days=1)) == []  # still in hand
