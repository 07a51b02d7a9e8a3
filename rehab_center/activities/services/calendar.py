"""Entering holidays and taking them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.models import Activity, Holiday
from rehab_center.activities.queries.calendar import standing
from rehab_center.activities.rules.holidays import DayOff, fixed_holiday
from rehab_center.activities.services.following import follow
from rehab_center.audit.recorder import Subject, record
from rehab_center.documents.rules import DocumentFacts
from rehab_center.documents.services import add_document
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.words import N_, message


def add_holidays(
    session: Session, days_off: Sequence[DayOff], *, paper: DocumentFacts | None = None, actor: Actor, now: datetime
) -> tuple[int, ...]:
    """Enter days off by one decision, of one centre (``facility_id``) or of all; sessions from today on follow.

    Raises DomainError without a name or for a day moved onto itself, Conflict for one that is off already, NotFound
    for a centre out of reach, and for all centres where the actor does not reach them all.
    """
    for one in days_off:
        _check(session, one, actor)
    document_id = None
    if paper is not None:
        facts = replace(paper, facility_id=days_off[0].facility_id)
        document_id = add_document(session, facts=facts, actor=actor, now=now)
    rows = [
        Holiday(
            facility_id=one.facility_id,
            on=one.on,
            name=clean(one.name),
            document_id=document_id,
            moved_from=one.moved_from,
            recorded_at=now,
            actor=actor.label,
        )
        for one in days_off
    ]
    session.add_all(rows)
    session.flush()
    touched = _follow(session, rows, now=now)
    details = {"changed_sessions": touched, "days_off": len(rows)}
    record("holiday.added", actor=actor, at=now, about=_subject(rows[0]), details=details)
    return tuple(row.id for row in rows)


def withdraw_holiday(session: Session, holiday_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take an entered day off back; what it cancelled from today on is planned again.

    Raises DomainError without a reason, Conflict where it is withdrawn already, NotFound.
    """
    row = session.get(Holiday, holiday_id)
    if row is None:
        raise NotFound(message(N_("There is no such holiday")))
    _check_reach(row.facility_id, actor)
    if row.withdrawn_at is not None:
        raise Conflict(message(N_("This is withdrawn already")))
    if not clean(reason):
        raise DomainError(message(N_("Say why")), field="reason")
    row.withdrawn_at, row.withdrawn_by = now, actor.label
    session.flush()
    touched = _follow(session, [row], now=now)
    record(
        "holiday.withdrawn",
        actor=actor,
        at=now,
        about=_subject(row),
        reason=clean(reason),
        details={"changed_sessions": touched},
    )


def _follow(session: Session, rows: Sequence[Holiday], *, now: datetime) -> int:
    today = clock.day_of(now)
    if all(max(row.on, row.moved_from or row.on) < today for row in rows):
        return 0
    query = select(Activity).order_by(Activity.facility_id, Activity.id)
    centres = {row.facility_id for row in rows}
    if None not in centres:
        query = query.where(Activity.facility_id.in_(centres))
    by_centre: dict[int, list[Activity]] = {}
    for one in session.scalars(query):
        by_centre.setdefault(one.facility_id, []).append(one)
    return sum(follow(session, some, now=now) for some in by_centre.values())


def _check(session: Session, day_off: DayOff, actor: Actor) -> None:
    _check_reach(day_off.facility_id, actor)
    if not clean(day_off.name):
        raise DomainError(message(N_("Say which holiday it is")), field="name")
    if day_off.moved_from == day_off.on:
        raise DomainError(message(N_("A day cannot take its own place")), field="moved_from")
    _refuse_known(session, day_off)


def _check_reach(facility_id: int | None, actor: Actor) -> None:
    within = actor.facility_ids is None if facility_id is None else actor.scope.covers(facility_id)
    if not within:
        raise NotFound(message(N_("There is no such centre")))


def _refuse_known(session: Session, day_off: DayOff) -> None:
    known = session.scalar(select(Holiday.name).where(standing(day_off.facility_id), Holiday.on == day_off.on))
    if known is not None:
        raise Conflict(message(N_("This day is off already: %(name)s"), name=known), field="on")
    if fixed_holiday(day_off.on) is not None:
        raise Conflict(message(N_("This day is off by law already")), field="on")


def _subject(row: Holiday) -> Subject:
    return Subject("holiday", row.id, f"{row.name} ({row.on:%d/%m/%Y})")
