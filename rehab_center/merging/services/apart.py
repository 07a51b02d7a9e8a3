"""Saying that two records which look alike are two people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from rehab_center.audit.recorder import record
from rehab_center.errors import Conflict, DomainError
from rehab_center.merging.queries.preview import kept_apart_by
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.residents.models import NotSamePerson
from rehab_center.residents.queries import load_resident
from rehab_center.residents.services import close_settled_doubts, subject_of
from rehab_center.words import N_, message


def keep_apart(session: Session, one_id: int, other_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Two records stay two people: the pair is offered no more, and what was owed about it closes.

    Raises DomainError without a reason or for one record twice, Conflict when it was said before, NotFound.
    """
    one, other = (load_resident(session, each, scope=actor.scope) for each in sorted((one_id, other_id)))
    reason = clean(reason)
    if not reason:
        raise DomainError(message(N_("Say what tells the two apart")), field="apart_reason")
    if one.id == other.id:
        raise DomainError(message(N_("This is one and the same record")))
    if kept_apart_by(session, one.id, other.id) is not None:
        raise Conflict(message(N_("Somebody has told these two apart already")), code="apart-already")
    session.add(NotSamePerson(one_id=one.id, other_id=other.id, reason=reason, decided_at=now, decided_by=actor.label))
    session.flush()
    close_settled_doubts(session, [one.id, other.id], why=reason, actor=actor, now=now)
    about = subject_of(other)
    record(
        "resident.kept-apart", actor=actor, at=now, about=about, reason=reason, details={"other": subject_of(one).label}
    )
