"""The work of the night: kinds of jobs that the worker begins by itself, once a day from a set hour on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.queries import last_number
from rehab_center.jobs.handlers import kind_of
from rehab_center.jobs.models import Job, JobState
from rehab_center.jobs.rules import Attempt, is_due
from rehab_center.jobs.services import enqueue
from rehab_center.permissions import Actor

PROGRAM = Actor(name="program:nightly", label="Việc hằng đêm", origin="job")
"""Who acts at night, as the log writes it."""

_kinds: list[str] = []


def every_night(kind: str) -> None:
    """Have jobs of ``kind`` begun every night, after those registered before. Its payload is empty."""
    if kind_of(kind).name not in _kinds:
        _kinds.append(kind)


def due(session: Session, *, hour: int, now: datetime) -> list[str]:
    """The kinds whose turn it is. None while nothing was ever written: an empty centre has nothing to lose."""
    if not last_number(session):
        return []
    local = now.astimezone(clock.ZONE)
    return [kind for kind in _kinds if is_due(local, hour, last_attempt(session, kind))]


def begin(session: Session, *, hour: int, now: datetime) -> list[int]:
    """Ask for the work that is due, inside ``transaction()``; gives the jobs. Called again it asks for none."""
    return [enqueue(session, kind, {}, actor=PROGRAM, now=now) for kind in due(session, hour=hour, now=now)]


def last_attempt(session: Session, kind: str) -> Attempt | None:
    """When work of this kind was last asked for, and whether it failed."""
    newest = select(Job.created_at, Job.state).where(Job.kind == kind).order_by(Job.id.desc()).limit(1)
    row = session.execute(newest).first()
    if row is None:
        return None
    return Attempt(row.created_at, row.state == JobState.FAILED, row.state in (JobState.QUEUED, JobState.RUNNING))
