"""What a report says of courses: which certificates were given. One statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, aliased

from rehab_center.activities.kinds import CourseLevel
from rehab_center.admissions.models import Admission
from rehab_center.courses.models import Certificate
from rehab_center.dates import DateRange
from rehab_center.headcount import ledger
from rehab_center.names import slug
from rehab_center.permissions import Scope


@dataclass(frozen=True)
class CourseLine:
    """A trade at a level, and its certificates: the stay each was given to, by id, and the day it was first given.

    Whoever has certificates in two trades stands in both lines: a total of people counts distinct stays.
    """

    trade: str
    level: CourseLevel | None
    given: tuple[tuple[int, date], ...]

    @property
    def admission_ids(self) -> tuple[int, ...]:
        """The stays, each once for each of its certificates."""
        return tuple(stay_id for stay_id, _on in self.given)

    @property
    def count(self) -> int:
        """The number itself."""
        return len(self.given)


def certificates_issued(
    session: Session, period: DateRange, *, scope: Scope, known_at: datetime | None = None
) -> tuple[CourseLine, ...]:
    """Certificates first given in a period that hold, by level and trade; attestations of classes without a level.

    A copy (cấp lại) counts with the paper it stands for. ``known_at`` reads the register as it was at a moment.
    """
    holds: ColumnElement[bool] = Certificate.voided_at.is_(None)
    query = select(Certificate.trade, Certificate.level, Certificate.admission_id, Certificate.first_on).join(
        Admission, Admission.id == Certificate.admission_id
    )
    if known_at is not None:
        holds = or_(holds, Certificate.voided_at > known_at)
        # A copy that proved to be a mistake gave its paper back: until then it stood for it, and it alone is counted.
        later = aliased(Certificate)
        replaced = exists().where(
            later.activity_id == Certificate.activity_id,
            later.admission_id == Certificate.admission_id,
            later.id > Certificate.id,
            later.recorded_at <= known_at,
            or_(later.voided_at.is_(None), later.voided_at > known_at),
        )
        query = query.where(Certificate.recorded_at <= known_at, ~replaced)
    rows = session.execute(
        query.where(
            holds,
            Certificate.first_on >= period.first,
            Certificate.first_on <= period.last,
            ledger.in_scope(scope),
        ).order_by(Certificate.admission_id, Certificate.id)
    )
    return _lines((trade, level, stay_id, on) for trade, level, stay_id, on in rows)


def _lines(rows: Iterable[tuple[str, str | None, int, date]]) -> tuple[CourseLine, ...]:
    """Together by level and by trade as it is read: however it was typed, with or without capitals, marks and signs.

    The key is what the code of its figure is made of: two lines never share one.
    """
    names: dict[tuple[str, str], str] = {}
    found: dict[tuple[str, str], list[tuple[int, date]]] = {}
    for trade, level, stay_id, on in rows:
        key = (level or "", slug(trade))
        names.setdefault(key, trade)
        found.setdefault(key, []).append((stay_id, on))
    order = [*CourseLevel, ""]
    return tuple(
        CourseLine(names[key], CourseLevel(key[0]) if key[0] else None, tuple(found[key]))
        for key in sorted(found, key=lambda key: (order.index(key[0]), key[1]))
    )
