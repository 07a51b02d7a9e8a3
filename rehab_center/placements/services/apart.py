"""Keeping two persons apart, and no longer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from rehab_center.audit.recorder import Subject, record
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.placements.kinds import ApartReason, Part, Strictness
from rehab_center.placements.models import KeepApart
from rehab_center.placements.queries.pairs import load_pair
from rehab_center.residents.queries import load_resident, person_names
from rehab_center.words import N_, message


@dataclass(frozen=True)
class ApartFacts:
    """Who is kept apart from whom, what each is in it, why and how strictly."""

    one_id: int
    other_id: int
    reason: ApartReason
    strictness: Strictness
    one_part: Part = Part.EITHER
    other_part: Part = Part.EITHER
    note: str | None = None


def keep_apart(session: Session, facility_id: int, *, facts: ApartFacts, actor: Actor, now: datetime) -> int:
    """Keep two persons apart from now on and give the pair's id.

    Raises Conflict where they are already, DomainError for one person twice or another reason without words, NotFound.
    """
    if not actor.scope.covers(facility_id):
        raise NotFound(message(N_("There is no such centre")))
    for resident_id in (facts.one_id, facts.other_id):
        load_resident(session, resident_id, scope=actor.scope)
    if facts.one_id == facts.other_id:
        raise DomainError(message(N_("Choose two different persons")), field="other")
    note = clean(facts.note or "") or None
    if facts.reason is ApartReason.OTHER and not note:
        raise DomainError(message(N_("Say in your own words why")), field="note")
    one, other = (facts.one_id, facts.other_id)
    same = or_(
        and_(KeepApart.one_id == one, KeepApart.other_id == other),
        and_(KeepApart.one_id == other, KeepApart.other_id == one),
    )
    if session.scalar(select(KeepApart.id).where(same, KeepApart.closed_at.is_(None))) is not None:
        raise Conflict(message(N_("These two are kept apart already")), field="other")
    pair = KeepApart(facility_id=facility_id, opened_at=now, opened_by=actor.label, **vars(facts) | {"note": note})
    session.add(pair)
    session.flush()
    record("apart.kept", actor=actor, at=now, about=_subject(session, pair), details=_with(session, pair))
    return pair.id


def lift(session: Session, pair_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Keep two apart no longer. Raises Conflict where that was said already, DomainError without a reason, NotFound."""
    pair = load_pair(session, pair_id, scope=actor.scope)
    if pair.closed_at is not None:
        raise Conflict(message(N_("%(who)s has ended this already"), who=pair.closed_by))
    reason = clean(reason)
    if not reason:
        raise DomainError(message(N_("Say why")), field="reason")
    pair.closed_at, pair.closed_by, pair.closed_reason = now, actor.label, reason
    session.flush()
    record("apart.lifted", actor=actor, at=now, about=_subject(session, pair), reason=reason)


def _subject(session: Session, pair: KeepApart) -> Subject:
    return Subject("resident", pair.one_id, person_names(session, [pair.one_id])[pair.one_id].label)


def _with(session: Session, pair: KeepApart) -> dict[str, object]:
    return {"with": person_names(session, [pair.other_id])[pair.other_id].label}
