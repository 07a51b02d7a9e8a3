"""Applying a convention to terms that already run: decided once, by a paper, and written stay by stay.

The conventions in force on the day a term begins do not change under it. This is the one act by which they do: each
stay reached gets a row that says so and, where its lines come out otherwise, a new calculation that a second person
checks. What was calculated before stays. Every later calculation of these stays rests on the value applied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.convention_models import ConventionApplied, ConventionChange
from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.applied_conventions import stays_to_reach
from rehab_center.admissions.queries.conventions import TERM_POLICIES
from rehab_center.admissions.services.ledger import recompute_terms
from rehab_center.audit.recorder import Subject, record
from rehab_center.dated import Confidence
from rehab_center.documents.queries import find_same
from rehab_center.documents.rules import DocumentFacts
from rehab_center.documents.services import add_document
from rehab_center.errors import DomainError, NotFound, NotPermitted
from rehab_center.permissions import Actor, Permission
from rehab_center.policies.models import PolicyValue
from rehab_center.policies.queries import PolicyInForce, in_force
from rehab_center.policies.rules import PolicyKind
from rehab_center.policies.services import set_value
from rehab_center.words import N_, message


@dataclass(frozen=True)
class ConventionFacts:
    """The value, from which day, and the paper that confirms it."""

    kind: PolicyKind
    value: str
    valid_from: date
    citation: str
    paper: DocumentFacts


def enter_convention(session: Session, facts: ConventionFacts, *, actor: Actor, now: datetime) -> int:
    """Enter the value for terms that begin from its day on. Gives its id; raises as ``policies.services.set_value``."""
    _check(facts, actor)
    return set_value(
        session,
        facts.kind,
        value=facts.value,
        valid_from=facts.valid_from,
        citation=facts.citation,
        confidence=Confidence.CONFIRMED,
        actor=actor,
        now=now,
    )


def decide_convention(
    session: Session, facts: ConventionFacts, *, facility_id: int, actor: Actor, now: datetime
) -> int:
    """Decide that the value holds for the terms that run too; the stays are reached by :func:`apply_convention`.

    The value is entered where another one holds today. Gives the decision's id. Raises DomainError for a day to come,
    an incomplete paper, and where every term that runs rests on that value already.
    """
    _check(facts, actor)
    today = clock.day_of(now)
    if facts.valid_from > today:
        raise DomainError(
            message(N_("A value to come is applied to terms that run once its day is there")), field="valid_from"
        )
    value = _in_force(session, facts, actor=actor, now=now)
    count = sum(1 for _ in stays_to_reach(session, facts.kind, facts.value, scope=actor.scope, today=today))
    if not count:
        raise DomainError(message(N_("Every term that runs rests on this value already")), field="value")
    paper = replace(facts.paper, facility_id=facility_id)
    change = ConventionChange(
        policy_value_id=value.id,
        document_id=find_same(session, paper) or add_document(session, facts=paper, actor=actor, now=now),
        decided_on=today,
        stays=count,
        actor=actor.label,
        recorded_at=now,
    )
    session.add(change)
    session.flush()
    about = Subject("document", change.document_id, paper.number)
    record("term.convention-decided", actor=actor, at=now, about=about, details={"stays": count})
    return change.id


def apply_convention(
    session: Session, change_id: int, stay_ids: Sequence[int], *, actor: Actor, now: datetime
) -> dict[int, bool]:
    """Apply what was decided to these stays; each once, whatever was done before. For a few dozen at a time.

    By stay: whether it got new lines. Stays that have left meanwhile, or rest on the value already, are not among them.
    """
    change = session.get_one(ConventionChange, change_id)
    value = session.get_one(PolicyValue, change.policy_value_id)
    kind = PolicyKind(value.kind)
    left = set(stays_to_reach(session, kind, value.value, scope=actor.scope, today=clock.day_of(now), only=stay_ids))
    stays = session.scalars(select(Admission).where(Admission.id.in_(left)).order_by(Admission.id)).all()
    for stay in stays:
        stay.applied_conventions = {**(stay.applied_conventions or {}), kind.value: value.id}
    written = recompute_terms(session, stays, actor=actor, now=now)
    session.add_all(
        ConventionApplied(
            change_id=change_id,
            admission_id=stay_id,
            calculation=one.calculation,
            new_lines=one.new_lines,
            recorded_at=now,
        )
        for stay_id, one in written.items()
    )
    session.flush()
    if written:
        about = Subject("document", change.document_id, value.citation)
        record("term.convention-applied", actor=actor, at=now, about=about, details={"stays": len(written)})
    return {stay_id: one.new_lines for stay_id, one in written.items()}


def _check(facts: ConventionFacts, actor: Actor) -> None:
    if not actor.may(Permission.TERMS_CONVENTIONS):
        raise NotPermitted(message(N_("Only the head of the centre decides what terms rest on")))
    if facts.kind not in TERM_POLICIES:
        raise NotFound(N_("There is no such policy"))
    if not facts.paper.complete:
        raise DomainError(message(N_("The paper needs its number, its date and who made it")), field="paper_number")


def _in_force(session: Session, facts: ConventionFacts, *, actor: Actor, now: datetime) -> PolicyInForce:
    """The value as it holds today, entered where another one does."""
    today = clock.day_of(now)
    if in_force(session, facts.kind, today).value != facts.value:
        enter_convention(session, facts, actor=actor, now=now)
    found = in_force(session, facts.kind, today)
    if found.value != facts.value:
        raise DomainError(
            message(N_("Another value holds from %(day)s on: choose a later day"), day=found.valid_from),
            field="valid_from",
        )
    return found
