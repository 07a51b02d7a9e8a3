"""What people may be assigned to: for whoever assigns work and classes; the reason for the medical post alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.queries import load_stay
from rehab_center.admissions.queries.ledger import chunks
from rehab_center.headcount.queries import people_here
from rehab_center.health.kinds import Clearance
from rehab_center.health.models import WorkClearance
from rehab_center.health.rules import ClearanceFacts
from rehab_center.permissions import Scope


@dataclass(frozen=True)
class ClearanceLine:
    """One clearance; its reason is left out for those who may not see health."""

    id: int
    stay_id: int
    facts: ClearanceFacts
    recorded_at: datetime
    actor: str


@dataclass(frozen=True)
class ClearanceRow:
    """Somebody under care with the clearance that counts. ``days_left`` None without any, below 0 once it is over."""

    stay_id: int
    resident_id: int
    file_code: str
    full_name: str
    line: ClearanceLine | None
    days_left: int | None


def clearances(session: Session, stay_id: int, *, scope: Scope) -> tuple[ClearanceLine, ...]:
    """Every clearance of a stay, the one that counts first. Raises NotFound, outside the scope too."""
    load_stay(session, stay_id, scope=scope)
    rows = session.scalars(
        select(WorkClearance)
        .where(WorkClearance.admission_id == stay_id)
        .order_by(WorkClearance.from_on.desc(), WorkClearance.id.desc())
    )
    return tuple(_line(row, scope) for row in rows)


def clearances_on(session: Session, stay_ids: Collection[int], *, day: date, scope: Scope) -> dict[int, ClearanceLine]:
    """By stay: the clearance that was given last by a day; over where its ``until_on`` lies before it.

    Whoever assigns work asks this. The caller has checked that the stays are in reach.
    """
    found: dict[int, ClearanceLine] = {}
    for some in chunks(stay_ids):
        query = select(WorkClearance).where(WorkClearance.admission_id.in_(some), WorkClearance.from_on <= day)
        for row in session.scalars(query.order_by(WorkClearance.from_on, WorkClearance.id)):
            found[row.admission_id] = _line(row, scope)
    return found


def clearance_rows(session: Session, *, scope: Scope, today: date) -> tuple[ClearanceRow, ...]:
    """Everybody under care with what they may be assigned to, in the order of lists."""
    here = people_here(session, as_of=today, scope=scope)
    lines = clearances_on(session, [one.admission_id for one in here], day=today, scope=scope)
    rows = []
    for one in here:
        line = lines.get(one.admission_id)
        left = (line.facts.until_on - today).days if line else None
        rows.append(ClearanceRow(one.admission_id, one.resident_id, one.file_code, one.full_name, line, left))
    return tuple(rows)


def _line(row: WorkClearance, scope: Scope) -> ClearanceLine:
    reason = row.reason if scope.medical else None
    facts = ClearanceFacts(Clearance(row.clearance), row.from_on, row.until_on, reason)
    return ClearanceLine(row.id, row.admission_id, facts, row.recorded_at, row.actor)
