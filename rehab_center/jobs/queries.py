"""Where jobs stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.errors import NotFound, NotPermitted
from rehab_center.jobs.handlers import kind_of
from rehab_center.jobs.models import Job, JobItem, JobState
from rehab_center.permissions import Actor, Permission
from rehab_center.words import N_, Message, message


@dataclass(frozen=True)
class JobPage:
    """One job for the one who asked for it. ``percent`` is None while nobody knows how much there is."""

    id: int
    label: object
    state: JobState
    done: int
    total: int | None
    created_at: datetime
    created_by: str
    finished_at: datetime | None
    error: Message | None
    result_endpoint: str | None
    cancellable: bool

    @property
    def over(self) -> bool:
        """Whether nothing will change any more."""
        return self.state not in (JobState.QUEUED, JobState.RUNNING)

    @property
    def percent(self) -> int | None:
        """Whole percent done, never 100 before the end."""
        if self.state is JobState.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else None


def job_page(session: Session, job_id: int, *, actor: Actor) -> JobPage:
    """A job that ``actor`` asked for, or any where he may see settings. Raises NotFound, also for somebody else's."""
    job = session.get(Job, job_id)
    if job is None or not _may_see(job, actor):
        raise NotFound(message(N_("There is no such work.")))
    kind = kind_of(job.kind)
    over = job.state not in (JobState.QUEUED, JobState.RUNNING)
    return JobPage(
        id=job.id,
        label=kind.label,
        state=JobState(job.state),
        done=job.done,
        total=job.total,
        created_at=job.created_at,
        created_by=job.created_by,
        finished_at=job.finished_at,
        error=Message(**job.error) if job.error else None,
        result_endpoint=kind.done_endpoint if job.state == JobState.DONE else None,
        cancellable=kind.cancellable and not over and _may_stop(job, actor),
    )


def _may_see(job: Job, actor: Actor) -> bool:
    return _own(job, actor) or (actor.may(Permission.SETTINGS_VIEW) and _in_reach(job, actor))


def _may_stop(job: Job, actor: Actor) -> bool:
    """Who asked for it, and who runs the installation: who only looks stops nothing."""
    return _own(job, actor) or (actor.may(Permission.ORGANISATION_EDIT) and _in_reach(job, actor))


def _own(job: Job, actor: Actor) -> bool:
    return actor.account_id is not None and job.created_by_id == actor.account_id


def _in_reach(job: Job, actor: Actor) -> bool:
    return job.facility_id is None or actor.scope.covers(job.facility_id)


def check_stop(session: Session, job_id: int, *, actor: Actor) -> None:
    """Raises NotFound for work out of sight, NotPermitted where the actor may look at it but not stop it."""
    job = session.get(Job, job_id)
    if job is None or not _may_see(job, actor):
        raise NotFound(message(N_("There is no such work.")))
    if not _may_stop(job, actor):
        raise NotPermitted(message(N_("Only who asked for this work may stop it.")))


def waiting(session: Session) -> list[int]:
    """Jobs that wait for the worker, the oldest first."""
    return list(session.scalars(select(Job.id).where(Job.state == JobState.QUEUED).order_by(Job.id)))


def parts_of(session: Session, job_id: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Key and result of every finished part of a job that gave one, in order, read as they are asked for."""
    rows = session.execute(
        select(JobItem.key, JobItem.result)
        .where(JobItem.job_id == job_id, JobItem.finished.is_(True), JobItem.result.is_not(None))
        .order_by(JobItem.position)
        .execution_options(yield_per=100)
    )
    return ((key, result) for key, result in rows)


def result_of(session: Session, job_id: int, kind: str, *, actor: Actor) -> dict[str, object]:
    """What a finished job of ``kind`` gave. Raises NotFound for another kind, another's job or one not done."""
    job = session.get(Job, job_id)
    if job is None or job.kind != kind or job.state != JobState.DONE or not _may_see(job, actor):
        raise NotFound(message(N_("There is no such work.")))
    return dict(job.result or {})
