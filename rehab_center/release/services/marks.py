"""Marking what was sent or is ready for those who leave: one act for a whole list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.queries import load_stay
from rehab_center.admissions.services.admit import log_subject
from rehab_center.audit.recorder import record
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.permissions import Actor
from rehab_center.release.kinds import ReleasePaper
from rehab_center.release.models import ReleaseMark
from rehab_center.release.queries.leaving import last_days, marks_of
from rehab_center.stages.services.change import stays_in_reach
from rehab_center.words import N_, message


def mark_papers(
    session: Session, stays: Mapping[int, date], paper: ReleasePaper, done_on: date, *, actor: Actor, now: datetime
) -> int:
    """Mark a paper as sent or ready for several people and give how many marks are new; what is marked stays.

    ``stays``: by stay, the last day that stood on the list. Raises DomainError without anybody or for a day to come,
    Conflict where a term has become another meanwhile (nothing is marked then), NotFound for a stranger.
    """
    if not stays:
        raise DomainError(message(N_("Tick at least one person")), field="stays")
    if done_on > clock.day_of(now):
        raise DomainError(message(N_("This day is still to come")), field="done_on")
    stays_in_reach(session, stays, actor.scope)
    ends = last_days(session, stays)
    if any(ends.get(stay_id) != last_on for stay_id, last_on in stays.items()):
        raise Conflict(message(N_("A term has become another meanwhile: look at the list again, nothing was marked")))
    there = marks_of(session, stays)
    new = [
        ReleaseMark(
            admission_id=stay_id,
            paper=paper.value,
            term_end_on=last_on,
            done_on=done_on,
            withdraws_id=None,
            recorded_at=now,
            actor=actor.label,
        )
        for stay_id, last_on in stays.items()
        if all((mark.paper, mark.term_end_on) != (paper, last_on) for mark in there.get(stay_id, ()))
    ]
    session.add_all(new)
    session.flush()
    details = {"release_paper": paper.value, "release_people": len(new)}
    record("release.marked", actor=actor, at=now, details=details)
    return len(new)


def withdraw_mark(session: Session, mark_id: int, *, actor: Actor, now: datetime) -> int:
    """Take back a mark set by mistake, and give its stay. Raises NotFound, Conflict where it is taken back already."""
    row = session.get(ReleaseMark, mark_id)
    if row is None or row.withdraws_id is not None:
        raise NotFound(message(N_("There is no such mark")))
    stay = load_stay(session, row.admission_id, scope=actor.scope)
    if session.scalar(select(ReleaseMark.id).where(ReleaseMark.withdraws_id == mark_id)) is not None:
        raise Conflict(message(N_("Somebody has taken this mark back already")))
    session.add(
        ReleaseMark(
            admission_id=row.admission_id,
            paper=row.paper,
            term_end_on=row.term_end_on,
            done_on=row.done_on,
            withdraws_id=mark_id,
            recorded_at=now,
            actor=actor.label,
        )
    )
    session.flush()
    record("release.mark-withdrawn", actor=actor, at=now, about=log_subject(session, stay))
    return stay.id
