"""Chuyển diện: a stay under one ground ends and another begins on the same day: temporary becomes compulsory."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.ledger import load_stay
from rehab_center.admissions.rules.facts import MoveFacts, StayFacts
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.services.admit import log_subject, open_stay
from rehab_center.admissions.services.move import add_movement
from rehab_center.admissions.services.papers import about_stay, paper_id
from rehab_center.audit.recorder import record
from rehab_center.permissions import Actor


def convert_stay(
    session: Session,
    stay_id: int,
    *,
    facts: StayFacts,
    reason: str | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """End a stay and open the next one for the same person on ``facts.admitted_on``; gives the new stay's id.

    Both movements rest on the new decision. Raises as ``admit`` and ``record_movement``.
    """
    new_id = change_over(session, stay_id, facts=facts, reason=reason, actor=actor, now=now)
    new = session.get_one(Admission, new_id)
    details = ground_change(session, stay_id, new)
    record("stay.converted", actor=actor, at=now, about=log_subject(session, new), reason=reason, details=details)
    return new_id


def change_over(
    session: Session,
    stay_id: int,
    *,
    facts: StayFacts,
    reason: str | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """The two halves of a change of ground. No entry in the log: see ``convert_stay``, whose words are these too."""
    old = load_stay(session, stay_id, scope=actor.scope)
    about = about_stay(session, old)
    decision_id = paper_id(
        session, facts.decision, facts.decision_id, about=about, old_book=False, actor=actor, now=now
    )
    add_movement(
        session,
        stay_id,
        facts=MoveFacts(
            kind=MovementKind.CONVERTED_OUT,
            effective_on=facts.admitted_on,
            effective_time=facts.entry_time,
            document_id=decision_id,
        ),
        reason=reason,
        actor=actor,
        now=now,
    )
    return open_stay(
        session,
        resident_id=old.resident_id,
        facility_id=old.facility_id,
        facts=replace(converted_facts(facts, stay_id), decision=None, decision_id=decision_id),
        reason=reason,
        actor=actor,
        now=now,
    )


def ground_change(session: Session, old_id: int, new: Admission) -> dict[str, Any]:
    """For the log, in one line: file code, ground and end of the term of the stay that ended and of the one begun."""
    old = session.get_one(Admission, old_id)
    sides = {"before": old, "after": new}
    return {
        "ground_change": {
            side: {"code": stay.file_code, "kind": stay.kind, "end": stay.term_end_on} for side, stay in sides.items()
        }
    }


def converted_facts(facts: StayFacts, stay_id: int) -> StayFacts:
    """A stay as typed, as the one that follows ``stay_id``."""
    return replace(facts, entry=MovementKind.CONVERTED_IN, entry_paper=None, previous_admission_id=stay_id)
