"""Keeping periodic checks, infections and clearances. None of their facts goes into the log's own words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.queries import load_stay
from rehab_center.admissions.services.admit import log_subject
from rehab_center.audit.recorder import record
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.health.models import HealthCheck, InfectionStatement, MedicalNote, WorkClearance
from rehab_center.health.rules import CheckFacts, ClearanceFacts, InfectionFacts, check_days
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.words import N_, message

Replaceable = TypeVar("Replaceable", HealthCheck, InfectionStatement, MedicalNote)


def settle_replacement(
    session: Session, model: type[Replaceable], stay_id: int, replaces: int | None, why: str | None
) -> str | None:
    """The ground for which a row of a stay is replaced, None where none is.

    Raises NotFound for a row of another stay, Conflict where somebody replaced it meanwhile, DomainError (``why``).
    """
    if replaces is None:
        return None
    row = session.get(model, replaces)
    if row is None or row.admission_id != stay_id:
        raise NotFound(message(N_("There is no such entry")))
    if session.scalar(select(model.id).where(model.replaces_id == replaces)) is not None:
        raise Conflict(
            message(N_("Somebody else has replaced this entry in the meantime: look at it first")),
            code="changed-meanwhile",
        )
    ground = clean(why or "") or None
    if ground is None:
        raise DomainError(message(N_("Say why the earlier entry is replaced")), field="why")
    return ground


def keep_check(
    session: Session,
    stay_id: int,
    *,
    facts: CheckFacts,
    replaces: int | None = None,
    why: str | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Keep a periodic check and give its id (rule 32). Raises DomainError, Conflict, NotFound."""
    stay = load_stay(session, stay_id, scope=actor.scope)
    today = clock.day_of(now)
    check_days(facts.checked_on, facts.again_on, admitted_on=stay.admitted_on, today=today, field="checked_on")
    facts = replace(facts, checked_by=clean(facts.checked_by), findings=_text(facts.findings))
    if not facts.checked_by:
        raise DomainError(message(N_("Say who made the check")), field="checked_by")
    reason = settle_replacement(session, HealthCheck, stay_id, replaces, why)
    row = HealthCheck(**_about(stay_id, actor, now), replaces_id=replaces, reason=reason, **vars(facts))
    return _kept(session, row, "health.check-kept", actor, now)


def state_infection(
    session: Session,
    stay_id: int,
    *,
    facts: InfectionFacts,
    replaces: int | None = None,
    why: str | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """State that somebody has a disease of group A or B, or what replaces such a statement, and give the row's id.

    Raises DomainError without its ground or for days that cannot be, Conflict, NotFound.
    """
    stay = load_stay(session, stay_id, scope=actor.scope)
    today = clock.day_of(now)
    check_days(facts.from_on, facts.until_on, admitted_on=stay.admitted_on, today=today, field="from_on")
    basis = clean(facts.basis)
    if not basis:
        raise DomainError(message(N_("Say what it rests on: a test, a paper of the hospital")), field="basis")
    if facts.withdrawn and replaces is None:
        raise DomainError(message(N_("Only an earlier statement can be withdrawn")), field="withdrawn")
    reason = settle_replacement(session, InfectionStatement, stay_id, replaces, why)
    row = InfectionStatement(
        **_about(stay_id, actor, now),
        replaces_id=replaces,
        reason=reason,
        infection_group=facts.group,
        disease=_text(facts.disease),
        from_on=facts.from_on,
        until_on=facts.until_on,
        basis=basis,
        withdrawn=facts.withdrawn,
    )
    return _kept(session, row, "health.statement-kept", actor, now)


def clear_for_work(session: Session, stay_id: int, *, facts: ClearanceFacts, actor: Actor, now: datetime) -> int:
    """Say what somebody may be assigned to, from a day to a day, and give the row's id; the latest counts.

    Raises DomainError for days that cannot be, NotFound.
    """
    stay = load_stay(session, stay_id, scope=actor.scope)
    today = clock.day_of(now)
    check_days(facts.from_on, facts.until_on, admitted_on=stay.admitted_on, today=today, field="from_on")
    row = WorkClearance(**_about(stay_id, actor, now), **vars(replace(facts, reason=_text(facts.reason))))
    return _kept(session, row, "health.cleared", actor, now)


def _about(stay_id: int, actor: Actor, now: datetime) -> dict[str, Any]:
    return {"admission_id": stay_id, "recorded_at": now, "actor": actor.label}


def _text(text: str | None) -> str | None:
    return (text or "").strip() or None


def _kept(
    session: Session, row: HealthCheck | InfectionStatement | WorkClearance, act: str, actor: Actor, now: datetime
) -> int:
    session.add(row)
    session.flush()
    stay = load_stay(session, row.admission_id, scope=actor.scope)
    record(act, actor=actor, at=now, about=log_subject(session, stay))
    return row.id
