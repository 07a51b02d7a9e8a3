"""The movements as SQL: what stands, what state it leads to, where care begins and ends.

Parts of queries, shared by the counts, the balance and the figures, so that a list and its count are one definition.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, Subquery, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from rehab_center import clock
from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.rules.movements import (
    AFTER,
    BOOKS_STATES,
    CARE_STATES,
    PRESENT_STATES,
    MovementKind,
    State,
)
from rehab_center.permissions import Scope


class Reach(StrEnum):
    """How far "here" goes."""

    BOOKS = "books"
    CARE = "care"
    PRESENT = "present"


STATES: dict[Reach, frozenset[State]] = {
    Reach.BOOKS: BOOKS_STATES,
    Reach.CARE: CARE_STATES,
    Reach.PRESENT: PRESENT_STATES,
}


def kinds_leading_to(states: Iterable[State]) -> list[str]:
    """The kinds of movement after which a stay is in one of ``states``."""
    wanted = frozenset(states)
    return [kind.value for kind, state in AFTER.items() if state in wanted]


def in_scope(scope: Scope) -> ColumnElement[bool]:
    """Only stays of the reader's centres."""
    if scope.facility_ids is None:
        return Admission.facility_id.is_not(None)
    return Admission.facility_id.in_(sorted(scope.facility_ids))


KNOWN_AT = bindparam("known_at", type_=Movement.recorded_at.type)
"""The moment of a statement that is built once; what it stands for comes when it is asked."""
Moment = datetime | BindParameter[datetime]


# Another name of a table costs as much as a question: these are made once.
_void = aliased(Movement)
_found = aliased(Movement)
_LAST = select(_found.id, _found.admission_id, _found.kind, _found.effective_on).select_from(Admission)


def standing(known_at: Moment | None, *columns: Any) -> Select[Any]:
    """The movements that change a stay's state and stand: not voided, as known at ``known_at`` (None: now)."""
    voided = exists().where(_void.voids_id == Movement.id)
    if known_at is not None:
        voided = voided.where(_void.recorded_at <= known_at)
    query = select(Movement.id, Movement.admission_id, Movement.kind, Movement.effective_on, *columns).where(
        Movement.kind.in_([kind.value for kind in AFTER]), ~voided
    )
    return query.where(Movement.recorded_at <= known_at) if known_at is not None else query


def happened_before(moment: datetime) -> ColumnElement[bool]:
    """Movements of the days before a moment, and those of its day that came earlier: by the time that was noted, where
    none was by when they were written."""
    day, time = clock.day_of(moment), f"{moment.astimezone(clock.ZONE):%H:%M}"
    earlier = or_(
        Movement.effective_time < time, and_(Movement.effective_time.is_(None), Movement.recorded_at < moment)
    )
    return or_(Movement.effective_on < day, and_(Movement.effective_on == day, earlier))


@lru_cache(maxsize=8)
def last_movements(as_of: date, known_at: Moment | None, before: datetime | None = None) -> Subquery:
    """One row a stay: ``admission_id``, ``id``, ``kind`` and ``effective_on`` of its last standing movement.

    As of the end of ``as_of``, or just ``before`` a moment of it. Looked for stay by stay along the index: ranking all
    movements costs more than twice. That the movement is of the same stay is said once more where it is joined:
    PostgreSQL, which knows nothing yet of a register just brought over, otherwise looks once for each pair of a stay
    and a movement, half a minute for 500.
    """
    until_then = happened_before(before) if before else Movement.effective_on <= as_of
    last = (
        standing(known_at)
        .with_only_columns(Movement.id)
        .where(Movement.admission_id == Admission.id, until_then)
        .order_by(Movement.effective_on.desc(), Movement.id.desc())
        .limit(1)
        .correlate(Admission)
        .scalar_subquery()
    )
    return _LAST.join(_found, and_(_found.admission_id == Admission.id, _found.id == last)).subquery("last_movement")


def steps(known_at: datetime | None) -> Subquery:
    """Every standing movement with the kind before it in its stay (``kind_before``, null for the first)."""
    before = (
        func.lag(Movement.kind)
        .over(partition_by=Movement.admission_id, order_by=(Movement.effective_on, Movement.id))
        .label("kind_before")
    )
    return standing(known_at, before).subquery("step")


_CARE = kinds_leading_to(CARE_STATES)


def begins_care(step: Subquery) -> ColumnElement[bool]:
    """Whether a step of :func:`steps` brings a person under care."""
    return step.c.kind.in_(_CARE) & or_(step.c.kind_before.is_(None), step.c.kind_before.not_in(_CARE))


def ends_care(step: Subquery) -> ColumnElement[bool]:
    """Whether a step of :func:`steps` takes a person out of care."""
    return step.c.kind.not_in(_CARE) & step.c.kind_before.in_(_CARE)


#: The two halves of a change of ground: no arrival and no departure in the total, a transfer between kinds.
CONVERSIONS = frozenset({MovementKind.CONVERTED_IN, MovementKind.CONVERTED_OUT})
