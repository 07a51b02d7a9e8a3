"""The papers a handover brings or becomes. Parts of larger acts: no entry in the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Handover
from rehab_center.admissions.rules.handover_facts import HandoverFacts
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.queries import find_document
from rehab_center.documents.rules import DocumentFacts
from rehab_center.documents.services import add_document
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Actor
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.tasks.services import add_paper


def delivered_paper(
    session: Session, facts: DocumentFacts, *, facility_id: int, about: str, actor: Actor, now: datetime
) -> int:
    """A paper the delivery brings: entered, or found where it was entered before. Its missing parts are owed.

    Raises DomainError for facts that make no paper.
    """
    facts = replace(facts, facility_id=facility_id)
    if facts.complete:
        known = find_document(
            session,
            facility_id=facility_id,
            kind=facts.kind,
            number=facts.number,
            issued_on=facts.issued_on,
            issuer=facts.issuer,
        )
        if known is not None:
            return known
    return add_paper(
        session,
        facts=facts,
        facility_id=facility_id,
        about=about,
        due_at=due_at(session, PolicyKind.LATE_PAPER_DAYS, clock.day_of(now)),
        actor=actor,
        now=now,
    )


def transfer_paper(
    session: Session, facts: HandoverFacts, facility_id: int, *, actor: Actor, now: datetime
) -> int | None:
    """The decision by which another centre hands over, None where there is none."""
    if facts.transfer is None:
        return None
    unit = facts.delivering_unit
    return delivered_paper(session, facts.transfer, facility_id=facility_id, about=unit, actor=actor, now=now)


def minutes_paper(session: Session, handover: Handover, number: str, *, actor: Actor, now: datetime) -> int:
    """The minutes as a paper out of the centre's own book. Raises Conflict where the number is taken."""
    issuer = letterhead_on(session, handover.facility_id, handover.delivered_on).name
    facts = DocumentFacts(
        DocumentKind.HANDOVER,
        number,
        issued_on=handover.delivered_on,
        issuer=issuer,
        facility_id=handover.facility_id,
        own_book=True,
    )
    return add_document(session, facts=facts, actor=actor, now=now)


def due_at(session: Session, policy: PolicyKind, day: date) -> datetime:
    """The end of the day until which something is owed from ``day`` on."""
    return clock.end_of(day + timedelta(days=whole_on(session, policy, day)))
