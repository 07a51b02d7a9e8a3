"""Writing down what became of somebody who passed a course."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import record
from rehab_center.courses.kinds import Outcome
from rehab_center.courses.models import JobAfter
from rehab_center.courses.queries.courses import course_page
from rehab_center.courses.services.tests import load_course, subject_of
from rehab_center.errors import DomainError
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.words import N_, message


@dataclass(frozen=True)
class Job:
    """What was heard: on which day, whether there is a job, where, since when, whether in the trade, who said so."""

    on: date
    found: bool
    place: str | None = None
    since: date | None = None
    in_trade: bool | None = None
    source: str | None = None
    note: str | None = None


def note_job(session: Session, activity_id: int, stay_id: int, job: Job, *, actor: Actor, now: datetime) -> int:
    """Add a line about somebody who passed, and give its id; the last one counts.

    Raises DomainError with a field of :class:`Job`, NotFound.
    """
    programme = load_course(session, activity_id, actor=actor)
    today = clock.day_of(now)
    learner = course_page(session, activity_id, scope=actor.scope, today=today).learner(stay_id)
    if learner is None or learner.result is None or learner.result.outcome is not Outcome.PASSED:
        raise DomainError(message(N_("Jobs are noted of those who have passed the course")), code="not-passed")
    job = _tidied(job)
    if job.found and not job.place:
        raise DomainError(message(N_("Where is the job?")), field="place")
    if job.on > today:
        raise DomainError(message(N_("This day is still to come")), field="on")
    if job.since is not None and job.since > job.on:
        raise DomainError(message(N_("Nobody can have heard of it before it began")), field="since")
    row = JobAfter(
        activity_id=activity_id,
        admission_id=stay_id,
        on=job.on,
        found=job.found,
        place=job.place,
        since=job.since,
        in_trade=job.in_trade,
        source=job.source,
        note=job.note,
        recorded_at=now,
        actor=actor.label,
    )
    session.add(row)
    session.flush()
    details = {"learner": learner.label}
    record("course.job-noted", actor=actor, at=now, about=subject_of(programme), details=details)
    return row.id


def _tidied(job: Job) -> Job:
    place, source, note = (clean(text or "") or None for text in (job.place, job.source, job.note))
    if not job.found:
        return replace(job, place=None, since=None, in_trade=None, source=source, note=note)
    return replace(job, place=place, source=source, note=note)
