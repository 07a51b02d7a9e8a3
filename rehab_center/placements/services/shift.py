"""Handing a shift over: kept by the one who gives, put right until the one who takes over confirms it."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import Subject, record
from rehab_center.audit.second_saver import refuse_stale
from rehab_center.errors import Conflict, NotPermitted
from rehab_center.names import clean, fold
from rehab_center.permissions import Actor
from rehab_center.placements.models import ShiftHandover
from rehab_center.placements.queries.handovers import frozen, load_handover
from rehab_center.placements.queries.shifts import shift
from rehab_center.placements.rules.shift import ShiftFacts, check_shift
from rehab_center.words import N_, message


def keep_handover(session: Session, facility_id: int, *, facts: ShiftFacts, actor: Actor, now: datetime) -> int:
    """Keep the handover of a shift and give its id.

    Raises DomainError by the rules, Conflict where the shift that begins then is handed over already, NotFound.
    """
    row = ShiftHandover(facility_id=facility_id)
    _write(session, row, facts, actor=actor, now=now)
    session.add(row)
    session.flush()
    record("shift.kept", actor=actor, at=now, about=subject_of(row))
    return row.id


def correct_handover(
    session: Session, handover_id: int, *, facts: ShiftFacts, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Put right what was kept; the register is asked anew. Raises as :func:`keep_handover`, Conflict once confirmed."""
    row = _open(session, handover_id, expected_version=expected_version, actor=actor)
    _write(session, row, facts, actor=actor, now=now)
    session.flush()
    record("shift.corrected", actor=actor, at=now, about=subject_of(row))


def confirm_handover(
    session: Session, handover_id: int, *, remark: str | None, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Take the shift over, with what is to be said about it. From then on nothing is changed.

    Raises NotPermitted for whoever kept it, Conflict once confirmed or changed meanwhile, NotFound.
    """
    row = _open(session, handover_id, expected_version=expected_version, actor=actor)
    if actor.name == row.keeper:
        raise NotPermitted(message(N_("Whoever hands a shift over does not take it over: a second officer confirms")))
    row.confirmed_at, row.confirmer, row.confirmed_by = now, actor.name, actor.label
    row.receiver = row.receiver or actor.label
    row.remark = clean(remark or "") or None
    row.search_key = fold(f"{row.giver} {row.receiver} {actor.label}")
    session.flush()
    record("shift.confirmed", actor=actor, at=now, about=subject_of(row))


def subject_of(row: ShiftHandover) -> Subject:
    """A handover as the log names it."""
    return Subject("shift_handover", row.id, label_of(row.begins_at, row.ends_at))


def label_of(begins: datetime, ends: datetime) -> str:
    """A shift as people call it. Vietnamese, as it stands in the log for ever."""
    first, last = begins.astimezone(clock.ZONE), ends.astimezone(clock.ZONE)
    return f"Ca trực {first:%H:%M %d/%m/%Y} – {last:%H:%M %d/%m/%Y}"


def _open(session: Session, handover_id: int, *, expected_version: int, actor: Actor) -> ShiftHandover:
    row = load_handover(session, handover_id, scope=actor.scope)
    if row.confirmed_at is not None:
        words = message(N_("%(who)s has taken this shift over: nothing is changed any more"), who=row.confirmed_by)
        raise Conflict(words, code="confirmed-already")
    refuse_stale(session, row, expected_version)
    row.version += 1
    return row


def _tidy(text: str | None) -> str | None:
    return (text or "").strip() or None


def _write(session: Session, row: ShiftHandover, facts: ShiftFacts, *, actor: Actor, now: datetime) -> None:
    facts = replace(
        facts,
        giver=clean(facts.giver),
        receiver=_tidy(facts.receiver),
        difference=_tidy(facts.difference),
        equipment=_tidy(facts.equipment),
        note=_tidy(facts.note),
    )
    same = ShiftHandover.facility_id == row.facility_id, ShiftHandover.begins_at == facts.begins_at
    if session.scalar(select(ShiftHandover.id).where(*same, ShiftHandover.id != (row.id or 0))) is not None:
        taken = message(N_("The shift that began at %(moment)s is handed over already"), moment=facts.begins_at)
        raise Conflict(taken, code="handed-over", field="begins")
    found = shift(session, row.facility_id, begins=facts.begins_at, ends=facts.ends_at, scope=actor.scope)
    check_shift(facts, expected=found.present, now=now)
    for name, value in asdict(facts).items():
        setattr(row, name, value)
    row.expected, row.sheet = found.present, frozen(found)
    row.kept_at, row.keeper, row.kept_by = now, actor.name, actor.label
    row.search_key = fold(f"{facts.giver} {facts.receiver or ''}")
