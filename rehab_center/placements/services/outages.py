"""Beds out of use: why, since when, and when they are expected back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import Subject, record
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.names import clean
from rehab_center.permissions import Actor, Scope
from rehab_center.placements.kinds import OutageReason
from rehab_center.placements.models import Bed, BedOutage, Room
from rehab_center.placements.services.setup import load_bed, room_subject
from rehab_center.words import N_, message


@dataclass(frozen=True)
class OutageFacts:
    """Why a bed cannot be slept in, from which day, and when it is expected back."""

    reason: OutageReason
    from_on: date
    expected_on: date | None = None
    note: str | None = None


def take_out_of_use(session: Session, bed_id: int, *, facts: OutageFacts, actor: Actor, now: datetime) -> int:
    """Let nobody be given a bed until it is back; gives the outage's id.

    Whoever sleeps in it stays there until moved. Raises Conflict where it is out already, DomainError for a day to come
    or a return before it, NotFound.
    """
    bed = load_bed(session, bed_id, scope=actor.scope)
    today = clock.day_of(now)
    if facts.from_on > today:
        raise DomainError(message(N_("%(day)s is still to come"), day=facts.from_on), field="from_on")
    _check_expected(facts.from_on, facts.expected_on)
    if session.scalar(select(BedOutage.id).where(BedOutage.bed_id == bed_id, BedOutage.ended_on.is_(None))):
        raise Conflict(message(N_("This bed is out of use already")))
    outage = BedOutage(
        bed_id=bed_id,
        reason=facts.reason,
        note=clean(facts.note or "") or None,
        from_on=facts.from_on,
        expected_on=facts.expected_on,
        opened_at=now,
        opened_by=actor.label,
    )
    session.add(outage)
    session.flush()
    record("bed.out-of-use", actor=actor, at=now, about=room_subject(session.get_one(Room, bed.room_id)))
    return outage.id


def put_off_return(
    session: Session, outage_id: int, *, expected_on: date | None, note: str | None, actor: Actor, now: datetime
) -> None:
    """Expect a bed back on another day; what was expected before stays in the log. Raises DomainError, NotFound."""
    outage = load_outage(session, outage_id, scope=actor.scope)
    _check_expected(outage.from_on, expected_on)
    outage.expected_on, outage.note = expected_on, clean(note or "") or None
    session.flush()
    record("bed.return-put-off", actor=actor, at=now, about=_room_of(session, outage.bed_id))


def back_in_use(session: Session, outage_id: int, *, on: date, actor: Actor, now: datetime) -> None:
    """A bed may be slept in again from ``on``. Raises DomainError for a day to come or before it was out, NotFound."""
    outage = load_outage(session, outage_id, scope=actor.scope)
    if not outage.from_on <= on <= clock.day_of(now):
        words = message(N_("Between %(first)s and today, please"), first=outage.from_on)
        raise DomainError(words, field="ended_on")
    outage.ended_on, outage.ended_by = on, actor.label
    session.flush()
    record("bed.back-in-use", actor=actor, at=now, about=_room_of(session, outage.bed_id))


def load_outage(session: Session, outage_id: int, *, scope: Scope) -> BedOutage:
    """The row itself. Raises NotFound, outside the scope and once it has ended too."""
    outage = session.get(BedOutage, outage_id)
    if outage is None or outage.ended_on is not None:
        raise NotFound(message(N_("This bed is not out of use")))
    load_bed(session, outage.bed_id, scope=scope)
    return outage


def _room_of(session: Session, bed_id: int) -> Subject:
    return room_subject(session.get_one(Room, session.get_one(Bed, bed_id).room_id))


def _check_expected(from_on: date, expected_on: date | None) -> None:
    if expected_on is not None and expected_on < from_on:
        raise DomainError(message(N_("It cannot be back before it was out of use")), field="expected_on")
