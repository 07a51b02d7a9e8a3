"""The worker as a process: woken through the queue, killed without warning, stopped politely."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.config import ROOT
from rehab_center.db import transaction
from rehab_center.jobs import services
from rehab_center.jobs.models import Job, JobState
from rehab_center.jobs.queue import queue_of
from rehab_center.permissions import Actor
from tests.jobs import kinds
from tests.processes import PATIENCE, until

Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def start(app: Flask) -> Iterator[Start]:
    """Starts a worker on the test's database; all are gone at the end."""
    queue_of(app).immediate = False
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.jobs.worker_process", app.instance_path, app.config["DATABASE_URL"]]
        started.append(subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def ask(path: Path, items: int, wait: float, actor: Actor) -> int:
    payload = {"file": str(path), "items": items, "wait": wait}
    with transaction() as session:
        return services.enqueue(session, "test.count", payload, actor=actor, now=clock.now())


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []


def state(session: Session, job_id: int) -> str:
    session.rollback()
    return session.get_one(Job, job_id).state


def test_a_killed_worker_s_job_goes_on_where_it_was(
    session: Session, actor: Actor, start: Start, tmp_path: Path
) -> None:
    done = tmp_path / "done"
    job_id = ask(done, items=40, wait=0.05, actor=actor)
    first = start()
    until(lambda: len(lines(done)) >= 5)
    first.kill()
    first.wait()
    assert state(session, job_id) == JobState.RUNNING
    assert len(lines(done)) < 40
    start()
    until(lambda: state(session, job_id) == JobState.DONE)
    job = session.get_one(Job, job_id)
    assert (job.done, job.total, job.attempt, job.deaths) == (40, 40, 2, 1)
    assert len(lines(done)) == len(set(lines(done)))  # nothing twice
    assert len(lines(done)) >= 39  # the kill may have come between an item's commit and its line


def test_a_stopped_worker_finishes_the_item_in_hand(
    session: Session, actor: Actor, start: Start, tmp_path: Path
) -> None:
    done = tmp_path / "done"
    job_id = ask(done, items=200, wait=0.05, actor=actor)
    worker = start()
    until(lambda: len(lines(done)) >= 2)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=PATIENCE) == 0
    assert state(session, job_id) == JobState.QUEUED
    assert session.get_one(Job, job_id).done == len(lines(done))
    assert session.get_one(Job, job_id).deaths == 0


@pytest.mark.usefixtures("session")
def test_an_instance_has_one_worker(actor: Actor, start: Start, tmp_path: Path) -> None:
    done = tmp_path / "done"
    ask(done, items=1, wait=0, actor=actor)
    start()
    until(lambda: len(lines(done)) == 1)
    second = start()
    assert second.wait(timeout=PATIENCE) == 1
    assert second.stderr is not None
    assert os.fsdecode(second.stderr.read()).strip()


def test_the_kinds_are_registered_once() -> None:
    with pytest.raises(ValueError, match="two handlers"):
        kinds.handler("test.count", label="Again")(kinds.fault)
