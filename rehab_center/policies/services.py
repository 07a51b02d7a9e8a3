"""Entering dated values. Nothing entered is changed: a later entry for the same day stands in its place."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.audit.recorder import record
from rehab_center.dated import Confidence, refuse_overtaken, standing
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.policies.dependents import rewrite_dependents
from rehab_center.policies.models import PolicyValue
from rehab_center.policies.queries import forget_read
from rehab_center.policies.registry import OFFERED
from rehab_center.policies.rules import PolicyKind
from rehab_center.words import N_


def enter_first_values(session: Session, *, actor: Actor, now: datetime) -> int:
    """Enter what the sources say for every policy without a value; gives how many. Running again adds none."""
    known = set(session.scalars(select(PolicyValue.kind).distinct()))
    rows = [
        PolicyValue(
            kind=policy.kind,
            value=policy.write(first.value),
            valid_from=first.valid_from,
            citation=first.citation,
            confidence=first.confidence,
            recorded_at=now,
            entered_by=actor.label,
        )
        for policy in OFFERED.values()
        if policy.kind not in known
        for first in policy.first
    ]
    if rows:
        session.add_all(rows)
        forget_read(session)
        record("policy.first_values_entered", actor=actor, at=now, details={"values": len(rows)})
    return len(rows)


def catch_up(session: Session, *, actor: Actor, now: datetime) -> int:
    """Enter the first values of policies that are newer than the installation; gives how many.

    None where no centre is set up yet: they come with the first one.
    """
    if session.scalar(select(PolicyValue.id).limit(1)) is None:
        return 0
    return enter_first_values(session, actor=actor, now=now)


def set_value(
    session: Session,
    kind: PolicyKind,
    *,
    value: str,
    valid_from: date,
    citation: str,
    confidence: Confidence,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> int:
    """Enter what a policy is from a day on, past or to come; an entry for the same day is replaced. Gives its id.

    Raises DomainError for a value that is none and for a missing citation, NotFound for a policy that is not offered,
    Conflict where the same stands already or somebody entered another since ``seen``, the newest entry's id when this
    one was begun.
    """
    policy = OFFERED.get(kind)
    if policy is None:
        raise NotFound(N_("There is no such policy"))
    written = policy.write(value)
    if not clean(citation):
        raise DomainError(N_("Say which decision or law it follows"), field="citation")
    entered = (written, valid_from, clean(citation), str(confidence))
    rows = session.scalars(select(PolicyValue).where(PolicyValue.kind == kind).order_by(PolicyValue.id)).all()
    names = ("value", "valid_from", "citation", "confidence")
    refuse_overtaken(rows[-1] if rows else None, seen, dict(zip(names, entered, strict=True)))
    for row in standing(rows):
        if (row.value, row.valid_from, row.citation, row.confidence) == entered:
            raise Conflict(N_("This value stands already"), field="value")
    row = PolicyValue(
        kind=kind,
        value=written,
        valid_from=valid_from,
        citation=clean(citation),
        confidence=confidence,
        recorded_at=now,
        entered_by=actor.label,
    )
    session.add(row)
    forget_read(session)
    session.flush()
    rewrite_dependents(session, kind, actor=actor, now=now)
    record("policy.set", actor=actor, at=now)
    return row.id


def withdraw_value(session: Session, value_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take a value out as though nothing had begun on its day; the one before it holds on. It stays readable.

    Raises Conflict for a value that stands no more, DomainError for a policy's only one and without a reason.
    """
    row = session.get(PolicyValue, value_id)
    if row is None:
        raise NotFound(N_("There is no such value"))
    lines = standing(session.scalars(select(PolicyValue).where(PolicyValue.kind == row.kind)).all())
    if row not in lines:
        raise Conflict(N_("This value stands no more"))
    if row is lines[0]:
        raise DomainError(N_("No value would hold before the next one: enter the right value for this day instead"))
    if not clean(reason):
        raise DomainError(N_("Say why the value is taken out"), field="reason")
    forget_read(session)
    session.add(
        PolicyValue(
            kind=row.kind,
            value=row.value,
            valid_from=row.valid_from,
            citation=row.citation,
            confidence=row.confidence,
            withdrawn=True,
            recorded_at=now,
            entered_by=actor.label,
        )
    )
    session.flush()
    rewrite_dependents(session, PolicyKind(row.kind), actor=actor, now=now)
    record("policy.withdrawn", actor=actor, at=now, reason=clean(reason))
