"""The People list: one row a person with the latest stay, whatever its state. Two statements, however many rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.rules.movements import AFTER, MovementKind, State
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.headcount.ledger import STATES, Reach, kinds_leading_to
from rehab_center.permissions import Scope
from rehab_center.residents.kinds import BirthPrecision, Sex
from rehab_center.residents.models import IdentityPaper, Resident
from rehab_center.residents.queries import name_conditions, within
from rehab_center.residents.rules.births import PartialBirth
from rehab_center.web.list_state import ListState

FIND_BY_NUMBER = 3  # fewer digits than this are no search for an identity number


@dataclass(frozen=True)
class PersonRow:
    """One person of the list. The stay's facts are None for somebody who was entered and never admitted."""

    id: int
    code: str
    full_name: str
    birth: PartialBirth
    sex: Sex
    file_code: str | None
    kind: StayKind | None
    state: State | None
    since: date | None
    admitted_on: date | None
    term_end_on: date | None


_stay = aliased(Admission)


def _latest_stay(scope: Scope) -> Any:
    """The id of a person's latest stay in reach; computed for the rows of the page only."""
    query = select(_stay.id).where(_stay.resident_id == Resident.id)
    if scope.facility_ids is not None:
        query = query.where(_stay.facility_id.in_(sorted(scope.facility_ids)))
    return query.order_by(_stay.admitted_on.desc(), _stay.id.desc()).limit(1).correlate(Resident).scalar_subquery()


def _last_movement(of: Any) -> Any:
    """The id of the last standing movement that changed a stay's state, up to today's end."""
    void = aliased(Movement)
    return (
        select(Movement.id)
        .where(
            Movement.admission_id == of,
            Movement.kind.in_([kind.value for kind in AFTER]),
            ~exists().where(void.voids_id == Movement.id),
        )
        .order_by(Movement.effective_on.desc(), Movement.id.desc())
        .limit(1)
        .correlate(Admission)
        .scalar_subquery()
    )


def people(session: Session, state: ListState, *, scope: Scope) -> tuple[Sequence[PersonRow], int]:
    """The persons a list state asks for, and how many there are without its limit."""
    last = aliased(Movement)
    joined = (
        select(Resident.id)
        .outerjoin(Admission, Admission.id == _latest_stay(scope))
        .outerjoin(last, last.id == _last_movement(Admission.id))
    )
    narrowed = _narrowed(state, scope, last)
    columns = (
        Resident.id, Resident.code, Resident.full_name, Resident.birth_on, Resident.birth_precision, Resident.sex,
        Admission.file_code, Admission.kind, last.kind, last.effective_on, Admission.admitted_on,
        Admission.term_end_on,
    )  # fmt: skip
    query = joined.with_only_columns(*columns).where(*narrowed).order_by(*_order(state), Resident.id)
    rows = session.execute(query.limit(state.limit).offset(state.offset or None)).all()
    return [_row(row) for row in rows], _total(session, state, joined, narrowed, scope)


def _total(
    session: Session, state: ListState, joined: Select[Any], narrowed: list[ColumnElement[bool]], scope: Scope
) -> int:
    if not state.choices and not state.days:  # the joins add nothing to the count then
        joined = select(Resident.id).where(*_found(state.q, scope))
        narrowed = [within(scope)]
    return session.scalar(select(func.count()).select_from(joined.where(*narrowed).subquery())) or 0


def _narrowed(state: ListState, scope: Scope, last: Any) -> list[ColumnElement[bool]]:
    conditions = [within(scope), *_found(state.q, scope)]
    if kind := state.choice("kind"):
        conditions.append(Admission.kind == kind)
    if sex := state.choice("sex"):
        conditions.append(Resident.sex == sex)
    if here := state.choice("here"):
        conditions.append(last.kind.in_(_kinds_of(here)))
    first, until = state.range_of("admitted")
    conditions += [Admission.admitted_on >= first] if first else []
    conditions += [Admission.admitted_on <= until] if until else []
    return conditions


def _kinds_of(here: str) -> list[str]:
    """A state, or a reach such as "care", as the kinds of movement that lead to it."""
    if here in set(Reach):
        return kinds_leading_to(STATES[Reach(here)])
    return kinds_leading_to([State(here)])


def _found(text: str, scope: Scope) -> list[ColumnElement[bool]]:
    """By name and alias in any order, by the person's code, a stay's file code, or an identity number."""
    if not text:
        return []
    typed = text.upper().replace(" ", "")
    by_name = and_(*name_conditions(text)) if name_conditions(text) else ~true()
    ways = [by_name, Resident.code.startswith(typed, autoescape=True)]
    stay = aliased(Admission)
    ways.append(
        Resident.id.in_(select(stay.resident_id).where(func.upper(stay.file_code).startswith(typed, autoescape=True)))
    )
    if sum(letter.isdigit() for letter in typed) >= FIND_BY_NUMBER:
        ways.append(
            Resident.id.in_(
                select(IdentityPaper.resident_id).where(
                    IdentityPaper.number_key.startswith(typed, autoescape=True), IdentityPaper.withdrawn_at.is_(None)
                )
            )
        )
    return [or_(*ways)]


def _order(state: ListState) -> list[Any]:
    by_sort: dict[str, list[Any]] = {
        "name": [Resident.sort_key],
        "code": [Admission.file_code],
        "birth": [Resident.birth_on],
        "admitted": [Admission.admitted_on],
        "term_end": [Admission.term_end_on],
    }
    columns = by_sort[state.sort]
    ordered = [column.desc() if state.descending else column.asc() for column in columns]
    # Whoever has no such date stands last, on both databases.
    missing = [column.is_(None) for column in columns if column is not Resident.sort_key]
    return [*missing, *ordered]


def _row(row: Any) -> PersonRow:
    state = AFTER[MovementKind(row[8])] if row[8] else None
    return PersonRow(
        row[0],
        row[1],
        row[2],
        PartialBirth(row[3], BirthPrecision(row[4])),
        Sex(row[5]),
        row[6],
        StayKind(row[7]) if row[7] else None,
        state,
        row[9],
        row[10],
        row[11],
    )
