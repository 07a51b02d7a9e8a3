"""The decisions a delivery brings: each typed once, for everybody it names."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import HandoverDecision
from rehab_center.admissions.queries.handover_rows import load_decision
from rehab_center.admissions.rules.handover_facts import DecisionFacts
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.services.handovers.papers import delivered_paper
from rehab_center.admissions.services.handovers.rows import label_of, open_minutes, subject_of
from rehab_center.audit.recorder import record
from rehab_center.audit.second_saver import refuse_stale
from rehab_center.errors import Difference
from rehab_center.names import clean
from rehab_center.permissions import Actor

_FIELDS = ("kind", "months", "effective_on", "police_unit")


def add_decision(session: Session, handover_id: int, *, facts: DecisionFacts, actor: Actor, now: datetime) -> int:
    """Write down a decision of the delivery and give its id; the same paper again gives the one that is there.

    Raises DomainError for facts that make no paper, NotFound and Conflict as every act on minutes.
    """
    handover = open_minutes(session, handover_id, actor=actor)
    document_id = delivered_paper(
        session, facts.paper, facility_id=handover.facility_id, about=label_of(handover), actor=actor, now=now
    )
    there = session.scalar(
        select(HandoverDecision.id).where(
            HandoverDecision.handover_id == handover_id, HandoverDecision.document_id == document_id
        )
    )
    if there is not None:
        return there
    decision = HandoverDecision(handover_id=handover_id, document_id=document_id, **_values(facts))
    session.add(decision)
    session.flush()
    record(
        "handover.decision-entered",
        actor=actor,
        at=now,
        about=subject_of(handover),
        details={"paper": clean(facts.paper.number)},
    )
    return decision.id


def revise_decision(
    session: Session,
    decision_id: int,
    *,
    facts: DecisionFacts,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Put right what a decision gives those it names; whoever is taken in already keeps what it gave them.

    Number, date and court are put right on the paper's own page. Raises Conflict with both values when somebody saved
    in between.
    """
    decision = load_decision(session, decision_id, scope=actor.scope)
    handover = open_minutes(session, decision.handover_id, actor=actor)
    values = _values(facts)
    pairs = [(name, getattr(decision, name), values[name]) for name in _FIELDS]
    differences = [Difference(name, theirs, yours) for name, theirs, yours in pairs if theirs != yours]
    refuse_stale(session, decision, expected_version, differences=differences)
    for name in _FIELDS:
        setattr(decision, name, values[name])
    record("handover.decision-revised", actor=actor, at=now, about=subject_of(handover))


def _values(facts: DecisionFacts) -> dict[str, object]:
    return {
        "kind": facts.kind.value,
        "months": None if facts.kind is StayKind.TEMPORARY else facts.months or None,
        "effective_on": facts.effective_on,
        "police_unit": clean(facts.police_unit or "") or None,
    }
