"""Writing the answers to what else a movement asks."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Movement, MovementDetail
from rehab_center.admissions.queries.details import details_of
from rehab_center.admissions.queries.ledger import load_stay
from rehab_center.admissions.rules.details import HEALTH, Answer, Detail, Details, questions_of
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.services.admit import log_subject
from rehab_center.admissions.services.deadlines import move_deadline
from rehab_center.admissions.services.papers import about_stay
from rehab_center.audit.recorder import record
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.names import clean
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.words import N_, message


def add_details(session: Session, movement_id: int, *, details: Details, actor: Actor, now: datetime) -> int:
    """Add what was learned later, or learned to be otherwise, and give how many answers are new.

    Raises DomainError when nothing is new, Conflict where the movement was voided, NotFound for a stranger.
    """
    movement = session.get(Movement, movement_id)
    if movement is None:
        raise NotFound(message(N_("There is no such movement")))
    stay = load_stay(session, movement.admission_id, scope=actor.scope)
    if movement.kind == MovementKind.VOIDED or _voided(session, movement_id):
        raise Conflict(message(N_("This movement has been voided already")), code="voided-already")
    known = {line.item: line.answer for line in details_of(session, [movement_id], scope=EVERYWHERE)[movement_id]}
    new = {item: answer for item, answer in details.items() if known.get(item) != answer}
    if not write_details(session, movement, new, actor=actor, now=now):
        raise DomainError(message(N_("Nothing new has been typed")))
    move_deadline(session, movement, new, about=about_stay(session, stay), actor=actor, now=now)
    record("stay.details-added", actor=actor, at=now, about=log_subject(session, stay))
    return len(new)


def write_details(session: Session, movement: Movement, details: Details, *, actor: Actor, now: datetime) -> int:
    """Write the answers of a movement just written, and give how many. No entry in the log.

    Raises ValueError for an answer to what such a movement does not ask: a defect of the caller.
    """
    rows = [
        _row(movement.id, item, answer, actor=actor, now=now)
        for item in questions_of(MovementKind(movement.kind))
        if (answer := _tidy(details.get(item))) is not None
    ]
    if stray := set(details) - set(questions_of(MovementKind(movement.kind))):
        raise ValueError(f"{movement.kind} does not ask {sorted(stray)}")
    if rows:
        session.add_all(rows)
        session.flush()
    return len(rows)


def _tidy(answer: Answer | None) -> Answer | None:
    return (clean(answer) or None) if isinstance(answer, str) else answer


def _row(movement_id: int, item: Detail, answer: Answer, *, actor: Actor, now: datetime) -> MovementDetail:
    words = answer if isinstance(answer, str) else None
    return MovementDetail(
        movement_id=movement_id,
        item=item.value,
        words=None if item in HEALTH else words,
        health_words=words if item in HEALTH else None,
        day=answer if isinstance(answer, date) else None,
        number=answer if isinstance(answer, int) else None,
        actor=actor.label,
        recorded_at=now,
    )


def _voided(session: Session, movement_id: int) -> bool:
    return session.scalar(select(Movement.id).where(Movement.voids_id == movement_id)) is not None
