"""Asking for a void: what the author may no longer do alone, and the answer that it stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries.ledger import load_stay
from rehab_center.admissions.queries.voiding import void_request, way_for
from rehab_center.admissions.rules.movements import MovementKind, name_of
from rehab_center.admissions.services.admit import log_subject
from rehab_center.admissions.services.papers import about_stay
from rehab_center.audit.authors import author_of
from rehab_center.audit.recorder import record
from rehab_center.errors import Conflict, DomainError, NotFound, NotPermitted
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.rules import TaskSubject
from rehab_center.tasks.services import close_tasks, open_exception
from rehab_center.tasks.taking_back import Way, deciding_post
from rehab_center.words import N_, Message, message


def ask_void(session: Session, movement_id: int, *, reason: str, actor: Actor, now: datetime) -> int:
    """Ask a second person to void a movement; gives the id of the task. It counts until somebody has decided.

    Raises DomainError without a reason, Conflict where somebody has asked already or it is voided, NotFound.
    """
    row, stay = _load(session, movement_id, actor)
    reason = clean(reason)
    if not reason:
        raise DomainError(message(N_("Say why the movement is voided")), field="reason")
    if void_request(session, movement_id, scope=actor.scope) is not None:
        raise Conflict(message(N_("Somebody has asked for it already")), code="asked-already")
    about = about_stay(session, stay)
    task_id = open_exception(
        session,
        facility_id=about.facility_id,
        kind=TaskKind.VOID_REQUEST,
        subject=TaskSubject("movement", movement_id, about.label, about.resident_id),
        what=message(
            N_("Void “%(kind)s” of %(day)s? %(who)s asks: %(why)s"),
            kind=Message(name_of(MovementKind(row.kind))),
            day=row.effective_on,
            who=actor.label,
            why=reason,
        ),
        owner_role=deciding_post(actor),
        due_at=None,
        actor=actor,
        now=now,
    )
    record("stay.void-asked", actor=actor, at=now, about=log_subject(session, stay), reason=reason)
    return task_id


def leave_movement(session: Session, movement_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Decide that a movement somebody wanted voided stays as it is; whoever asked may take the request back.

    Raises NotPermitted where another has to decide, DomainError without a reason, NotFound where nobody has asked.
    """
    row, stay = _load(session, movement_id, actor)
    request = void_request(session, movement_id, scope=actor.scope)
    if request is None:
        raise NotFound(message(N_("Nobody asks for it")))
    asker = author_of(session, "task", request.id)
    if way_for(session, row, actor=actor, now=now) is Way.ASK and (asker is None or asker.name != actor.name):
        raise NotPermitted(message(N_("Somebody else has to decide on it")))
    reason = clean(reason)
    if not reason:
        raise DomainError(message(N_("Say why it stays")), field="reason")
    close_tasks(session, [request.id], reason=reason, actor=actor, now=now)
    record("stay.void-refused", actor=actor, at=now, about=log_subject(session, stay), reason=reason)


def _load(session: Session, movement_id: int, actor: Actor) -> tuple[Movement, Admission]:
    row = session.get(Movement, movement_id)
    if row is None:
        raise NotFound(message(N_("There is no such movement")))
    return row, load_stay(session, row.admission_id, scope=actor.scope)
