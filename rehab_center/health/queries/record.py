"""The medical record: for the head of the centre and for the medical staff assigned to the stay, nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from rehab_center.accounts.models import Account, AccountRole
from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries import load_stay
from rehab_center.errors import NotPermitted
from rehab_center.health.kinds import NoteKind
from rehab_center.health.models import MedicalNote, RecordAssignment
from rehab_center.health.rules import NoteFacts
from rehab_center.permissions import Actor, Permission, Role, Scope
from rehab_center.words import N_, message


@dataclass(frozen=True)
class NoteLine:
    """One note; ``replaced`` where a later row took its place, ``reason`` why this one took another's."""

    id: int
    stay_id: int
    facts: NoteFacts
    replaced: bool
    reason: str | None
    recorded_at: datetime
    actor: str


@dataclass(frozen=True)
class AssignmentLine:
    """Who was given or taken the medical records: of one stay (``file_code``), or of the whole centre (None)."""

    id: int
    account_id: int
    account: str
    stay_id: int | None
    file_code: str | None
    granted: bool
    from_on: date
    recorded_at: datetime
    actor: str
    counts: bool


def reads_record(session: Session, stay_id: int, *, actor: Actor, day: date) -> bool:
    """Whether the actor may open the medical record of a stay on a day (rule 44).

    What was last said of this stay goes before what was last said of the whole centre.
    """
    if not actor.may(Permission.HEALTH_RECORD) or actor.account_id is None:
        return False
    if actor.holds(Role.DIRECTOR):
        return True
    stay = load_stay(session, stay_id, scope=actor.scope)
    query = (
        select(RecordAssignment)
        .where(
            RecordAssignment.account_id == actor.account_id,
            RecordAssignment.facility_id == stay.facility_id,
            or_(RecordAssignment.admission_id == stay_id, RecordAssignment.admission_id.is_(None)),
            RecordAssignment.from_on <= day,
        )
        .order_by(RecordAssignment.from_on, RecordAssignment.id)
    )
    last = {row.admission_id: row.granted for row in session.scalars(query)}
    return last.get(stay_id, last.get(None, False))


def notes(session: Session, stay_id: int, *, actor: Actor, day: date) -> tuple[NoteLine, ...]:
    """The medical record of a stay, the latest note first. Raises NotFound outside the scope, NotPermitted."""
    load_stay(session, stay_id, scope=actor.scope)
    refuse_record(session, stay_id, actor=actor, day=day)
    rows = session.scalars(
        select(MedicalNote)
        .where(MedicalNote.admission_id == stay_id)
        .order_by(MedicalNote.noted_on.desc(), MedicalNote.id.desc())
    ).all()
    gone = {row.replaces_id for row in rows}
    return tuple(
        NoteLine(
            row.id,
            stay_id,
            NoteFacts(row.noted_on, NoteKind(row.kind), row.text),
            row.id in gone,
            row.reason,
            row.recorded_at,
            row.actor,
        )
        for row in rows
    )


def refuse_record(session: Session, stay_id: int, *, actor: Actor, day: date) -> None:
    """Raises NotPermitted for whoever may not open the record."""
    if not reads_record(session, stay_id, actor=actor, day=day):
        words = N_("The medical record is for the head of the centre and the medical staff assigned to this person")
        raise NotPermitted(message(words))


def medical_accounts(session: Session, *, scope: Scope) -> tuple[tuple[int, str], ...]:
    """The accounts of the medical post within reach: id and name."""
    query = (
        select(Account)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(AccountRole.role == Role.MEDICAL, Account.active)
        .order_by(Account.full_name, Account.id)
    )
    return tuple((row.id, row.full_name) for row in session.scalars(query) if _within(row, scope))


def _within(account: Account, scope: Scope) -> bool:
    return account.facility_id is None or scope.covers(account.facility_id)


def assignments(session: Session, *, scope: Scope) -> tuple[AssignmentLine, ...]:
    """Every assignment within reach, the latest first; ``counts`` is false where a later one took its place."""
    query = (
        select(RecordAssignment, Account.full_name, Admission.file_code)
        .join(Account, Account.id == RecordAssignment.account_id)
        .outerjoin(Admission, Admission.id == RecordAssignment.admission_id)
        .order_by(RecordAssignment.from_on.desc(), RecordAssignment.id.desc())
    )
    seen: set[tuple[int, int | None, int]] = set()
    found = []
    for row, name, file_code in session.execute(query):
        if not scope.covers(row.facility_id):
            continue
        key = (row.account_id, row.admission_id, row.facility_id)
        found.append(
            AssignmentLine(
                row.id,
                row.account_id,
                name,
                row.admission_id,
                file_code,
                row.granted,
                row.from_on,
                row.recorded_at,
                row.actor,
                key not in seen,
            )
        )
        seen.add(key)
    return tuple(found)
