"""The register-wide list: which files lack papers, which, and until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries.due import exited_by
from rehab_center.admissions.queries.lists import within
from rehab_center.admissions.rules.movements import ENTRIES
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.dossiers.kinds import PaperState
from rehab_center.dossiers.models import FilePaper
from rehab_center.dossiers.rules.checklist import NAMES, OF_ITSELF
from rehab_center.permissions import Scope
from rehab_center.residents.models import Resident
from rehab_center.residents.queries import PersonName, name_conditions, name_of
from rehab_center.residents.queries.order import listed_by
from rehab_center.web.list_state import ListState


@dataclass(frozen=True)
class FileRow:
    """A stay's file in the list: ``missing`` names what lacks, by its day; ``papers`` counts what is there."""

    stay_id: int
    file_code: str
    person: PersonName
    kind: StayKind
    regime: Regime
    admitted_on: date
    checked: bool
    papers: int
    missing: tuple[str, ...]
    due_on: date | None


_LIVE = (FilePaper.admission_id == Admission.id, FilePaper.withdrawn_at.is_(None))
_LACKING = (*_LIVE, FilePaper.state == PaperState.MISSING.value)
_FIRST_DUE = select(func.min(FilePaper.due_on)).where(*_LACKING).correlate(Admission).scalar_subquery()


def file_list(session: Session, state: ListState, *, scope: Scope, today: date) -> tuple[Sequence[FileRow], int]:
    """Files and how many there are in all.

    Choices: ``state`` (missing, unchecked, complete), ``paper`` (a line's code, missing), ``overdue``, ``kind``,
    ``books`` (here, left); days: ``admitted_on``.
    """
    query = (
        select(Admission, Resident, _FIRST_DUE.label("due_on"))
        .join(Resident, Resident.id == Admission.resident_id)
        .where(within(scope), _began(), *_conditions(state, today))
    )
    total = session.scalar(select(func.count()).select_from(query.with_only_columns(Admission.id).subquery())) or 0
    found = session.execute(_sorted(session, query, state)).all()
    known = _known(session, [stay.id for stay, _, _ in found])
    return [_row(stay, resident, due_on, known.get(stay.id, ())) for stay, resident, due_on in found], total


def _began() -> ColumnElement[bool]:
    """A stay whose entering movement was voided never was."""
    void = select(Movement.voids_id).where(Movement.voids_id.is_not(None))
    entries = [kind.value for kind in ENTRIES]
    return exists().where(Movement.admission_id == Admission.id, Movement.kind.in_(entries), Movement.id.not_in(void))


def _conditions(state: ListState, today: date) -> list[ColumnElement[bool]]:
    where = [*_searched(state.q), *_between(state.range_of("admitted_on"))]
    if chosen := state.choice("state"):
        where.append(_STATES[chosen]())
    if line := state.choice("paper"):
        where.append(exists().where(*_LACKING, FilePaper.line == line))
    if overdue := state.choice("overdue"):
        late = exists().where(*_LACKING, FilePaper.due_on < today)
        where.append(late if overdue == "yes" else ~late)
    if kind := state.choice("kind"):
        where.append(Admission.kind == kind)
    if books := state.choice("books"):
        where.append(exited_by(today) if books == "left" else ~exited_by(today))
    return where


def _lacks() -> ColumnElement[bool]:
    return exists().where(*_LACKING)


def _looked_through() -> ColumnElement[bool]:
    return exists().where(*_LIVE, FilePaper.line.not_in(OF_ITSELF))


_STATES: Mapping[str, Any] = {
    "missing": _lacks,
    "unchecked": lambda: ~_looked_through(),
    "complete": lambda: and_(_looked_through(), ~_lacks()),
}


def _searched(text: str) -> list[ColumnElement[bool]]:
    if not text:
        return []
    words = name_conditions(text)
    by_code = Admission.file_code.icontains(text, autoescape=True)
    return [or_(by_code, and_(*words)) if words else by_code]


def _between(days: tuple[date | None, date | None]) -> list[ColumnElement[bool]]:
    first, last = days
    ends = [Admission.admitted_on >= first] if first else []
    return ends + ([Admission.admitted_on <= last] if last else [])


_Files = Select[Admission, Resident, date | None]

_ORDER: dict[str, Any] = {
    "due_on": _FIRST_DUE,
    "file_code": Admission.file_code,
    "admitted_on": Admission.admitted_on,
}


def _sorted(session: Session, query: _Files, state: ListState) -> _Files:
    column = listed_by(session) if state.sort == "name" else _ORDER[state.sort]
    way = column.desc() if state.descending else column.asc()
    return query.order_by(column.is_(None), way, Admission.id.desc()).limit(state.limit).offset(state.offset)


def _known(session: Session, ids: Sequence[int]) -> dict[int, list[FilePaper]]:
    found: dict[int, list[FilePaper]] = {}
    for start in range(0, len(ids), 500):
        rows = session.scalars(
            select(FilePaper)
            .where(FilePaper.admission_id.in_(ids[start : start + 500]), FilePaper.withdrawn_at.is_(None))
            .order_by(FilePaper.due_on, FilePaper.id)
        )
        for row in rows:
            found.setdefault(row.admission_id, []).append(row)
    return found


def _row(stay: Admission, resident: Resident, due_on: date | None, papers: Sequence[FilePaper]) -> FileRow:
    return FileRow(
        stay_id=stay.id,
        file_code=stay.file_code,
        person=name_of(resident),
        kind=StayKind(stay.kind),
        regime=Regime(stay.regime),
        admitted_on=stay.admitted_on,
        checked=any(paper.line not in OF_ITSELF for paper in papers),
        papers=sum(paper.state == PaperState.RECEIVED for paper in papers),
        missing=tuple(paper.title or NAMES[paper.line] for paper in papers if paper.state == PaperState.MISSING),
        due_on=due_on,
    )
