"""Whose term ends soon, and whose has ended while they are still here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, exists, or_, select, true
from sqlalchemy.orm import Session, aliased

from rehab_center.admissions.models import Admission, Movement, TermOpening, TermOverride
from rehab_center.admissions.queries.book_entries import book_entries
from rehab_center.admissions.queries.conventions import PolicyReader, policies_of
from rehab_center.admissions.queries.ledger import calculated_term, movements_of, term_input
from rehab_center.admissions.queries.overrides import overrides_of
from rehab_center.admissions.queries.unchecked import Unchecked, unchecked_terms
from rehab_center.admissions.rules.last_day import last_day
from rehab_center.admissions.rules.movements import EXITS
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.rules.sequence import Moved, StayState, live, resumed_on, state_of
from rehab_center.admissions.rules.term_override import Override
from rehab_center.permissions import Scope
from rehab_center.residents.queries import PersonName, person_names


@dataclass(frozen=True)
class DueLine:
    """A stay on the books whose term ends; ``days_left`` is below zero when it has ended already.

    ``unchecked``: the term became another and no second person has looked at it; ``end_before`` is what held before,
    None where the clock stood still then. ``last_on``: by which of both the person is let go (``rules.last_day``).
    ``from_old_book``: over before the stay was written down here, and left so: the book is to be looked through.
    """

    stay_id: int
    person: PersonName
    facility_id: int
    file_code: str
    kind: StayKind
    admitted_on: date
    term_end_on: date
    days_left: int
    state: StayState
    last_on: date
    from_old_book: bool
    unchecked: bool = False
    end_before: date | None = None

    @property
    def soonest_on(self) -> date:
        """The earlier of both ends: what presses most where nobody has checked which of them is right."""
        return min(self.last_on, self.term_end_on)

    @property
    def soonest_left(self) -> int:
        """Days until then, below zero when that day has gone by."""
        return self.days_left - (self.term_end_on - self.soonest_on).days

    @property
    def overdue(self) -> bool:
        """Whether the person is still on the books after the last day of the term."""
        return self.days_left < 0


def changed_terms(session: Session, *, scope: Scope, day: date) -> dict[int, Unchecked]:
    """Of those on the books at the end of ``day``, by stay: the terms that became others and nobody has checked."""
    return unchecked_terms(session, scope=scope, only=~exited_by(day), changed_only=True)


def due(
    session: Session, *, as_of: date, days: int, scope: Scope, changed: Mapping[int, Unchecked] | None = None
) -> tuple[DueLine, ...]:
    """Stays on the books at the end of ``as_of`` whose term ends from that day to ``days`` later, both included.

    Those whose term has ended already come too, marked; the soonest by either end come first. A term that stands still
    is not due. Where nobody has checked what a term became, either end brings it here: the one before may prove to be
    right. ``changed`` are the :func:`changed_terms` of that day where the caller has read them.
    """
    last_on = as_of + timedelta(days=days)
    if changed is None:
        changed = changed_terms(session, scope=scope, day=as_of)
    doubtful = [one.stay_id for one in changed.values() if one.told_on is not None and one.told_on <= last_on]
    stays = session.scalars(
        select(Admission).where(
            _within(scope), Admission.admitted_on <= as_of, ~exited_by(as_of), _may_end_by(last_on, as_of, doubtful)
        )
    ).all()
    ids = [stay.id for stay in stays]
    movements, overrides = movements_of(session, ids), overrides_of(session, ids)
    policies = policies_of(session)
    found: list[tuple[Admission, date, StayState]] = []
    for stay in stays:
        state = state_of(movements[stay.id], as_of=as_of)
        end_on = _end_on(policies, stay, movements[stay.id], overrides[stay.id], as_of) if state.on_books else None
        if end_on is not None and (end_on <= last_on or stay.id in doubtful):
            found.append((stay, end_on, state))
    names = person_names(session, [stay.resident_id for stay, _, _ in found])
    lasts = {stay.id: _last_on(movements[stay.id], end_on, changed.get(stay.id), as_of) for stay, end_on, _ in found}
    over = {stay.id: lasts[stay.id] if lasts[stay.id] <= as_of else end_on for stay, end_on, _ in found}
    entries = book_entries(session, [stay for stay, _, _ in found], over_on=over)
    lines = [
        _line(
            stay,
            end_on,
            state,
            names[stay.resident_id],
            as_of,
            changed.get(stay.id),
            last_on=lasts[stay.id],
            from_old_book=entries[stay.id].left_behind(over[stay.id], since=state.since),
        )
        for stay, end_on, state in found
    ]
    return tuple(sorted(lines, key=lambda line: (line.soonest_on, line.file_code)))


def _last_on(movements: Sequence[Moved], end_on: date, unchecked: Unchecked | None, as_of: date) -> date:
    """The last day as the clock of releases has it; only an unchecked term may have another one than its end."""
    if unchecked is None:
        return end_on
    resumed = resumed_on(moved for moved in live(movements) if moved.effective_on <= as_of)
    return last_day(end_on, unchecked.told_on, resumed) or end_on


def _line(
    stay: Admission,
    end_on: date,
    state: StayState,
    person: PersonName,
    as_of: date,
    unchecked: Unchecked | None,
    *,
    last_on: date,
    from_old_book: bool,
) -> DueLine:
    return DueLine(
        stay_id=stay.id,
        person=person,
        facility_id=stay.facility_id,
        file_code=stay.file_code,
        kind=StayKind(stay.kind),
        admitted_on=stay.admitted_on,
        term_end_on=end_on,
        days_left=(end_on - as_of).days,
        state=state,
        last_on=last_on,
        from_old_book=from_old_book,
        unchecked=unchecked is not None,
        end_before=unchecked.end_before if unchecked else None,
    )


def _end_on(
    policies: PolicyReader, stay: Admission, movements: Sequence[Moved], overrides: tuple[Override, ...], as_of: date
) -> date | None:
    """The end as of a day: the cache, unless something happened, was overridden or is counted by a book after it."""
    ordered = live(movements)
    until_then = [moved for moved in ordered if moved.effective_on <= as_of]
    given = term_input(stay, overrides)
    if len(until_then) == len(ordered) and given == given.until(as_of):
        return stay.term_end_on
    result = calculated_term(policies, given.until(as_of), until_then)
    return result.end_on if result else None


def _within(scope: Scope) -> ColumnElement[bool]:
    return true() if scope.facility_ids is None else Admission.facility_id.in_(sorted(scope.facility_ids))


def _may_end_by(last_on: date, as_of: date, doubtful: Sequence[int]) -> ColumnElement[bool]:
    """By the cached end; a stay in which something happened after ``as_of`` had another end then: it is looked at."""
    later = exists().where(Movement.admission_id == Admission.id, Movement.effective_on > as_of)
    overridden = exists().where(TermOverride.admission_id == Admission.id, TermOverride.made_on > as_of)
    opened = exists().where(TermOpening.admission_id == Admission.id, TermOpening.until_on > as_of)
    return or_(Admission.term_end_on <= last_on, later, overridden, opened, Admission.id.in_(doubtful))


@lru_cache(maxsize=8)
def exited_by(day: date) -> ColumnElement[bool]:
    """Stays that had ended by the end of ``day``."""
    void = aliased(Movement)
    return exists().where(
        Movement.admission_id == Admission.id,
        Movement.kind.in_([kind.value for kind in EXITS]),
        Movement.effective_on <= day,
        ~exists().where(void.voids_id == Movement.id),
    )
