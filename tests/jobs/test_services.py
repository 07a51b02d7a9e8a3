"""Asking for work, doing it, ending it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.db import db, transaction
from rehab_center.errors import Conflict
from rehab_center.jobs import queries, services
from rehab_center.jobs.models import Job, JobState
from rehab_center.jobs.queue import queue_of
from rehab_center.jobs.worker import SILENCE, run_job
from rehab_center.permissions import Actor
from tests.jobs import kinds


@pytest.fixture
def waiting(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is woken: work stays where it is until the test does it."""
    monkeypatch.setattr(queue_of(app), "wake", lambda _job_id: None)


def ask_within(kind: str, payload: dict[str, Any], actor: Actor) -> int:
    return services.enqueue(db.session(), kind, payload, actor=actor, now=clock.now())


def ask(kind: str, payload: dict[str, Any], actor: Actor) -> int:
    with transaction():
        return ask_within(kind, payload, actor)


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")[:-1]


def test_work_is_done_once_the_transaction_is_committed(session: Session, actor: Actor, tmp_path: Path) -> None:
    job_id = ask("test.count", {"file": str(tmp_path / "done"), "items": 3}, actor)
    job = session.get_one(Job, job_id)
    assert (job.state, job.done, job.total, job.result) == (JobState.DONE, 3, 3, {"counted": 3})
    assert lines(tmp_path / "done") == ["item 0", "item 1", "item 2"]
    page = queries.job_page(session, job_id, actor=actor)
    assert (page.over, page.percent, page.cancellable) == (True, 100, False)


@pytest.mark.usefixtures("session")
def test_work_asked_for_in_vain_is_not_done(actor: Actor, tmp_path: Path) -> None:
    def ask_and_fail() -> None:
        with transaction():
            ask_within("test.count", {"file": str(tmp_path / "done"), "items": 3}, actor)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask_and_fail()
    with transaction():
        pass
    assert not (tmp_path / "done").exists()


def test_an_unknown_kind_is_refused_when_asked_for(session: Session, actor: Actor) -> None:
    with pytest.raises(LookupError):
        ask("test.unknown", {}, actor)


def test_a_refusal_is_kept_in_its_words(session: Session, actor: Actor) -> None:
    job_id = ask("test.refuse", {}, actor)
    page = queries.job_page(session, job_id, actor=actor)
    assert (page.state, page.percent, str(page.error)) == (JobState.FAILED, 33, "Row 7 is empty")


def test_a_fault_shows_nothing_of_the_program(session: Session, actor: Actor, caplog: pytest.LogCaptureFixture) -> None:
    job_id = ask("test.fault", {}, actor)
    page = queries.job_page(session, job_id, actor=actor)
    assert page.state is JobState.FAILED
    assert "secret" not in str(page.error)
    assert f"as job {job_id}" in str(page.error)
    assert "secret detail" in caplog.text


@pytest.mark.usefixtures("waiting")
def test_a_broken_off_job_goes_on_with_what_is_left(app: Flask, session: Session, actor: Actor, tmp_path: Path) -> None:
    job_id = ask("test.count", {"file": str(tmp_path / "done"), "items": 4}, actor)
    looks = iter([False, False, False, True])  # plan, two items, and then the worker is told to stop
    run_job(app, job_id, worker="first", stopping=lambda: next(looks))
    session.expire_all()
    assert (session.get_one(Job, job_id).state, lines(tmp_path / "done")) == (JobState.QUEUED, ["item 0", "item 1"])
    run_job(app, job_id, worker="second")
    session.rollback()
    job = session.get_one(Job, job_id)
    assert (job.state, job.attempt, job.result) == (JobState.DONE, 2, {"counted": 4})
    assert lines(tmp_path / "done") == ["item 0", "item 1", "item 2", "item 3"]


@pytest.mark.usefixtures("waiting")
def test_a_silent_job_waits_again_and_a_deadly_one_is_given_up(session: Session, actor: Actor) -> None:
    job_id = ask("test.count", {"file": "", "items": 1}, actor)
    now = clock.now()
    for death in range(1, services.MOST_DEATHS + 1):
        with transaction() as writing:
            assert services.claim(writing, job_id, worker="w", now=now) is not None
            assert services.claim(writing, job_id, worker="w", now=now) is None
        with transaction() as writing:
            services.release_abandoned(writing, silent_since=now - SILENCE, worker="other", now=now)
        assert session.get_one(Job, job_id).state == JobState.RUNNING
        with transaction() as writing:
            services.release_abandoned(writing, silent_since=now + timedelta(seconds=1), worker=None, now=now)
        assert session.get_one(Job, job_id).deaths == death
    assert session.get_one(Job, job_id).state == JobState.FAILED
    assert "several times" in str(queries.job_page(session, job_id, actor=actor).error)


@pytest.mark.usefixtures("waiting")
def test_cancelled_work_is_not_done_and_cannot_be_cancelled_twice(
    app: Flask, session: Session, actor: Actor, tmp_path: Path
) -> None:
    job_id = ask("test.count", {"file": str(tmp_path / "done"), "items": 4}, actor)
    with transaction() as writing:
        services.cancel(writing, job_id, now=clock.now())
    run_job(app, job_id)
    assert not (tmp_path / "done").exists()
    with pytest.raises(Conflict), transaction() as writing:
        services.cancel(writing, job_id, now=clock.now())


@pytest.mark.usefixtures("waiting")
def test_an_older_holder_cannot_write_any_more(
    app: Flask, session: Session, actor: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = ask("test.count", {"file": str(tmp_path / "done"), "items": 2}, actor)

    def taken_over(_seconds: float) -> None:
        with transaction() as writing:
            writing.execute(update(Job).values(attempt=Job.attempt + 1))

    monkeypatch.setattr(kinds.time, "sleep", taken_over)
    run_job(app, job_id)
    job = session.get_one(Job, job_id)
    assert (job.state, job.done) == (JobState.RUNNING, 1)


@pytest.mark.usefixtures("waiting")
def test_the_actor_keeps_the_rights_held_when_asking(session: Session) -> None:
    asking = Actor("lan", "Lan", None, frozenset({3, 1}), frozenset(), "10.0.0.5")
    job_id = ask("test.fault", {}, asking)
    assert services.actor_of(session.get_one(Job, job_id)) == asking
