"""Courses that are over and whose results nobody has decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import case, exists, func, or_, select
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.models import Activity
from rehab_center.assignments.models import Assignment
from rehab_center.courses.models import CourseResult
from rehab_center.courses.queries.courses import NEVER_BEGAN
from rehab_center.permissions import Scope

LOOKED_BACK = timedelta(days=366)
"""What ended before it came with an old book, or nobody will decide it now."""


@dataclass(frozen=True)
class DueCourse:
    """A vocational course that is over; ``people``: how many have no result."""

    id: int
    name: str
    last_on: date
    people: int


def is_due(last_on: date | None, *, today: date) -> bool:
    """Whether results of what was held until this day are still to be decided: it is over, and not for too long."""
    return last_on is not None and today - LOOKED_BACK <= last_on < today


def due_courses(session: Session, *, scope: Scope, today: date) -> tuple[DueCourse, ...]:
    """Those that ended within a year before today, the oldest first: one statement."""
    last_on = case((Activity.closed_on.is_not(None), Activity.closed_on), else_=Activity.ends_on)
    decided = exists().where(
        CourseResult.activity_id == Assignment.activity_id, CourseResult.admission_id == Assignment.admission_id
    )
    query = (
        select(Activity.id, Activity.name, last_on, func.count(Assignment.admission_id.distinct()))
        .join(Assignment, Assignment.activity_id == Activity.id)
        .where(
            Activity.kind == ActivityKind.VOCATIONAL.value,
            last_on < today,
            last_on >= today - LOOKED_BACK,
            Assignment.decided_on.is_not(None),
            or_(Assignment.end_reason.is_(None), Assignment.end_reason.not_in(NEVER_BEGAN)),
            ~decided,
        )
        .group_by(Activity.id, Activity.name, Activity.closed_on, Activity.ends_on)
        .order_by(last_on, Activity.id)
    )
    if scope.facility_ids is not None:
        query = query.where(Activity.facility_id.in_(sorted(scope.facility_ids)))
    return tuple(DueCourse(*row) for row in session.execute(query))
