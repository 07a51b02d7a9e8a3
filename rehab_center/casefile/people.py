"""The People list: one row a person with the latest stay, whatever its state.

A stay whose entering movement was voided never was: it has no standing movement, and so the list knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from rehab_center import clock
from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.rules.movements import AFTER, MovementKind, State
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.casefile import search
from rehab_center.casefile.homes import living_in
from rehab_center.headcount.ledger import STATES, Reach, kinds_leading_to
from rehab_center.permissions import Scope
from rehab_center.residents.kinds import BirthPrecision, Sex
from rehab_center.residents.models import Resident
from rehab_center.residents.queries import numbers_of, within
from rehab_center.residents.queries.order import listed_by
from rehab_center.residents.rules.births import PartialBirth
from rehab_center.web.list_state import ListState

NEVER = "never"
"""The choice of those who were entered and never admitted."""

EVERYBODY = 2**31 - 1
"""The limit of an export: more than there are."""

MOST_RANKED = 2000
"""As many hits are put in order by their marks; nobody looks through more."""


Names = Any
"""The column by which names are in order."""


class PersonRow(NamedTuple):
    """One person of the list. The stay's facts are None for somebody who was entered and never admitted.

    ``found_by`` is the alias or identity number that a search met; ``id_number`` is read for exports only.
    """

    id: int
    code: str
    full_name: str
    birth: PartialBirth
    sex: Sex
    file_code: str | None
    kind: StayKind | None
    state: State | None
    last_kind: MovementKind | None
    since: date | None
    admitted_on: date | None
    term_end_on: date | None
    found_by: str | None = None
    id_number: str | None = None


_last = aliased(Movement)


@dataclass(frozen=True)
class _Question:
    """What a reader asks, as statements. ``page`` takes the parameters ``most`` and ``skipped``.

    Where counting costs next to nothing, the last column of ``page`` says how many there are (``counts``).
    """

    joined: Select[Any]
    conditions: tuple[ColumnElement[bool], ...]
    page: Select[Any]
    count: Select[Any]
    names: Names
    counts: bool

    @classmethod
    def of(cls, scope: Scope, state: ListState, names: Names, *further: ColumnElement[bool]) -> _Question:
        """The statements of a list state with its order of names, and of ``further`` conditions read for it."""
        joined = _joined(scope.facility_ids)
        conditions = (within(scope), *search.found(state.q), *_filters(state), *further)
        page = _columns(joined).where(*conditions).order_by(*_order(state, names), Resident.id)
        by_stay = set(state.choices) - {"sex", "home"} or state.days
        counted = joined if by_stay else select(Resident.id)  # the joins add nothing to the count then
        count = select(func.count()).select_from(counted.where(*conditions).subquery())
        counts = not by_stay and not state.q
        page = page.add_columns(count.scalar_subquery()) if counts else page
        return cls(joined, conditions, page.limit(bindparam("most")).offset(bindparam("skipped")), count, names, counts)


@lru_cache(maxsize=64)
def _plain_question(
    facility_ids: frozenset[int] | None, sort: str, descending: bool, here: str | None, names: Names
) -> _Question:
    """The question of the list as it opens, in any order. Kept: putting it into words takes longer than the answer."""
    choices = {"here": here} if here else {}
    return _Question.of(Scope(facility_ids), ListState(sort=sort, descending=descending, choices=choices), names)


def _question(session: Session, scope: Scope, state: ListState) -> _Question:
    names = listed_by(session)
    if home := state.choice("home"):
        return _Question.of(scope, state, names, living_in(session, home, scope=scope, today=clock.today()))
    if state.q or state.days or set(state.choices) - {"here"}:
        return _Question.of(scope, state, names)
    return _plain_question(scope.facility_ids, state.sort, state.descending, state.choice("here"), names)


def _joined(facility_ids: frozenset[int] | None) -> Select[Any]:
    """Persons with their last movement and its stay."""
    return (
        select(Resident.id)
        .outerjoin(_last, _last.id == _last_movement(facility_ids))
        .outerjoin(Admission, Admission.id == _last.admission_id)
    )


def people(session: Session, state: ListState, *, scope: Scope) -> tuple[Sequence[PersonRow], int]:
    """The persons a list state asks for, and how many there are without its limit."""
    question = _question(session, scope, state)
    ranked = _ranked(session, state, question)
    if ranked is not None:
        page = ranked[state.offset :][: state.limit]
        rows = {row[0]: row for row in session.execute(_columns(question.joined).where(Resident.id.in_(page)))}
        found, total = [rows[resident_id] for resident_id in page], len(ranked)
    else:
        asked = {"most": EVERYBODY if state.limit is None else state.limit, "skipped": state.offset}
        found = list(session.connection().execute(question.page, asked).all())  # columns only: no rows of models
        total = found[0][-1] if question.counts and found else _total(session, state, question, len(found))
    return _rows(session, state, found), total


def _last_movement(facility_ids: frozenset[int] | None) -> Any:
    """The id of the last standing movement of a person's latest stay in reach, with the latest first day first.

    Asked for each person by itself: the first fifty names do not wait for the whole ledger.
    """
    void, stay = aliased(Movement), aliased(Admission)
    query = (
        select(Movement.id)
        .join(stay, stay.id == Movement.admission_id)
        .where(
            stay.resident_id == Resident.id,
            Movement.kind.in_([kind.value for kind in AFTER]),
            ~exists().where(void.voids_id == Movement.id),
        )
    )
    if facility_ids is not None:
        # The sum keeps SQLite from walking through all the centre's stays for each person: by person it is one or two.
        query = query.where((stay.facility_id + 0).in_(sorted(facility_ids)))
    latest_first = (stay.admitted_on.desc(), stay.id.desc(), Movement.effective_on.desc(), Movement.id.desc())
    return query.order_by(*latest_first).limit(1).correlate(Resident).scalar_subquery()


def _columns(joined: Select[Any]) -> Select[Any]:
    columns: tuple[Any, ...] = (
        Resident.id,
        Resident.code,
        Resident.full_name,
        Resident.birth_on,
        Resident.birth_precision,
        Resident.sex,
        Admission.file_code,
        Admission.kind,
        _last.kind,
        _last.effective_on,
        Admission.admitted_on,
        Admission.term_end_on,
    )
    return joined.with_only_columns(*columns)


# --- what is asked for -----------------------------------------------------------------------------------------------


def _filters(state: ListState) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if here := state.choice("here"):
        conditions.append(_last.id.is_(None) if here == NEVER else _last.kind.in_(_kinds_of(here)))
    if kind := state.choice("kind"):
        conditions.append(Admission.kind == kind)
    if sex := state.choice("sex"):
        conditions.append(Resident.sex == sex)
    first, until = state.range_of("admitted")
    conditions += [Admission.admitted_on >= first] if first else []
    conditions += [Admission.admitted_on <= until] if until else []
    return conditions


def _kinds_of(here: str) -> list[str]:
    """A state, or a reach such as "care", as the kinds of movement that lead to it."""
    if here in set(Reach):
        return kinds_leading_to(STATES[Reach(here)])
    return kinds_leading_to([State(here)])


def _total(session: Session, state: ListState, question: _Question, here: int) -> int:
    """How many there are; not asked for where the first page holds them all."""
    if state.offset == 0 and (state.limit is None or here < state.limit):
        return here
    return session.connection().scalar(question.count) or 0


def _ranked(session: Session, state: ListState, question: _Question) -> list[int] | None:
    """Everybody found by a name typed with its marks, exact hits first; None where the list's own order stands."""
    if state.sort != "name" or state.descending or not search.has_marks(state.q):
        return None
    query = question.joined.with_only_columns(Resident.id, Resident.full_name).where(*question.conditions)
    found = session.execute(query.order_by(question.names, Resident.id).limit(MOST_RANKED + 1)).all()
    if len(found) > MOST_RANKED:
        return None
    return search.marked_first(session, state.q, [(row[0], row[1]) for row in found])


def _order(state: ListState, names: Names) -> list[Any]:
    by_sort: dict[str, Any] = {
        "name": names,
        "code": func.coalesce(Admission.file_code, Resident.code),
        "birth": Resident.birth_on,
        "admitted": Admission.admitted_on,
        "term_end": Admission.term_end_on,
    }
    column = by_sort[state.sort]
    ordered = column.desc() if state.descending else column.asc()
    # Whoever has no such date stands last, on both databases.
    return [ordered] if state.sort in ("name", "code") else [column.is_(None), ordered]


# --- rows ------------------------------------------------------------------------------------------------------------


def _rows(session: Session, state: ListState, found: Sequence[Any]) -> list[PersonRow]:
    ids = [row[0] for row in found]
    aliases = search.aliases_of(session, ids) if state.q else {}
    numbers = search.numbers_like(session, state.q, ids) if state.q else {}
    id_numbers = numbers_of(session, ids) if state.export else {}
    return [
        _row(
            row,
            search.why_found(state.q, row[2], aliases.get(row[0], ()), numbers.get(row[0], ())) if state.q else None,
            id_numbers.get(row[0]),
        )
        for row in found
    ]


# A dictionary gives a member at a fifth of what calling its class costs.
_PRECISIONS = {one.value: one for one in BirthPrecision}
_SEXES = {one.value: one for one in Sex}
_STAY_KINDS = {one.value: one for one in StayKind}
_MOVEMENT_KINDS = {one.value: one for one in MovementKind}


def _row(row: Any, found_by: str | None, id_number: str | None) -> PersonRow:
    last_kind = _MOVEMENT_KINDS[row[8]] if row[8] else None
    return PersonRow(
        id=row[0],
        code=row[1],
        full_name=row[2],
        birth=PartialBirth(row[3], _PRECISIONS[row[4]]),
        sex=_SEXES[row[5]],
        file_code=row[6],
        kind=_STAY_KINDS[row[7]] if row[7] else None,
        state=AFTER[last_kind] if last_kind else None,
        last_kind=last_kind,
        since=row[9],
        admitted_on=row[10],
        term_end_on=row[11],
        found_by=found_by,
        id_number=id_number,
    )
