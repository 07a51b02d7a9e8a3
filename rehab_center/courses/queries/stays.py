"""What somebody has learnt in a stay: each result with its certificate and what was heard of a job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session, aliased

from rehab_center.activities.kinds import ActivityKind, CourseLevel
from rehab_center.activities.models import Activity
from rehab_center.courses.kinds import Outcome
from rehab_center.courses.models import Certificate, CourseResult, JobAfter
from rehab_center.courses.queries.jobs import last_heard
from rehab_center.permissions import Scope


@dataclass(frozen=True)
class Learnt:
    """A result of a stay. ``minutes`` attended; ``average`` of 10; ``certificate_id`` None: none that holds."""

    activity_id: int
    activity: str
    kind: ActivityKind
    trade: str | None
    level: CourseLevel | None
    outcome: Outcome
    on: date
    minutes: int
    average: Decimal | None
    reason: str | None
    decided_by: str
    certificate_id: int | None
    number: str | None
    issued_on: date | None
    handed_on: date | None
    found: bool | None
    place: str | None


def learnt_in(session: Session, stay_id: int, *, scope: Scope) -> tuple[Learnt, ...]:
    """The results of a stay that count, the latest first: one statement."""
    later = aliased(CourseResult)
    columns: Sequence[Any] = (
        Activity.id, Activity.name, Activity.kind, Activity.trade, Activity.level, CourseResult.outcome,
        CourseResult.on, CourseResult.minutes, CourseResult.average, CourseResult.reason, CourseResult.decided_by,
        Certificate.id, Certificate.number, Certificate.issued_on, Certificate.handed_on, JobAfter.found,
        JobAfter.place,
    )  # fmt: skip
    query = (
        select(*columns)
        .select_from(CourseResult)
        .join(Activity, Activity.id == CourseResult.activity_id)
        .outerjoin(
            Certificate,
            and_(
                Certificate.activity_id == CourseResult.activity_id,
                Certificate.admission_id == CourseResult.admission_id,
                Certificate.voided_at.is_(None),
            ),
        )
        .outerjoin(
            JobAfter,
            and_(
                JobAfter.activity_id == CourseResult.activity_id,
                JobAfter.admission_id == CourseResult.admission_id,
                last_heard(),
            ),
        )
        .where(CourseResult.admission_id == stay_id, ~exists().where(later.replaces_id == CourseResult.id))
        .order_by(CourseResult.on.desc(), CourseResult.id.desc())
    )
    if scope.facility_ids is not None:
        query = query.where(Activity.facility_id.in_(sorted(scope.facility_ids)))
    return tuple(_learnt(row) for row in session.execute(query))


def _learnt(row: Any) -> Learnt:
    activity_id, name, kind, trade, level, outcome, *rest = row
    return Learnt(
        activity_id,
        name,
        ActivityKind(kind),
        trade,
        CourseLevel(level) if level else None,
        Outcome(outcome),
        *rest,
    )
