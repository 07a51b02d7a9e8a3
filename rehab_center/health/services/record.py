"""The medical record: who may open it, its notes, and that it was looked at."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.accounts.models import Account
from rehab_center.admissions.queries import load_stay
from rehab_center.admissions.services.admit import log_subject
from rehab_center.audit.recorder import Subject, record
from rehab_center.errors import DomainError, NotFound, NotPermitted
from rehab_center.health.kinds import Purpose
from rehab_center.health.models import MedicalNote, RecordAssignment
from rehab_center.health.queries.record import medical_accounts, refuse_record
from rehab_center.health.rules import NoteFacts, check_days
from rehab_center.health.services.statements import settle_replacement
from rehab_center.permissions import Actor, Permission
from rehab_center.words import N_, message


def note_view(session: Session, stay_id: int, *, purpose: Purpose, actor: Actor, now: datetime) -> None:
    """Write down that somebody opens a medical record, and what for (rule 44). Raises NotFound, NotPermitted."""
    stay = load_stay(session, stay_id, scope=actor.scope)
    refuse_record(session, stay_id, actor=actor, day=clock.day_of(now))
    record(
        "health.record-opened",
        actor=actor,
        at=now,
        about=log_subject(session, stay),
        details={"purpose": purpose.value},
    )


def keep_note(
    session: Session,
    stay_id: int,
    *,
    facts: NoteFacts,
    replaces: int | None = None,
    why: str | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Keep a note of the medical record and give its id. Raises NotPermitted, DomainError, Conflict, NotFound."""
    stay = load_stay(session, stay_id, scope=actor.scope)
    today = clock.day_of(now)
    if not actor.may(Permission.HEALTH_EDIT):
        raise NotPermitted(message(N_("This is for somebody else to do")))
    refuse_record(session, stay_id, actor=actor, day=today)
    check_days(facts.noted_on, None, admitted_on=stay.admitted_on, today=today, field="noted_on")
    if not facts.text.strip():
        raise DomainError(message(N_("Write the note")), field="text")
    reason = settle_replacement(session, MedicalNote, stay_id, replaces, why)
    row = MedicalNote(
        admission_id=stay_id,
        replaces_id=replaces,
        reason=reason,
        noted_on=facts.noted_on,
        kind=facts.kind,
        text=facts.text.strip(),
        recorded_at=now,
        actor=actor.label,
    )
    session.add(row)
    session.flush()
    record("health.record-noted", actor=actor, at=now, about=log_subject(session, stay))
    return row.id


def assign_record(
    session: Session,
    *,
    account_id: int,
    facility_id: int,
    stay_id: int | None,
    granted: bool,
    from_on: date,
    actor: Actor,
    now: datetime,
) -> int:
    """Give an account of the medical post the records of a stay or of the whole centre (None), or take them away.

    Raises NotFound for an account, centre or stay out of reach, DomainError for a day to come.
    """
    if account_id not in dict(medical_accounts(session, scope=actor.scope)):
        raise NotFound(message(N_("There is no such account of the medical post")))
    if not actor.scope.covers(facility_id):
        raise NotFound(message(N_("There is no such centre")))
    if stay_id is not None:
        facility_id = load_stay(session, stay_id, scope=actor.scope).facility_id
    if from_on > clock.day_of(now):
        raise DomainError(message(N_("%(day)s is still to come"), day=from_on), field="from_on")
    row = RecordAssignment(
        account_id=account_id,
        facility_id=facility_id,
        admission_id=stay_id,
        granted=granted,
        from_on=from_on,
        recorded_at=now,
        actor=actor.label,
    )
    session.add(row)
    session.flush()
    account = session.get_one(Account, account_id)
    record(
        "health.record-assigned",
        actor=actor,
        at=now,
        about=Subject("account", account.id, account.full_name),
    )
    return row.id
