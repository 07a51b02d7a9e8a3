"""Waking the worker. Losing a wake-up loses nothing: the worker also looks at the tables every few seconds."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from flask import Flask, current_app
from huey import SqliteHuey

log = logging.getLogger(__name__)


class Queue:
    """The queue in the instance folder. In immediate mode (tests) a woken job runs at once, in the caller's process."""

    def __init__(self, path: Path, take_up: Callable[[int], None], *, immediate: bool) -> None:
        self.immediate = immediate
        #: Runs a job by its id; the worker process puts its own here.
        self.take_up = take_up
        self._path = path

    @cached_property
    def huey(self) -> Any:
        """huey on its own small file, opened when first needed."""
        return SqliteHuey(filename=str(self._path), results=False)

    @cached_property
    def _task(self) -> Callable[[int], object]:
        return cast(Callable[[int], object], self.huey.task(name="take_up")(lambda job_id: self.take_up(job_id)))

    def prepare(self) -> None:
        """Let huey know the task before a consumer starts."""
        _ = self._task

    def wake(self, job_id: int) -> None:
        """Have the job taken up soon."""
        if self.immediate:
            self.take_up(job_id)
            return
        try:
            self._task(job_id)
        except sqlite3.Error:
            log.warning("job %s is not in the queue; the worker will find it in the table", job_id, exc_info=True)


def init_app(app: Flask, *, take_up: Callable[[int], None]) -> None:
    """Give the application its queue."""
    immediate = app.config.setdefault("JOBS_IMMEDIATE", app.testing)
    app.extensions["jobs"] = Queue(Path(app.instance_path) / "queue.sqlite", take_up, immediate=immediate)


def queue_of(app: Flask) -> Queue:
    """The application's queue."""
    return cast(Queue, app.extensions["jobs"])


def wake(job_id: int) -> None:
    """Have the job taken up soon, by the current application's worker."""
    queue_of(current_app).wake(job_id)
