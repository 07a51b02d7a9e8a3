"""The lists of stays and of movements: searched, filtered, sorted, one page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries.details import DetailLine, details_of
from rehab_center.admissions.queries.due import exited_by
from rehab_center.admissions.queries.stays import StayLine, stay_lines
from rehab_center.admissions.rules.details import HEALTH
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.documents.queries import DocumentLine, document_lines
from rehab_center.permissions import Scope
from rehab_center.residents.models import Resident
from rehab_center.residents.queries import PersonName, name_conditions, name_of
from rehab_center.residents.queries.order import listed_by
from rehab_center.web.list_state import ListState


@dataclass(frozen=True)
class StayRow:
    """A stay in the list, with its person."""

    person: PersonName
    stay: StayLine


@dataclass(frozen=True)
class MovementRow:
    """A movement in the list, with its person and stay; ``voided``: it was taken back.

    ``details``: what else was told about it, but nothing about health: that leaves on no list.
    """

    id: int
    stay_id: int
    person: PersonName
    file_code: str
    kind: MovementKind
    effective_on: date
    effective_time: str | None
    document: DocumentLine | None
    actor: str
    recorded_at: datetime
    voided: bool
    details: tuple[DetailLine, ...]


def within(scope: Scope) -> ColumnElement[bool]:
    """Stays of the scope's centres."""
    return true() if scope.facility_ids is None else Admission.facility_id.in_(sorted(scope.facility_ids))


def stay_list(session: Session, state: ListState, *, scope: Scope, as_of: date) -> tuple[Sequence[StayRow], int]:
    """Stays and how many there are in all; their states as of a day."""
    query = (
        select(Admission, Resident)
        .join(Resident, Resident.id == Admission.resident_id)
        .where(within(scope), *_stay_conditions(state, as_of))
    )
    total = session.scalar(select(func.count()).select_from(query.with_only_columns(Admission.id).subquery())) or 0
    rows = session.execute(_sorted_stays(session, query, state)).all()
    lines = {line.id: line for line in stay_lines(session, [stay for stay, _ in rows], as_of=as_of)}
    return [StayRow(name_of(resident), lines[stay.id]) for stay, resident in rows], total


_STAY_ORDER: dict[str, Any] = {
    "file_code": Admission.file_code,
    "admitted_on": Admission.admitted_on,
    "term_end_on": Admission.term_end_on,
}


def _stay_conditions(state: ListState, as_of: date) -> list[ColumnElement[bool]]:
    where = [*searched(state.q), *between(Admission.admitted_on, state.range_of("admitted_on"))]
    where += between(Admission.term_end_on, state.range_of("term_end_on"))
    if kind := state.choice("kind"):
        where.append(Admission.kind == kind)
    if regime := state.choice("regime"):
        where.append(Admission.regime == regime)
    if books := state.choice("books"):
        where.append(exited_by(as_of) if books == "left" else ~exited_by(as_of))
    return where


def searched(text: str) -> list[ColumnElement[bool]]:
    """Conditions on Admission and Resident: the file code, or the words of a name."""
    if not text:
        return []
    by_code = Admission.file_code.icontains(text, autoescape=True)
    words = name_conditions(text)
    return [or_(by_code, and_(*words)) if words else by_code]


def between(column: Any, days: tuple[date | None, date | None]) -> list[ColumnElement[bool]]:
    """The column within a range of days, either end open."""
    first, last = days
    return ([column >= first] if first else []) + ([column <= last] if last else [])


def _sorted_stays(
    session: Session, query: Select[Admission, Resident], state: ListState
) -> Select[Admission, Resident]:
    column = listed_by(session) if state.sort == "name" else _STAY_ORDER[state.sort]
    ordered = query.order_by(column.is_(None), column.desc() if state.descending else column.asc(), Admission.id.desc())
    return ordered.limit(state.limit).offset(state.offset)


def movement_list(session: Session, state: ListState, *, scope: Scope) -> tuple[Sequence[MovementRow], int]:
    """Movements and how many there are in all; the rows that void others are not among them, the voided are marked."""
    void = aliased(Movement)
    voided = exists().where(void.voids_id == Movement.id)
    query = (
        select(Movement, Admission, Resident, voided.label("voided"))
        .join(Admission, Admission.id == Movement.admission_id)
        .join(Resident, Resident.id == Admission.resident_id)
        .where(within(scope), Movement.kind != MovementKind.VOIDED.value, *_movement_conditions(state, voided))
    )
    total = session.scalar(select(func.count()).select_from(query.with_only_columns(Movement.id).subquery())) or 0
    rows = session.execute(_sorted_movements(session, query, state)).all()
    papers = document_lines(session, [row[0].document_id for row in rows if row[0].document_id is not None])
    told = details_of(session, [row[0].id for row in rows], scope=scope)
    return [_movement_row(*row, papers=papers, told=told[row[0].id]) for row in rows], total


_Movements = Select[Movement, Admission, Resident, bool]

_MOVEMENT_ORDER: dict[str, Any] = {
    "effective_on": Movement.effective_on,
    "recorded_at": Movement.recorded_at,
    "file_code": Admission.file_code,
}


def _sorted_movements(session: Session, query: _Movements, state: ListState) -> _Movements:
    column = listed_by(session) if state.sort == "name" else _MOVEMENT_ORDER[state.sort]
    ordered = query.order_by(column.desc() if state.descending else column.asc(), Movement.id.desc())
    return ordered.limit(state.limit).offset(state.offset)


def _movement_conditions(state: ListState, voided: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    where = [*searched(state.q), *between(Movement.effective_on, state.range_of("effective_on"))]
    if kind := state.choice("kind"):
        where.append(Movement.kind == kind)
    if choice := state.choice("voided"):
        where.append(voided if choice == "yes" else ~voided)
    return where


def _movement_row(
    movement: Movement,
    stay: Admission,
    resident: Resident,
    voided: bool,
    *,
    papers: dict[int, DocumentLine],
    told: Iterable[DetailLine],
) -> MovementRow:
    return MovementRow(
        id=movement.id,
        stay_id=stay.id,
        person=name_of(resident),
        file_code=stay.file_code,
        kind=MovementKind(movement.kind),
        effective_on=movement.effective_on,
        effective_time=movement.effective_time,
        document=papers.get(movement.document_id) if movement.document_id is not None else None,
        actor=movement.actor,
        recorded_at=movement.recorded_at,
        voided=bool(voided),
        details=tuple(line for line in told if line.item not in HEALTH),
    )
