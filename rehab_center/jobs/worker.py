"""The worker: takes jobs up one after another, keeps their heartbeat, and finds those another worker left behind."""

from __future__ import annotations

import fcntl
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.exc import OperationalError

from rehab_center import clock
from rehab_center.config import in_words
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.jobs import nightly, queries, regular, services
from rehab_center.jobs.context import Cancelled, Interrupted, JobContext
from rehab_center.jobs.handlers import kind_of
from rehab_center.jobs.models import Job, JobState
from rehab_center.jobs.queue import queue_of
from rehab_center.words import N_, message

log = logging.getLogger(__name__)

BEAT = 5.0
"""Seconds between two heartbeats, and between two looks at the tables."""
REGULARLY = 60.0
"""Seconds between two looks at what features watch."""
NIGHT = 60.0
"""Seconds between two questions whether the work of the night is due."""
SILENCE = timedelta(seconds=60)
"""A running job without a heartbeat for this long is nobody's."""


def run_job(app: Flask, job_id: int, *, worker: str = "", stopping: Callable[[], bool] = lambda: False) -> None:
    """Do one waiting job from claim to end. Raises nothing: what goes wrong stands in the job."""
    with app.app_context():
        with transaction() as session:
            job = services.claim(session, job_id, worker=worker, now=clock.now())
            context = _context(job, stopping) if job else None
        if context is not None:
            _conclude(context, *_outcome(context))


def _context(job: Job, stopping: Callable[[], bool]) -> JobContext:
    return JobContext(
        job_id=job.id,
        kind=job.kind,
        payload=dict(job.payload),
        actor=services.actor_of(job),
        facility_id=job.facility_id,
        attempt=job.attempt,
        stopping=stopping,
    )


def _outcome(context: JobContext) -> tuple[JobState, dict[str, Any]]:
    """Run the handler: the state the job ends in and what else to write."""
    try:
        return JobState.DONE, {"result": kind_of(context.kind).work(context)}
    except Cancelled:
        return JobState.CANCELLED, {}
    except Interrupted:
        return JobState.QUEUED, {}
    except DomainError as error:
        return JobState.FAILED, {"error": services.as_json(error.message)}
    except Exception:
        log.exception("job %s (%s) failed", context.job_id, context.kind)
        said = message(N_("A fault in the program stopped this work. It is noted as job %(id)s."), id=context.job_id)
        return JobState.FAILED, {"error": services.as_json(said)}


def _conclude(context: JobContext, state: JobState, changes: dict[str, Any]) -> None:
    now = clock.now()
    if state is not JobState.QUEUED:
        changes["finished_at"] = now
    with transaction() as session:
        services.note_progress(session, context.job_id, context.attempt, now=now, state=state, **changes)


@dataclass
class Worker:
    """One worker process of an instance. ``run`` returns when the process is asked to stop."""

    app: Flask
    name: str = field(init=False)
    _in_hand: int | None = None
    _asked_at: float | None = None
    _looked_at: float | None = None

    def __post_init__(self) -> None:
        self.name = f"{socket.gethostname()}:{self.app.instance_path}"
        self._stop = threading.Event()
        self._queue = queue_of(self.app)
        self._queue.take_up = self._take_up

    def run(self) -> None:
        """Work until SIGTERM or SIGINT: the item in hand is finished, its job waits for the next worker."""
        with _only_one(Path(self.app.instance_path) / "worker.lock"):
            self._look(first=True)
            self._queue.prepare()
            consumer = self._queue.huey.create_consumer(
                workers=1, periodic=False, max_delay=0.5, graceful_signal="TERM", check_worker_health=False
            )
            self._stop = consumer.stop_flag
            beats = threading.Thread(target=self._beats, name="beats", daemon=True)
            beats.start()
            consumer.run()
            beats.join()

    def _take_up(self, job_id: int) -> None:
        self._in_hand = job_id
        try:
            run_job(self.app, job_id, worker=self.name, stopping=self._stop.is_set)
        except Exception:
            log.exception("job %s could not be taken up or concluded", job_id)
        finally:
            self._in_hand = None

    def _beats(self) -> None:
        parent = os.getppid()
        while not self._stop.wait(BEAT):
            try:
                self._beat() if self._in_hand else self._look()
            except OperationalError:
                log.info("the database is busy; the next beat will do")
            if os.getppid() != parent:
                self._stop.set()  # the supervisor is gone: so is its worker

    def _beat(self) -> None:
        with self.app.app_context(), transaction() as session:
            services.keep_alive(session, worker=self.name, now=clock.now())

    def _look(self, *, first: bool = False) -> None:
        """Find jobs that wait although nobody woke us for them, and those whose worker fell silent."""
        now = clock.now()
        with self.app.app_context():
            with transaction() as session:
                services.release_abandoned(
                    session, silent_since=now - SILENCE, worker=self.name if first else None, now=now
                )
            self._begin_the_night()
            self._look_regularly()
            for job_id in queries.waiting(db.session()):
                self._queue.wake(job_id)

    def _look_regularly(self) -> None:
        asked = time.monotonic()
        if self._looked_at is None or asked >= self._looked_at + REGULARLY:
            self._looked_at = asked
            regular.look_at_all(clock.now())

    def _begin_the_night(self) -> None:
        """Ask for the work of the night where it is due. The invented centre has none: it is made anew in a minute."""
        hour, asked = self.app.config["BACKUP_HOUR"], time.monotonic()
        if hour is None or self.app.config["DEMO"] or (self._asked_at and asked < self._asked_at + NIGHT):
            return
        self._asked_at = asked
        if nightly.due(db.session(), hour=hour, now=clock.now()):
            with transaction() as session:
                nightly.begin(session, hour=hour, now=clock.now())


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    """Hold the instance's worker lock, which goes with the process; a second worker stops at once."""
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SystemExit(in_words(message(N_("Another worker already serves this instance.")))) from None
        yield
