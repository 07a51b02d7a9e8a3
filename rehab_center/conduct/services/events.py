"""Entering a reward or a disciplinary measure with its paper, and saying that it was a mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.queries import load_stay
from rehab_center.admissions.rules.regime import Regime
from rehab_center.admissions.services.admit import log_subject
from rehab_center.audit.recorder import record
from rehab_center.conduct.kinds import DISCIPLINE, EventKind
from rehab_center.conduct.models import ConductEvent, ConductVoid
from rehab_center.conduct.rules import EventFacts, check_event, last_day
from rehab_center.conduct.services.rooms import owe_way_out, room_days, room_lifted
from rehab_center.documents.rules import DocumentFacts
from rehab_center.documents.services import add_document
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.findings import settle
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.words import N_, message


def enter_event(
    session: Session,
    stay_id: int,
    *,
    facts: EventFacts,
    paper: DocumentFacts,
    reason: str | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Enter a reward or measure by its paper and give the row's id.

    ``reason`` answers warnings. Raises Blocked or ReasonNeeded by the rules, DomainError for a paper that is none,
    NotFound.
    """
    stay = load_stay(session, stay_id, scope=actor.scope)
    facts = replace(facts, ground=clean(facts.ground))
    found = check_event(
        facts,
        regime=Regime(stay.regime),
        admitted_on=stay.admitted_on,
        today=clock.day_of(now),
        room_days=whole_on(session, PolicyKind.ROOM_DAYS, facts.decided_on),
    )
    settle(found, reason)
    document_id = add_document(session, facts=replace(paper, facility_id=stay.facility_id), actor=actor, now=now)
    row = ConductEvent(
        admission_id=stay_id,
        document_id=document_id,
        reason=clean(reason or "") or None,
        recorded_at=now,
        actor=actor.label,
        **vars(facts),
    )
    session.add(row)
    session.flush()
    last_on = last_day(facts)
    if last_on is not None and last_on >= clock.day_of(now):
        owe_way_out(session, stay_id, last_on, actor=actor, now=now)
    record(
        "conduct.disciplined" if facts.kind in DISCIPLINE else "conduct.rewarded",
        actor=actor,
        at=now,
        about=log_subject(session, stay),
        reason=reason,
    )
    return row.id


def void_event(session: Session, stay_id: int, event_id: int, *, reason: str, actor: Actor, now: datetime) -> int:
    """Say that a reward or measure was a mistake or is lifted; it stays readable.

    Raises NotFound, Conflict where that was said already, DomainError without a reason.
    """
    stay = load_stay(session, stay_id, scope=actor.scope)
    row = session.get(ConductEvent, event_id)
    if row is None or row.admission_id != stay_id:
        raise NotFound(message(N_("There is no such entry")))
    if session.scalar(select(ConductVoid.id).where(ConductVoid.event_id == event_id)) is not None:
        raise Conflict(message(N_("This was taken back already")), code="changed-meanwhile")
    ground = clean(reason)
    if not ground:
        raise DomainError(message(N_("Say why it is taken back")), field="reason")
    void = ConductVoid(event_id=event_id, reason=ground, recorded_at=now, actor=actor.label)
    session.add(void)
    session.flush()
    if row.kind == EventKind.ROOM:
        room_lifted(session, stay_id, room_days(session, stay_id), actor=actor, now=now)
    record("conduct.voided", actor=actor, at=now, about=log_subject(session, stay), reason=ground)
    return void.id
