"""Taking back a movement that was entered wrongly: a later row names it, nothing is edited."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from rehab_center.admissions.hooks import movement_voided, stay_undone
from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries.ledger import load_stay, movements_of
from rehab_center.admissions.queries.overlaps import check_overlaps
from rehab_center.admissions.queries.voiding import way_for
from rehab_center.admissions.rules.movements import ENTRIES, EXITS, MovementKind
from rehab_center.admissions.rules.sequence import check_void
from rehab_center.admissions.services.admit import log_subject, written
from rehab_center.admissions.services.deadlines import OF_STAY, restore_deadlines
from rehab_center.admissions.services.ledger import recompute_term, term_change
from rehab_center.admissions.services.papers import about_stay
from rehab_center.admissions.services.rest import forget_the_rest, owe_left_again
from rehab_center.audit.recorder import record
from rehab_center.errors import Conflict, DomainError, NotFound, NotPermitted
from rehab_center.findings import settle
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.tasks.kinds import DEEDS, TaskKind
from rehab_center.tasks.services import close_exceptions
from rehab_center.tasks.taking_back import Way
from rehab_center.words import N_, message


def void_movement(session: Session, movement_id: int, *, reason: str, actor: Actor, now: datetime) -> int:
    """Void a movement and give the id of the row that voids it; of a change of ground both halves, in both stays.

    The author alone while the entry is fresh, later a second person with the right to void. Raises NotPermitted for
    whoever has to ask, DomainError without a reason; Conflict when it is voided already, is itself a void, or when a
    later movement would lose its sense; Blocked when the stay, open again, would overlap another one; NotFound for a
    stranger.
    """
    row = session.get(Movement, movement_id)
    if row is None:
        raise NotFound(message(N_("There is no such movement")))
    stay = load_stay(session, row.admission_id, scope=actor.scope)
    if way_for(session, row, actor=actor, now=now) is Way.ASK:
        raise NotPermitted(message(N_("A second person has to decide on this by now: ask for it")))
    void_ids: dict[int, int] = {}
    details: dict[str, Any] = {}
    for one_stay, one in _together(session, stay, row):
        void_ids[one.id] = add_void(session, one_stay, one, reason=reason, actor=actor, now=now)
        recompute_term(session, one_stay, actor=actor, now=now)
        if one_stay is stay:
            details = term_change(session, stay, session.get_one(Movement, void_ids[one.id]), now=now)
        if MovementKind(one.kind) in ENTRIES:
            _nothing_to_do(session, one_stay, reason=reason, actor=actor, now=now)
        else:
            restore_deadlines(session, one_stay)
        if MovementKind(one.kind) in EXITS:
            owe_left_again(session, one_stay, one)
        if one.kind == MovementKind.RETURNED:
            forget_the_rest(session, one_stay, one, reason=reason, actor=actor, now=now)
        movement_voided(session, written(one, about_stay(session, one_stay)), actor=actor, now=now)
    about = log_subject(session, stay)
    record("stay.movement-voided", actor=actor, at=now, about=about, reason=reason, details=details)
    return void_ids[movement_id]


def _nothing_to_do(session: Session, stay: Admission, *, reason: str, actor: Actor, now: datetime) -> None:
    """What was still to be done about a newcomer is not, where nobody came."""
    close = partial(close_exceptions, session, reason=reason, actor=actor, now=now)
    close(subject_kind="admission", subject_id=stay.id, kinds=DEEDS | OF_STAY)
    others = select(Admission.id).where(Admission.resident_id == stay.resident_id, Admission.id != stay.id)
    if session.scalar(others.limit(1)) is None:
        close(subject_kind="resident", subject_id=stay.resident_id, kinds=[TaskKind.IDENTITY_PAPER])


def _together(session: Session, stay: Admission, row: Movement) -> list[tuple[Admission, Movement]]:
    """The movement and, where it is one half of a change of ground, the other: alone it would break the balance.

    The later stay's entry comes first: only without it may the earlier stay be open again.
    """
    if row.kind == MovementKind.CONVERTED_IN:
        return [(stay, row), *_halves(session, Admission.id == stay.previous_admission_id, MovementKind.CONVERTED_OUT)]
    if row.kind == MovementKind.CONVERTED_OUT:
        return [*_halves(session, Admission.previous_admission_id == stay.id, MovementKind.CONVERTED_IN), (stay, row)]
    return [(stay, row)]


def _halves(session: Session, of_stay: ColumnElement[bool], kind: MovementKind) -> list[tuple[Admission, Movement]]:
    voided = select(Movement.voids_id).where(Movement.voids_id.is_not(None))
    rows = session.execute(
        select(Admission, Movement)
        .join(Movement, Movement.admission_id == Admission.id)
        .where(of_stay, Movement.kind == kind.value, Movement.id.not_in(voided))
    )
    return [(stay, row) for stay, row in rows]


def add_void(
    session: Session,
    stay: Admission,
    row: Movement,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
    replaced: bool = False,
) -> int:
    """Write the voiding row and close what was owed about the voided one. No entry in the log, no new term.

    ``replaced``: the caller enters the same movement again at once and has checked the whole sequence.
    """
    reason = clean(reason)
    if not reason:
        raise DomainError(message(N_("Say why the movement is voided")), field="reason")
    _check(session, stay, row, replaced=replaced)
    void = Movement(
        admission_id=row.admission_id,
        kind=MovementKind.VOIDED.value,
        effective_on=row.effective_on,
        recorded_at=now,
        actor=actor.label,
        voids_id=row.id,
        reason=reason,
    )
    session.add(void)
    session.flush()
    close_exceptions(session, subject_kind="movement", subject_id=row.id, reason=reason, actor=actor, now=now)
    if MovementKind(row.kind) in ENTRIES and not replaced:
        stay_undone(session, stay.id, actor=actor, now=now)
    return void.id


def _check(session: Session, stay: Admission, row: Movement, *, replaced: bool) -> None:
    if row.kind == MovementKind.VOIDED:
        raise Conflict(message(N_("A void is not voided: enter the fact again")), code="is-a-void")
    if session.scalar(select(Movement.id).where(Movement.voids_id == row.id)) is not None:
        raise Conflict(message(N_("This movement has been voided already")), code="voided-already")
    if replaced:
        return
    check_void(movements_of(session, [stay.id])[stay.id], row.id)
    if MovementKind(row.kind) in EXITS:
        settle(check_overlaps(session, stay.resident_id, stay.admitted_on, None, but=stay.id), None)
