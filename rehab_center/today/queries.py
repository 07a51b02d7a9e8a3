"""What the day asks: who is away, what was recorded, what of the log is worth a look."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.reach import within
from rehab_center.clock import moment_of
from rehab_center.headcount import ledger
from rehab_center.jobs.models import Job, JobState
from rehab_center.permissions import Scope
from rehab_center.residents.models import Resident


@dataclass(frozen=True)
class Happened:
    """A movement of today, or one written down today."""

    resident_id: int
    stay_id: int
    name: str
    file_code: str
    kind: MovementKind
    effective_on: date
    effective_time: str | None
    actor: str
    voided: bool


@dataclass(frozen=True)
class LogAct:
    """An entry of the log that an inspector will want to look at."""

    number: int
    at: datetime
    actor: str
    act: str
    about: str
    reason: str | None


_A_WEEK = timedelta(days=7)
_LEFT_OUT = (MovementKind.VOIDED, MovementKind.TERM_REDUCED, MovementKind.TERM_EXTENDED)


def happened(session: Session, *, day: date, scope: Scope, limit: int) -> tuple[tuple[Happened, ...], int]:
    """Who came, went or was away from ``day`` on, the latest first, and how many there are in all.

    What was written down that day about the week before belongs to it too: the night is typed in the morning.
    """
    voided = select(Movement.voids_id).where(Movement.voids_id.is_not(None))
    late = (Movement.recorded_at >= moment_of(day)) & (Movement.effective_on >= day - _A_WEEK)
    where = (
        ledger.in_scope(scope),
        Movement.kind.not_in([kind.value for kind in _LEFT_OUT]),
        or_(Movement.effective_on == day, late),
    )
    rows = session.execute(
        select(Movement, Admission.file_code, Resident.id, Resident.full_name, Movement.id.in_(voided),
               func.count().over())
        .join(Admission, Admission.id == Movement.admission_id)
        .join(Resident, Resident.id == Admission.resident_id)
        .where(*where)
        .order_by(Movement.effective_on.desc(), Movement.id.desc())
        .limit(limit)
    ).all()  # fmt: skip
    lines = tuple(
        Happened(person, one.admission_id, name, code, MovementKind(one.kind), one.effective_on, one.effective_time,
                 one.actor, bool(taken_back))
        for one, code, person, name, taken_back, _ in rows
    )  # fmt: skip
    return lines, rows[0][5] if rows else 0


def log_acts(
    session: Session, *, acts: Collection[str], since: datetime, scope: Scope, limit: int
) -> tuple[tuple[LogAct, ...], int]:
    """The entries of some acts since a moment, newest first, and how many there are in all."""
    rows = session.execute(
        select(AuditEntry.id, AuditEntry.at, AuditEntry.actor_label, AuditEntry.act, AuditEntry.about_label,
               AuditEntry.reason, func.count().over())
        .where(AuditEntry.at >= since, AuditEntry.act.in_(acts), within(scope))
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    ).all()  # fmt: skip
    return tuple(LogAct(row[0], row[1], row[2], row[3], row[4] or "", row[5]) for row in rows), (
        rows[0][6] if rows else 0
    )


def waiting_since(session: Session) -> datetime | None:
    """Since when the oldest long work waits for the worker; None where nothing waits."""
    return session.scalar(select(func.min(Job.created_at)).where(Job.state == JobState.QUEUED))
