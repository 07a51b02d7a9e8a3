"""What became of those who passed a course: a job or none, as far as anybody has heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.models import Activity
from rehab_center.admissions.models import Admission
from rehab_center.courses.kinds import Outcome
from rehab_center.courses.models import CourseResult, JobAfter
from rehab_center.names import clean, fold
from rehab_center.permissions import Scope
from rehab_center.residents.models import Resident
from rehab_center.residents.queries.order import listed_by
from rehab_center.residents.queries.search import name_conditions
from rehab_center.web.list_state import ListState


class Heard(StrEnum):
    """What is known of somebody who passed."""

    FOUND = "found"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class JobRow:
    """Somebody who passed a vocational course, with what was heard last; ``heard_on`` None: nobody has asked yet."""

    activity_id: int
    activity: str
    trade: str
    stay_id: int
    resident_id: int
    full_name: str
    file_code: str
    passed_on: date
    heard_on: date | None
    found: bool | None
    place: str | None
    since: date | None
    in_trade: bool | None
    source: str | None
    note: str | None
    recorded_at: datetime | None
    actor: str | None

    @property
    def heard(self) -> Heard:
        """What is known."""
        if self.found is None:
            return Heard.UNKNOWN
        return Heard.FOUND if self.found else Heard.NONE


def last_heard() -> Any:
    """Whether a line is the last one about its course and stay."""
    later = aliased(JobAfter)
    return ~exists().where(
        later.activity_id == JobAfter.activity_id,
        later.admission_id == JobAfter.admission_id,
        later.id > JobAfter.id,
    )


def job_list(
    session: Session, state: ListState, *, scope: Scope, stay_id: int | None = None, activity_id: int | None = None
) -> tuple[Sequence[JobRow], int]:
    """Everybody who passed a vocational course. Search by name, file code or trade; filters ``heard``, ``passed_on``.

    ``stay_id`` and ``activity_id``: of these only.
    """
    later = aliased(CourseResult)
    columns: Sequence[Any] = (
        Activity.id, Activity.name, Activity.trade, Admission.id, Resident.id, Resident.full_name,
        Admission.file_code, CourseResult.on, JobAfter.on, JobAfter.found, JobAfter.place, JobAfter.since,
        JobAfter.in_trade, JobAfter.source, JobAfter.note, JobAfter.recorded_at, JobAfter.actor,
    )  # fmt: skip
    same = and_(
        JobAfter.activity_id == CourseResult.activity_id,
        JobAfter.admission_id == CourseResult.admission_id,
        last_heard(),
    )
    query = (
        select(*columns)
        .select_from(CourseResult)
        .join(Activity, Activity.id == CourseResult.activity_id)
        .join(Admission, Admission.id == CourseResult.admission_id)
        .join(Resident, Resident.id == Admission.resident_id)
        .outerjoin(JobAfter, same)
        .where(
            CourseResult.outcome == Outcome.PASSED,
            Activity.kind == ActivityKind.VOCATIONAL,
            ~exists().where(later.replaces_id == CourseResult.id),
        )
    )
    if scope.facility_ids is not None:
        query = query.where(Admission.facility_id.in_(sorted(scope.facility_ids)))
    for column, wanted in ((Admission.id, stay_id), (Activity.id, activity_id)):
        if wanted is not None:
            query = query.where(column == wanted)
    if heard := state.choice("heard"):
        query = query.where(
            JobAfter.found.is_(None) if heard == Heard.UNKNOWN else JobAfter.found == (heard == "found")
        )
    first, last = state.range_of("passed_on")
    if first:
        query = query.where(CourseResult.on >= first)
    if last:
        query = query.where(CourseResult.on <= last)
    if state.q:
        words = name_conditions(state.q)
        code = func.upper(Admission.file_code).contains(clean(state.q).upper(), autoescape=True)
        course = Activity.search_key.contains(fold(state.q), autoescape=True)
        query = query.where(or_(and_(*words), code, course) if words else or_(code, course))
    total = session.scalar(select(func.count()).select_from(query.with_only_columns(CourseResult.id).subquery())) or 0
    by: Any = listed_by(session) if state.sort == "name" else CourseResult.on
    ordered = (by.desc(), CourseResult.id.desc()) if state.descending else (by, CourseResult.id)
    rows = session.execute(query.order_by(*ordered).offset(state.offset).limit(state.limit))
    return [JobRow(*row) for row in rows], total
