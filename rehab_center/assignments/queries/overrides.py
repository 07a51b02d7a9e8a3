"""What the director lets stand against a rule, with whom and what it is about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.activities.models import Activity
from rehab_center.admissions.models import Admission
from rehab_center.assignments.kinds import OverrideReason
from rehab_center.assignments.models import Assignment, AssignmentOverride
from rehab_center.headcount import ledger
from rehab_center.permissions import Scope
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.residents.models import Resident


@dataclass(frozen=True)
class OverrideLine:
    """One permission."""

    id: int
    assignment_id: int
    stay_id: int
    file_code: str
    full_name: str
    activity: str
    rule: str
    reason: OverrideReason
    note: str
    signed_on: date
    signed_by: str
    expires_on: date


def override_lines(
    session: Session, *, scope: Scope, assignment_ids: Collection[int] | None = None
) -> tuple[OverrideLine, ...]:
    """Permissions, the one that runs out first before the others: one statement."""
    query = (
        select(AssignmentOverride, Admission.id, Admission.file_code, Resident.full_name, Activity.name)
        .join(Assignment, Assignment.id == AssignmentOverride.assignment_id)
        .join(Activity, Activity.id == Assignment.activity_id)
        .join(Admission, Admission.id == Assignment.admission_id)
        .join(Resident, Resident.id == Admission.resident_id)
        .where(ledger.in_scope(scope))
        .order_by(AssignmentOverride.expires_on, AssignmentOverride.id)
    )
    if assignment_ids is not None:
        query = query.where(AssignmentOverride.assignment_id.in_(sorted(assignment_ids)))
    return tuple(
        OverrideLine(
            row.id,
            row.assignment_id,
            stay,
            code,
            name,
            activity,
            row.rule,
            OverrideReason(row.reason),
            row.note,
            row.signed_on,
            row.signed_by,
            row.expires_on,
        )
        for row, stay, code, name, activity in session.execute(query)
    )


def longest_override(session: Session, today: date) -> date:
    """The last day for which the director may sign today, by the convention in force."""
    return today + timedelta(days=whole_on(session, PolicyKind.OVERRIDE_DAYS, today))
