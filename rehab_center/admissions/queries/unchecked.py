"""Terms whose last calculation nobody but its author has looked at.

A calculation covers all before it: what has been checked is the latest of them that carries a check. Until then the
term that held before stands beside the new one. Where nobody has ever checked anything (a newcomer, a register of an
older installation) that is the first calculation.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from rehab_center.admissions.models import Admission, TermCheck, TermEntry
from rehab_center.admissions.queries.ledger import chunks
from rehab_center.admissions.rules.last_day import last_day
from rehab_center.admissions.rules.sequence import Moved, resumed_on
from rehab_center.permissions import EVERYWHERE, Scope


@dataclass(frozen=True)
class Unchecked:
    """A term nobody but its author has looked at.

    ``end_on`` is the end now, ``end_before`` what held before (both None while the clock stands still); ``changed``
    tells a term that became another from one only begun; ``base`` is the calculation that held before. ``since_on``:
    where the clock stood still then, the first end there was since it runs again.
    """

    stay_id: int
    calculation: int
    changed: bool
    end_on: date | None
    end_before: date | None
    base: int
    since_on: date | None = None

    @property
    def told_on(self) -> date | None:
        """The end that holds until somebody has checked: no later one takes its place unchecked."""
        return self.end_before or self.since_on


def unchecked_terms(
    session: Session,
    *,
    scope: Scope,
    only: ColumnElement[bool] | None = None,
    changed_only: bool = False,
) -> dict[int, Unchecked]:
    """By stay, within the scope: the terms whose last calculation carries no check; of the stays ``only`` names."""
    last, base, query = _waiting(scope)
    entry = aliased(TermEntry)
    before = (
        select(entry.running_end_on)
        .where(entry.admission_id == Admission.id, entry.calculation == base)
        .order_by(entry.position.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = query.add_columns(Admission.term_end_on, before.label("before"))
    if changed_only:
        query = query.where(last > base)
    if only is not None:
        query = query.where(only)
    found = {
        row.id: Unchecked(row.id, row.last, row.last > row.base, row.term_end_on, row.before, row.base)
        for row in session.execute(query)
    }
    stood_still = [one for one in found.values() if one.changed and one.end_before is None and one.end_on is not None]
    return found | _told_since(session, stood_still)


def changed_stays() -> Select[tuple[int]]:
    """The stays whose term became another and nobody but its author has looked: their ids, for another query."""
    last, base, query = _waiting(EVERYWHERE)
    return query.where(last > base).with_only_columns(Admission.id)


def _told_since(session: Session, stood_still: Collection[Unchecked]) -> dict[int, Unchecked]:
    """The same with the first end after the one checked calculation that had none."""
    known = {one.stay_id: one for one in stood_still}
    since: dict[int, Unchecked] = {}
    for some in chunks(known):
        rows = session.execute(
            select(TermEntry.admission_id, TermEntry.calculation, TermEntry.running_end_on)
            .where(TermEntry.admission_id.in_(some))
            .order_by(TermEntry.calculation, TermEntry.position)
        )
        ends: dict[int, dict[int, date | None]] = {}
        for stay_id, calculation, end_on in rows:
            if calculation > known[stay_id].base:
                ends.setdefault(stay_id, {})[calculation] = end_on
        for stay_id, by_calculation in ends.items():
            first = next((end for end in by_calculation.values() if end is not None), None)
            since[stay_id] = replace(known[stay_id], since_on=first)
    return since


def told_last_day(session: Session, stay_id: int, end_on: date | None, ordered: Sequence[Moved]) -> date | None:
    """The day on which the clock of releases tells to let somebody go whose live movements are ``ordered``.

    For whoever records it: no scope.
    """
    changed = unchecked_terms(session, scope=EVERYWHERE, only=Admission.id == stay_id, changed_only=True).get(stay_id)
    return last_day(end_on, changed.told_on if changed else None, resumed_on(ordered))


def _waiting(scope: Scope) -> tuple[ColumnElement[int], ColumnElement[int], Select[Any]]:
    """The last calculation, the one before that holds, and the stays in which nobody has checked the last."""
    last = (
        select(TermEntry.admission_id.label("stay_id"), func.max(TermEntry.calculation).label("last"))
        .group_by(TermEntry.admission_id)
        .subquery()
    )
    checked = (
        select(TermCheck.admission_id.label("stay_id"), func.max(TermCheck.calculation).label("checked"))
        .group_by(TermCheck.admission_id)
        .subquery()
    )
    base = func.coalesce(checked.c.checked, 1)
    query = (
        select(Admission.id, last.c.last, base.label("base"))
        .join(last, last.c.stay_id == Admission.id)
        .outerjoin(checked, checked.c.stay_id == Admission.id)
        .where(
            true() if scope.facility_ids is None else Admission.facility_id.in_(sorted(scope.facility_ids)),
            or_(checked.c.checked.is_(None), last.c.last > checked.c.checked),
        )
    )
    return last.c.last, base, query


def last_written(session: Session, stay_ids: Collection[int]) -> dict[int, tuple[str, datetime]]:
    """Who wrote the last line of each of these stays' terms, and when."""
    found = {}
    for some in chunks(stay_ids):
        last = select(func.max(TermEntry.id)).where(TermEntry.admission_id.in_(some)).group_by(TermEntry.admission_id)
        rows = session.execute(
            select(TermEntry.admission_id, TermEntry.author, TermEntry.recorded_at).where(TermEntry.id.in_(last))
        )
        found.update({row.admission_id: (row.author, row.recorded_at) for row in rows})
    return found


def days_left(session: Session, found: Collection[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """How many days were left to serve when the clock stopped, by stay and calculation; of those that say so."""
    left: dict[tuple[int, int], int] = {}
    for some in chunks({stay_id for stay_id, _calculation in found}):
        rows = session.execute(
            select(TermEntry.admission_id, TermEntry.calculation, TermEntry.params)
            .where(TermEntry.admission_id.in_(some), TermEntry.running_end_on.is_(None))
            .order_by(TermEntry.id)
        )
        left |= {(row[0], row[1]): row.params["left"] for row in rows if isinstance(row.params.get("left"), int)}
    return {pair: days for pair, days in left.items() if pair in found}
