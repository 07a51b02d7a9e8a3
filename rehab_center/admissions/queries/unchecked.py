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

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import Session, aliased

from rehab_center.admissions.models import Admission, TermCheck, TermEntry
from rehab_center.admissions.queries.ledger import chunks
from rehab_center.admissions.rules.last_day import last_day
from rehab_center.admissions.rules.sequence import Moved, resumed_on
from rehab_center.permissions import EVERYWHERE, Scope


def _latest(stay_id: Any, calculation: Any) -> ColumnElement[int]:
    return select(func.max(calculation)).where(stay_id == Admission.id).correlate(Admission).scalar_subquery()


# Looked for stay by stay along the index: most ask about one, and grouping the terms of everybody would cost each of
# them all. Put together once, for every departure asks.
_LAST = _latest(TermEntry.admission_id, TermEntry.calculation)
_CHECKED = _latest(TermCheck.admission_id, TermCheck.calculation)
_BASE = func.coalesce(_CHECKED, 1)
_CHANGED = _LAST > _BASE
_WAITING = select(Admission.id, _LAST.label("last"), _BASE.label("base")).where(func.coalesce(_CHECKED, 0) < _LAST)
_held = aliased(TermEntry)
_BEFORE = (
    select(_held.running_end_on)
    .where(_held.admission_id == Admission.id, _held.calculation == _BASE)
    .order_by(_held.position.desc())
    .limit(1)
    .scalar_subquery()
)


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
    query = _waiting(scope).add_columns(Admission.term_end_on, _BEFORE.label("before"))
    if changed_only:
        query = query.where(_CHANGED)
    if only is not None:
        query = query.where(only)
    found = {
        row.id: Unchecked(row.id, row.last, row.last > row.base, row.term_end_on, row.before, row.base)
        for row in session.execute(query)
    }
    stood_still = [one for one in found.values() if one.changed and one.end_before is None and one.end_on is not None]
    return found | _told_since(session, stood_still)


def changed_stays() -> Select[int]:
    """The stays whose term became another and nobody but its author has looked: their ids, for another query."""
    return _waiting(EVERYWHERE).where(_CHANGED).with_only_columns(Admission.id)


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


def _waiting(scope: Scope) -> Select[*tuple[Any, ...]]:
    """The stays in which nobody has checked the last calculation, with its number and that of the one that holds."""
    here = true() if scope.facility_ids is None else Admission.facility_id.in_(sorted(scope.facility_ids))
    return _WAITING.where(here)


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
