"""What is kept back from pay: entered by a paper for one or several people, and withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from rehab_center.admissions.queries import load_stay, same_code, stays_by_code
from rehab_center.admissions.services.admit import log_subject
from rehab_center.audit.recorder import record
from rehab_center.documents.queries import find_same
from rehab_center.documents.rules import DocumentFacts
from rehab_center.documents.services import add_document
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.names import clean
from rehab_center.pay.models import PayDeduction
from rehab_center.pay.rules.grounds import DeductionFacts, tidied
from rehab_center.permissions import Actor
from rehab_center.words import N_, message


def enter_deductions(
    session: Session,
    facility_id: int,
    codes: Sequence[str],
    *,
    facts: DeductionFacts,
    paper: DocumentFacts,
    actor: Actor,
    now: datetime,
) -> list[int]:
    """Enter the same deduction by one paper for people of a centre by their file codes, all or none; gives the ids.

    Raises DomainError (field "codes" naming the codes nobody has, or as ``rules.grounds.tidied``), NotFound.
    """
    if not actor.scope.covers(facility_id):
        raise NotFound(message(N_("There is no such centre")))
    facts = tidied(facts)
    known = stays_by_code(session, facility_id, codes)
    unknown = [code for code in codes if same_code(code) not in known]
    if unknown or not codes:
        words = message(N_("Nobody here has the file code %(codes)s"), codes=", ".join(unknown) or "–")
        raise DomainError(words, field="codes")
    stays = [
        load_stay(session, key, scope=actor.scope) for key in dict.fromkeys(known[same_code(code)] for code in codes)
    ]
    whole = replace(paper, facility_id=facility_id)
    document_id = find_same(session, whole) or add_document(session, facts=whole, actor=actor, now=now)
    rows = [
        PayDeduction(
            admission_id=stay.id,
            ground=facts.ground.value,
            amount=facts.amount,
            from_month=facts.from_month,
            document_id=document_id,
            note=facts.note,
            entered_at=now,
            entered_by=actor.label,
        )
        for stay in stays
    ]
    session.add_all(rows)
    session.flush()
    about = log_subject(session, stays[0]) if len(stays) == 1 else None
    record("pay.deduction-entered", actor=actor, at=now, about=about, details={"people_paid": len(rows)})
    return [row.id for row in rows]


def withdraw_deduction(session: Session, deduction_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take nothing more of a deduction; what signed payrolls took stays. Raises DomainError, Conflict, NotFound."""
    row = session.get(PayDeduction, deduction_id)
    if row is None:
        raise NotFound(message(N_("There is no such deduction")))
    stay = load_stay(session, row.admission_id, scope=actor.scope)
    if row.withdrawn_at is not None:
        raise Conflict(message(N_("This deduction is withdrawn already")))
    if not clean(reason):
        raise DomainError(message(N_("Say why it is withdrawn")), field="reason")
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = now, actor.label, clean(reason)
    session.flush()
    record("pay.deduction-withdrawn", actor=actor, at=now, about=log_subject(session, stay), reason=clean(reason))
