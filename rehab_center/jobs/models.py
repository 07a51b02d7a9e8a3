"""Jobs and their items. Ephemeral: what a job changes is recorded by the job's own acts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rehab_center.db import Model, one_of


class JobState(StrEnum):
    """Where a job stands. A job whose worker died goes back from RUNNING to QUEUED."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Model):
    """One piece of long work."""

    __tablename__ = "job"
    __table_args__ = (one_of("state", JobState), Index(None, "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default=JobState.QUEUED)
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_by: Mapped[str]
    #: Who acts, with the rights held when the work was asked for.
    actor: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    #: The worker process that has it, host and instance folder.
    worker: Mapped[str | None]
    #: Grows each time a worker takes the job up: an older holder's writes are refused.
    attempt: Mapped[int] = mapped_column(default=0)
    #: How many workers died over it.
    deaths: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    done: Mapped[int] = mapped_column(default=0)
    payload: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any] | None]
    #: Why it failed: a sentence's msgid and params, put into the reader's language by the page.
    error: Mapped[dict[str, Any] | None]


class JobItem(Model):
    """A part of a job, finished in one transaction with what it does."""

    __tablename__ = "job_item"
    __table_args__ = (UniqueConstraint("job_id", "key"),)

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    finished: Mapped[bool] = mapped_column(default=False)
    result: Mapped[dict[str, Any] | None]
