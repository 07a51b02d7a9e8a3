"""The lists of handovers and of refusals at the gate, and the minutes' next number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select, true
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Handover, HandoverPerson
from rehab_center.admissions.queries.handover_rows import birth_of_line
from rehab_center.admissions.rules.handover import HandoverCounts, HandoverState, Outcome, counts_of
from rehab_center.admissions.rules.refusals import RefusalReason
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.models import Document
from rehab_center.documents.queries import DocumentLine, document_lines
from rehab_center.names import fold
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Scope
from rehab_center.residents.kinds import Sex
from rehab_center.residents.rules.births import PartialBirth
from rehab_center.web.list_state import ListState

_LEADING_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class HandoverRow:
    """A handover in the list."""

    id: int
    delivered_on: date
    delivered_time: str | None
    delivering_unit: str
    counts: HandoverCounts
    minutes: DocumentLine | None
    state: HandoverState
    closed_by: str | None


@dataclass(frozen=True)
class RefusalRow:
    """Somebody refused at the gate."""

    line_id: int
    handover_id: int
    delivered_on: date
    delivering_unit: str
    full_name: str
    birth: PartialBirth
    sex: Sex | None
    identity_number: str | None
    home: str
    reason: RefusalReason
    note: str | None
    decided_by: str | None
    decided_at: datetime | None


def within(scope: Scope) -> ColumnElement[bool]:
    """Handovers of the scope's centres."""
    return true() if scope.facility_ids is None else Handover.facility_id.in_(sorted(scope.facility_ids))


def handover_list(session: Session, state: ListState, *, scope: Scope) -> tuple[Sequence[HandoverRow], int]:
    """Handovers and how many there are in all. Searched are the unit, who signs, and the persons delivered."""
    where = [within(scope), *_handover_conditions(state)]
    total = session.scalar(select(func.count()).select_from(Handover).where(*where)) or 0
    query = select(Handover).where(*where).order_by(*_order(state, _HANDOVER_ORDER, Handover.id))
    rows = session.scalars(query.limit(state.limit).offset(state.offset)).all()
    counts = _counts(session, [row.id for row in rows])
    papers = document_lines(session, [row.minutes_id for row in rows if row.minutes_id is not None])
    found = [
        HandoverRow(
            id=row.id,
            delivered_on=row.delivered_on,
            delivered_time=row.delivered_time,
            delivering_unit=row.delivering_unit,
            counts=counts[row.id],
            minutes=papers.get(row.minutes_id or 0),
            state=HandoverState(row.state),
            closed_by=row.closed_by,
        )
        for row in rows
    ]
    return found, total


def _counts(session: Session, ids: Sequence[int]) -> dict[int, HandoverCounts]:
    outcomes: dict[int, list[Outcome]] = {one: [] for one in ids}
    rows = session.execute(
        select(HandoverPerson.handover_id, HandoverPerson.outcome).where(HandoverPerson.handover_id.in_(ids))
    )
    for handover_id, outcome in rows:
        outcomes[handover_id].append(Outcome(outcome))
    return {one: counts_of(some) for one, some in outcomes.items()}


def _handover_conditions(state: ListState) -> Iterable[ColumnElement[bool]]:
    if words := fold(state.q):
        delivered = exists().where(
            HandoverPerson.handover_id == Handover.id, HandoverPerson.search_key.contains(words, autoescape=True)
        )
        yield Handover.search_key.contains(words, autoescape=True) | delivered
    if chosen := state.choice("state"):
        yield Handover.state == chosen
    yield from _between(Handover.delivered_on, state.range_of("delivered_on"))


def _between(column: Any, days: tuple[date | None, date | None]) -> Iterable[ColumnElement[bool]]:
    first, last = days
    if first is not None:
        yield column >= first
    if last is not None:
        yield column <= last


_HANDOVER_ORDER: dict[str, Any] = {
    "delivered_on": Handover.delivered_on,
    "delivering_unit": Handover.search_key,
    "state": Handover.state,
}
_REFUSAL_ORDER: dict[str, Any] = {
    "delivered_on": Handover.delivered_on,
    "full_name": HandoverPerson.search_key,
    "delivering_unit": Handover.search_key,
}


def _order(state: ListState, columns: dict[str, Any], last: Any) -> tuple[Any, Any]:
    column = columns.get(state.sort, Handover.delivered_on)
    return (column.desc() if state.descending else column.asc(), last.desc())


def refusal_list(session: Session, state: ListState, *, scope: Scope) -> tuple[Sequence[RefusalRow], int]:
    """Who was refused, and how many in all. Searched is the name or number shown at the gate."""
    where = [within(scope), HandoverPerson.outcome == Outcome.REFUSED.value, *_refusal_conditions(state)]
    query = select(HandoverPerson, Handover).join(Handover, Handover.id == HandoverPerson.handover_id).where(*where)
    total = session.scalar(select(func.count()).select_from(query.with_only_columns(HandoverPerson.id).subquery())) or 0
    ordered = query.order_by(*_order(state, _REFUSAL_ORDER, HandoverPerson.id))
    rows = session.execute(ordered.limit(state.limit).offset(state.offset)).all()
    return [_refusal(line, handover) for line, handover in rows], total


def _refusal_conditions(state: ListState) -> Iterable[ColumnElement[bool]]:
    if words := fold(state.q):
        yield HandoverPerson.search_key.contains(words, autoescape=True)
    if reason := state.choice("reason"):
        yield HandoverPerson.refusal == reason
    yield from _between(Handover.delivered_on, state.range_of("delivered_on"))


def _refusal(line: HandoverPerson, handover: Handover) -> RefusalRow:
    return RefusalRow(
        line_id=line.id,
        handover_id=handover.id,
        delivered_on=handover.delivered_on,
        delivering_unit=handover.delivering_unit,
        full_name=line.full_name,
        birth=birth_of_line(line),
        sex=Sex(line.sex) if line.sex else None,
        identity_number=line.identity_number,
        home=", ".join(part for part in (line.address, line.commune, line.district, line.province) if part),
        reason=RefusalReason(line.refusal or ""),
        note=line.refusal_note,
        decided_by=line.decided_by,
        decided_at=line.decided_at,
    )


def next_minutes_number(session: Session, facility_id: int, day: date) -> str:
    """The number after the last one in the centre's book of minutes of that year: "08/BB-CSCNMT"."""
    numbers = session.scalars(
        select(Document.number).where(
            Document.facility_id == facility_id,
            Document.kind == DocumentKind.HANDOVER.value,
            Document.own_book,
            Document.book_year == day.year,
        )
    )
    used = [int(found[0]) for number in numbers if (found := _LEADING_NUMBER.match(number))]
    return f"{max(used, default=0) + 1:02d}/{letterhead_on(session, facility_id, day).number_sign('BB')}"


def known_units(session: Session, *, scope: Scope, limit: int = 40) -> tuple[str, ...]:
    """Units that delivered before, the latest first: offered while one types."""
    rows = session.scalars(
        select(Handover.delivering_unit)
        .where(within(scope))
        .group_by(Handover.delivering_unit)
        .order_by(func.max(Handover.id).desc())
        .limit(limit)
    )
    return tuple(rows)
