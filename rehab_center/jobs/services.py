"""Asking for long work, taking it up, and noting how it goes. Every function is called inside ``transaction()``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import event, or_, select, update
from sqlalchemy.orm import Session

from rehab_center.errors import Conflict
from rehab_center.jobs import queue
from rehab_center.jobs.handlers import kind_of
from rehab_center.jobs.models import Job, JobState
from rehab_center.permissions import Actor, Permission, Role
from rehab_center.words import N_, Message, message

MOST_DEATHS = 3
"""A job that took this many workers down with it is not tried again."""


def enqueue(
    session: Session,
    kind: str,
    payload: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
    facility_id: int | None = None,
) -> int:
    """Ask for work of ``kind``; the worker is woken once the caller's transaction is committed. Gives the job's id.

    ``payload`` is plain JSON and small: a file goes into the instance folder and its name in here.
    """
    job = Job(
        kind=kind_of(kind).name,
        payload=dict(payload),
        facility_id=facility_id,
        created_by_id=actor.account_id,
        created_by=actor.label,
        actor=_actor_as_json(actor),
        created_at=now,
    )
    session.add(job)
    session.flush()
    job_id = job.id
    event.listen(session, "after_commit", lambda _session: queue.wake(job_id), once=True)
    return job_id


def cancel(session: Session, job_id: int, *, now: datetime) -> None:
    """Stop a job: at once when it waits, after the item in hand when it runs. Raises Conflict when it is over."""
    job = session.get_one(Job, job_id)
    if job.state not in (JobState.QUEUED, JobState.RUNNING) or not kind_of(job.kind).cancellable:
        raise Conflict(message(N_("This work can no longer be stopped.")))
    job.state = JobState.CANCELLED
    job.finished_at = now


def claim(session: Session, job_id: int, *, worker: str, now: datetime) -> Job | None:
    """Take up a waiting job for ``worker``; None when there is no such job or it does not wait (any more)."""
    job = session.get(Job, job_id)
    if job is None or job.state != JobState.QUEUED:
        return None
    job.state = JobState.RUNNING
    job.worker = worker
    job.attempt += 1
    job.started_at = job.started_at or now
    job.heartbeat_at = now
    session.flush()
    return job


def note_progress(session: Session, job_id: int, attempt: int, *, now: datetime, **changes: Any) -> bool:
    """Write the heartbeat and ``changes`` of a running job; False when the job was cancelled or taken up anew."""
    changed = session.execute(
        update(Job)
        .where(Job.id == job_id, Job.attempt == attempt, Job.state == JobState.RUNNING)
        .values(heartbeat_at=now, **changes)
        .returning(Job.id)
    )
    return changed.first() is not None


def keep_alive(session: Session, *, worker: str, now: datetime) -> None:
    """Write the heartbeat of what ``worker`` has in hand."""
    session.execute(update(Job).where(Job.worker == worker, Job.state == JobState.RUNNING).values(heartbeat_at=now))


def release_abandoned(session: Session, *, silent_since: datetime, worker: str | None, now: datetime) -> None:
    """Let jobs wait again that nobody works on: silent since then, or held by ``worker``, which has just begun."""
    abandoned = session.scalars(
        select(Job).where(
            Job.state == JobState.RUNNING, or_(Job.heartbeat_at < silent_since, Job.worker == (worker or ""))
        )
    )
    for job in abandoned:
        job.deaths += 1
        job.state = JobState.QUEUED
        if job.deaths >= MOST_DEATHS:
            job.state = JobState.FAILED
            job.finished_at = now
            job.error = as_json(message(N_("The work was broken off several times and is not tried again.")))


def as_json(said: Message) -> dict[str, Any]:
    """A sentence as a job keeps it; its values are written out, for JSON knows no days."""
    params = {name: value if isinstance(value, int | str) else str(value) for name, value in said.params.items()}
    return {"msgid": said.msgid, "params": params}


def _actor_as_json(actor: Actor) -> dict[str, Any]:
    return asdict(actor) | {
        "permissions": sorted(actor.permissions),
        "roles": sorted(actor.roles),
        "facility_ids": None if actor.facility_ids is None else sorted(actor.facility_ids),
    }


def actor_of(job: Job) -> Actor:
    """Who acts in a job."""
    kept = job.actor
    facilities = kept["facility_ids"]
    return Actor(
        name=kept["name"],
        label=kept["label"],
        account_id=kept["account_id"],
        facility_ids=None if facilities is None else frozenset(facilities),
        permissions=frozenset(Permission(permission) for permission in kept["permissions"]),
        origin=kept["origin"],
        roles=frozenset(Role(role) for role in kept["roles"]),
    )
