"""Opening a stay."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from rehab_center.admissions.hooks import Begun, Written, movement_written, stay_begun
from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries.plans import Applicant, StayPlan, applicant, plan_stay
from rehab_center.admissions.rules.facts import StayFacts
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.rules.sequence import NOT_YET, Moved
from rehab_center.admissions.services.deadlines import owe_end_of_temporary
from rehab_center.admissions.services.ledger import begin_term
from rehab_center.admissions.services.papers import About, about_stay, owe_paper, paper_id
from rehab_center.admissions.services.rest import owe_the_rest
from rehab_center.audit.recorder import Subject, record
from rehab_center.audit.waiting import give_key
from rehab_center.documents.models import Document
from rehab_center.errors import NotFound
from rehab_center.findings import settle
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.residents.queries import person_names
from rehab_center.residents.services import make_known_at
from rehab_center.words import N_, message


def admit(
    session: Session,
    *,
    resident_id: int,
    facility_id: int,
    facts: StayFacts,
    reason: str | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Admit somebody and give the stay's id.

    What is still to be done about the person is owed from now on, as after a handover.
    Raises Blocked and ReasonNeeded with the rules' findings, Conflict for a file code in use, NotFound for a stranger.
    """
    stay_id = open_stay(
        session, resident_id=resident_id, facility_id=facility_id, facts=facts, reason=reason, actor=actor, now=now
    )
    stay = session.get_one(Admission, stay_id)
    owe_the_rest(session, stay, actor=actor, now=now)
    about, details = log_subject(session, stay), admission_details(session, stay)
    record("stay.admitted", actor=actor, at=now, about=about, reason=reason, details=details)
    return stay_id


def admission_details(session: Session, stay: Admission) -> dict[str, Any]:
    """For the log, in one line: file code, ground, decision and end of the term of the stay that begins."""
    paper = session.get(Document, stay.decision_id) if stay.decision_id is not None else None
    number = paper.number if paper else None
    return {
        "admission": {"code": stay.file_code, "kind": stay.kind, "decision": number, "end": stay.term_end_on},
    }


def open_stay(
    session: Session,
    *,
    resident_id: int,
    facility_id: int,
    facts: StayFacts,
    who: Applicant | None = None,
    reason: str | None = None,
    old_book: bool = False,
    actor: Actor,
    now: datetime,
) -> int:
    """Write a stay with its entering movement, papers and term, and give its id. No entry in the log: see ``admit``.

    ``old_book``: what an old register did not say is owed with a long deadline. ``reason`` answers every warning, one
    for a whole batch. ``who`` is given of somebody the same act has just entered. Raises as :func:`admit`.
    """
    if not actor.scope.covers(facility_id):
        raise NotFound(message(N_("There is no such centre")))
    who = who or applicant(session, resident_id, scope=actor.scope)
    plan = plan_stay(session, who=who, facility_id=facility_id, facts=facts, now=now)
    settle(plan.findings, reason)
    name = person_names(session, [resident_id])[resident_id].full_name
    about = About(resident_id, facility_id, f"{name} ({plan.file_code})")
    decision_id = paper_id(
        session, facts.decision, facts.decision_id, about=about, old_book=old_book, actor=actor, now=now
    )
    stay = _stay(plan, facts, about, decision_id, reason=reason, now=now)
    session.add(stay)
    give_key(session)
    entry_paper_id = paper_id(session, facts.entry_paper, None, about=about, old_book=old_book, actor=actor, now=now)
    entry = Movement(
        admission_id=stay.id,
        kind=facts.entry.value,
        effective_on=facts.admitted_on,
        effective_time=facts.entry_time,
        recorded_at=now,
        actor=actor.label,
        document_id=entry_paper_id or decision_id,
        reason=reason or None,
    )
    session.add(entry)
    if entry.document_id is None or not old_book:  # somebody below names it
        give_key(session)
    owe_paper(session, entry, about=about, old_book=old_book, actor=actor, now=now)
    if facts.kind is StayKind.TEMPORARY and not old_book:
        owe_end_of_temporary(session, stay, about=about, actor=actor, now=now)
    make_known_at(session, resident_id, facility_id=facility_id, now=now)
    begin_term(session, stay, Moved(NOT_YET, facts.entry, facts.admitted_on, now), actor=actor, now=now)
    before_id = facts.previous_admission_id if facts.entry is MovementKind.CONVERTED_IN else None
    stay_begun(session, Begun(stay.id, facts.admitted_on, before_id), actor=actor, now=now)
    if not old_book:
        movement_written(session, written(entry, about), actor=actor, now=now)
    return stay.id


def written(movement: Movement, about: About) -> Written:
    """A movement just written, as later features are told of it."""
    return Written(
        stay_id=movement.admission_id,
        movement_id=movement.id,
        kind=MovementKind(movement.kind),
        effective_on=movement.effective_on,
        resident_id=about.resident_id,
        facility_id=about.facility_id,
        label=about.label,
    )


def _stay(
    plan: StayPlan, facts: StayFacts, about: About, decision_id: int | None, *, reason: str | None, now: datetime
) -> Admission:
    return Admission(
        resident_id=about.resident_id,
        facility_id=about.facility_id,
        kind=facts.kind.value,
        regime=plan.regime.value,
        regime_reason=reason if plan.regime_is_open else None,
        decision_id=decision_id,
        decision_effective_on=facts.decision_effective_on,
        months=facts.months,
        term_start_on=facts.starts_on,
        term_end_on=plan.term.end_on if plan.term else None,
        admitted_on=facts.admitted_on,
        file_code=plan.file_code,
        times_treated=facts.times_treated,
        credit_days=facts.credit_days,
        police_unit=clean(facts.police_unit or "") or None,
        note=clean(facts.note or "") or None,
        previous_admission_id=facts.previous_admission_id,
        opened_at=now,
        version=1,
    )


def log_subject(session: Session, stay: Admission) -> Subject:
    """The person of a stay as the log names them."""
    about = about_stay(session, stay)
    return Subject("resident", about.resident_id, about.label)
