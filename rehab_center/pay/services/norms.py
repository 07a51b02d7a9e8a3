"""Entering norms and rates. Nothing entered is changed: a later line for the same day stands in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.models import Activity
from rehab_center.activities.queries import load_activity
from rehab_center.audit.recorder import Subject, record
from rehab_center.conduct.months import name_of
from rehab_center.dated import refuse_overtaken, standing
from rehab_center.dates import effective_on
from rehab_center.documents.queries import find_same
from rehab_center.documents.rules import DocumentFacts
from rehab_center.documents.services import add_document
from rehab_center.errors import Conflict, DomainError
from rehab_center.names import clean
from rehab_center.pay.models import PayNorm
from rehab_center.pay.queries.norms import signed_until
from rehab_center.pay.rules.norms import NormFacts, tidied
from rehab_center.permissions import Actor
from rehab_center.words import N_, message


def enter_norm(
    session: Session,
    activity_id: int,
    *,
    facts: NormFacts,
    paper: DocumentFacts,
    seen: int | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Enter what a programme of labour is paid from a day on, by a decision; gives the line's id.

    Raises DomainError for a programme that is not paid, a norm that cannot be and a day that a signed payroll has paid,
    Conflict where the same stands already or somebody entered another since ``seen`` (the newest line's id then),
    NotFound.
    """
    row = load_activity(session, activity_id, scope=actor.scope)
    if row.kind != ActivityKind.LABOUR:
        raise DomainError(message(N_("Only labour is paid: courses and classes are not")), field="activity")
    facts = tidied(facts)
    lines = _lines(session, activity_id)
    refuse_overtaken(lines[-1] if lines else None, seen, vars(facts))
    _refuse_paid(session, row.facility_id, lines, facts.valid_from)
    entered = (facts.basis, facts.rate, facts.valid_from, facts.norm, facts.unit)
    if any(_facts(one) == entered for one in standing(lines)):
        raise Conflict(message(N_("The same norm stands from that day already")), field="valid_from")
    whole = replace(paper, facility_id=row.facility_id)
    document_id = find_same(session, whole) or add_document(session, facts=whole, actor=actor, now=now)
    line = PayNorm(
        activity_id=activity_id,
        number=len(lines) + 1,
        valid_from=facts.valid_from,
        basis=facts.basis.value,
        unit=facts.unit,
        norm=facts.norm,
        rate=facts.rate,
        document_id=document_id,
        note=facts.note,
        recorded_at=now,
        actor=actor.label,
    )
    session.add(line)
    session.flush()
    record("pay.norm-entered", actor=actor, at=now, about=_subject(row))
    return line.id


def withdraw_norm(session: Session, norm_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take a line out that was entered by mistake: as though nothing had begun on its day. It stays readable.

    Raises Conflict for one that stands no more, DomainError without a reason, NotFound.
    """
    line = session.get(PayNorm, norm_id)
    row = load_activity(session, line.activity_id if line else 0, scope=actor.scope)
    lines = _lines(session, row.id)
    if line is None or line not in standing(lines):
        raise Conflict(message(N_("This norm stands no more")))
    _refuse_paid(session, row.facility_id, lines, line.valid_from)
    if not clean(reason):
        raise DomainError(message(N_("Say why it is taken out")), field="reason")
    copied = ("activity_id", "valid_from", "basis", "unit", "norm", "rate", "document_id")
    session.add(
        PayNorm(
            **{name: getattr(line, name) for name in copied},
            number=len(lines) + 1,
            note=clean(reason),
            withdrawn=True,
            recorded_at=now,
            actor=actor.label,
        )
    )
    session.flush()
    record("pay.norm-withdrawn", actor=actor, at=now, about=_subject(row), reason=clean(reason))


def _refuse_paid(session: Session, facility_id: int, lines: Sequence[PayNorm], valid_from: date) -> None:
    """What was paid stays as it was paid: norms change what comes after it, and days that no payroll has paid.

    In a signed month a line may begin on a day on which none holds, or one that was entered after the last signature:
    what was worked then is a supplement of the next payroll (L120 Đ45.2: it belongs to whoever worked).
    """
    signed = signed_until(session).get(facility_id)
    held = effective_on(standing(lines), valid_from)
    if signed and valid_from <= signed.last_day and held and held.recorded_at <= signed.at:
        words = message(N_("The payroll of %(month)s is signed: begin on a later day"), month=name_of(signed.last))
        raise DomainError(words, field="valid_from", code="signed")


def _lines(session: Session, activity_id: int) -> list[PayNorm]:
    return list(session.scalars(select(PayNorm).where(PayNorm.activity_id == activity_id).order_by(PayNorm.id)))


def _facts(row: PayNorm) -> tuple[object, ...]:
    return (row.basis, row.rate, row.valid_from, row.norm, row.unit)


def _subject(row: Activity) -> Subject:
    return Subject("pay_norm", row.id, row.name)
