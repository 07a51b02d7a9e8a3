"""Who is due for the next health check (NĐ 116/2021 Đ67.1), and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.ledger import chunks
from rehab_center.headcount.queries import people_here
from rehab_center.health.models import HealthCheck, HealthLook
from rehab_center.health.queries.looks import refuse_without_health
from rehab_center.health.rules import next_check_on
from rehab_center.permissions import Scope
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind


@dataclass(frozen=True)
class DueRow:
    """Somebody under care: when last seen (None: never), when due again, and by how many days that is past."""

    stay_id: int
    resident_id: int
    file_code: str
    full_name: str
    admitted_on: date
    last_on: date | None
    due_on: date
    overdue_days: int


def checks_due(session: Session, *, scope: Scope, today: date) -> tuple[DueRow, ...]:
    """Everybody under care with the day of the next check, whoever has waited longest first.

    The first look counts as a check, and so does one of an earlier stay of the same person. Raises NotPermitted for a
    scope without health.
    """
    refuse_without_health(scope)
    here = people_here(session, as_of=today, scope=scope)
    months = whole_on(session, PolicyKind.HEALTH_CHECK_MONTHS, today)
    seen = _last_seen(session, [one.resident_id for one in here])
    rows = []
    for one in here:
        last_on, again_on = seen.get(one.resident_id, (None, None))
        due = next_check_on(last_on or one.admitted_on, months=months, again_on=again_on)
        rows.append(
            DueRow(
                one.admission_id,
                one.resident_id,
                one.file_code,
                one.full_name,
                one.admitted_on,
                last_on,
                due,
                (today - due).days,
            )
        )
    return tuple(sorted(rows, key=lambda row: row.due_on))


def _last_seen(session: Session, resident_ids: Sequence[int]) -> dict[int, tuple[date, date | None]]:
    """By person: the day of the last look or check that counts, and when the doctor asked for the next."""
    found: dict[int, tuple[date, date | None]] = {}
    later_look, later_check = aliased(HealthLook), aliased(HealthCheck)
    for some in chunks(resident_ids):
        looked = (
            select(Admission.resident_id, HealthLook.looked_on)
            .join(HealthLook, HealthLook.admission_id == Admission.id)
            .where(Admission.resident_id.in_(some), ~exists().where(later_look.replaces_id == HealthLook.id))
        )
        for resident_id, day in session.execute(looked.order_by(HealthLook.looked_on)):
            found[resident_id] = (day, None)
        checked = (
            select(Admission.resident_id, HealthCheck.checked_on, HealthCheck.again_on)
            .join(HealthCheck, HealthCheck.admission_id == Admission.id)
            .where(Admission.resident_id.in_(some), ~exists().where(later_check.replaces_id == HealthCheck.id))
        )
        for resident_id, day, again_on in session.execute(checked.order_by(HealthCheck.checked_on, HealthCheck.id)):
            if resident_id not in found or found[resident_id][0] <= day:
                found[resident_id] = (day, again_on)
    return found
