"""What a report says of courses: who was in one, and which certificates were given. One statement each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, or_, select
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import ActivityKind, CourseLevel
from rehab_center.activities.models import Activity
from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.rules.movements import State
from rehab_center.assignments.models import Assignment
from rehab_center.courses.models import Certificate
from rehab_center.courses.queries.courses import NEVER_BEGAN
from rehab_center.dates import DateRange
from rehab_center.headcount import ledger
from rehab_center.names import slug
from rehab_center.permissions import Scope


@dataclass(frozen=True)
class CourseLine:
    """A trade at a level, and the stays behind its number, by id.

    In :func:`people_in_courses` each stay stands once in a line; in :func:`certificates_issued` once for each of its
    certificates. Whoever is in two trades stands in both lines: a total of people counts distinct stays.
    """

    trade: str
    level: CourseLevel | None
    admission_ids: tuple[int, ...]

    @property
    def count(self) -> int:
        """The number itself."""
        return len(self.admission_ids)


def people_in_courses(
    session: Session, period: DateRange, *, scope: Scope, known_at: datetime | None = None
) -> tuple[CourseLine, ...]:
    """Who was in a vocational course on any day of a period, by level and trade.

    In it is whose assignment was decided and not declined, had begun and was not over, in a course that was held then,
    while the stay was on the books. ``known_at`` reads the movements as they were known at a moment.
    """
    last_of_course = case((Activity.closed_on.is_not(None), Activity.closed_on), else_=Activity.ends_on)
    begins = case((Assignment.starts_on < period.first, period.first), else_=Assignment.starts_on)
    rows = session.execute(
        select(Activity.trade, Activity.level, Admission.id)
        .select_from(Assignment)
        .join(Activity, Activity.id == Assignment.activity_id)
        .join(Admission, Admission.id == Assignment.admission_id)
        .where(
            Activity.kind == ActivityKind.VOCATIONAL.value,
            ledger.in_scope(scope),
            Assignment.decided_on.is_not(None),
            or_(Assignment.end_reason.is_(None), Assignment.end_reason.not_in(NEVER_BEGAN)),
            Assignment.starts_on <= period.last,
            or_(Assignment.ends_on.is_(None), Assignment.ends_on >= begins),
            or_(last_of_course.is_(None), last_of_course >= begins),
            _entered_by(period.last, known_at),
            ~_left_before(begins, known_at),
        )
        .order_by(Admission.id)
    )
    return tuple(
        replace(line, admission_ids=tuple(dict.fromkeys(line.admission_ids)))
        for line in _lines((trade, level, stay_id) for trade, level, stay_id in rows)
    )


def certificates_issued(
    session: Session, period: DateRange, *, scope: Scope, known_at: datetime | None = None
) -> tuple[CourseLine, ...]:
    """Certificates first given in a period that hold, by level and trade; attestations of classes without a level.

    A copy (cấp lại) counts with the paper it stands for. ``known_at`` reads the register as it was at a moment.
    """
    holds: ColumnElement[bool] = Certificate.voided_at.is_(None)
    query = select(Certificate.trade, Certificate.level, Certificate.admission_id).join(
        Admission, Admission.id == Certificate.admission_id
    )
    if known_at is not None:
        holds = or_(holds, Certificate.voided_at > known_at)
        query = query.where(Certificate.recorded_at <= known_at)
    rows = session.execute(
        query.where(
            holds,
            Certificate.first_on >= period.first,
            Certificate.first_on <= period.last,
            ledger.in_scope(scope),
        ).order_by(Certificate.admission_id, Certificate.id)
    )
    return _lines((trade, level, stay_id) for trade, level, stay_id in rows)


def _entered_by(day: date, known_at: datetime | None) -> ColumnElement[bool]:
    """Whether a stay had begun by the end of a day: a standing movement says so."""
    return ledger.standing(known_at).where(Movement.admission_id == Admission.id, Movement.effective_on <= day).exists()


def _left_before(day: ColumnElement[Any], known_at: datetime | None) -> ColumnElement[bool]:
    """Whether a stay had left the books before a day."""
    leaving = ledger.kinds_leading_to([State.LEFT])
    moved = ledger.standing(known_at).where(
        Movement.admission_id == Admission.id, Movement.kind.in_(leaving), Movement.effective_on < day
    )
    return moved.exists()


def _lines(rows: Iterable[tuple[str | None, str | None, int]]) -> tuple[CourseLine, ...]:
    """Together by level and by trade as it is read: however it was typed, with or without capitals, marks and signs.

    The key is what the code of its figure is made of: two lines never share one.
    """
    names: dict[tuple[str, str], str] = {}
    found: dict[tuple[str, str], list[int]] = {}
    for trade, level, stay_id in rows:
        key = (level or "", slug(trade or ""))
        names.setdefault(key, trade or "")
        found.setdefault(key, []).append(stay_id)
    order = [*CourseLevel, ""]
    return tuple(
        CourseLine(names[key], CourseLevel(key[0]) if key[0] else None, tuple(found[key]))
        for key in sorted(found, key=lambda key: (order.index(key[0]), key[1]))
    )
