"""Counts and the people behind them. Each takes *as of* a day, *as known at* a moment and the reader's scope."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, Subquery, func, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.rules.movements import AFTER, MovementKind, State
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.dates import DateRange
from rehab_center.headcount import ledger
from rehab_center.headcount.ledger import CONVERSIONS, STATES, Reach
from rehab_center.permissions import Scope
from rehab_center.residents.kinds import Sex
from rehab_center.residents.models import Resident
from rehab_center.residents.queries.order import listed_by


@dataclass(frozen=True)
class Here:
    """One stay counted: the person, the stay and the movement that put it there."""

    resident_id: int
    admission_id: int
    file_code: str
    full_name: str
    sex: Sex
    kind: StayKind
    birth_on: date | None
    birth_precision: str
    admitted_on: date
    term_start_on: date
    term_end_on: date | None
    movement: MovementKind
    effective_on: date
    state: State


@dataclass(frozen=True)
class HeadCount:
    """How many at the end of a day. The breakdowns are of ``under_care``."""

    as_of: date
    on_books: int
    under_care: int
    present: int
    by_kind: Mapping[StayKind, int]
    by_sex: Mapping[Sex, int]
    by_state: Mapping[State, int]


@dataclass(frozen=True)
class Balance:
    """Opening + in - out = closing, of those under care; ``opening`` is the end of the day before the period.

    ``arrivals`` and ``departures`` count by kind of movement; ``by_kind`` and ``by_sex`` hold the same four numbers for
    each kind of stay and sex, changes of ground being arrivals and departures there. ``causes`` are the stays because
    of which it does not close.
    """

    period: DateRange
    opening: int
    arrivals: Mapping[MovementKind, int]
    departures: Mapping[MovementKind, int]
    closing: int
    by_kind: Mapping[StayKind, Line]
    by_sex: Mapping[Sex, Line]
    causes: tuple[Here, ...]

    @property
    def closes(self) -> bool:
        """Whether it adds up, in total and in every breakdown, with nobody counted twice."""
        total = Line(self.opening, sum(self.arrivals.values()), sum(self.departures.values()), self.closing)
        return (
            total.closes
            and all(line.closes for line in (*self.by_kind.values(), *self.by_sex.values()))
            and (not self.causes)
        )


@dataclass(frozen=True)
class Line:
    """One line of a balance."""

    opening: int
    arrivals: int
    departures: int
    closing: int

    @property
    def closes(self) -> bool:
        """Opening + in - out = closing."""
        return self.opening + self.arrivals - self.departures == self.closing


# --- as of a day -----------------------------------------------------------------------------------------------------


def head_count(session: Session, *, as_of: date, scope: Scope, known_at: datetime | None = None) -> HeadCount:
    """Books, care and presence at the end of ``as_of``."""
    counted = _counted(as_of, known=known_at is not None)
    rows = session.execute(counted.where(ledger.in_scope(scope)), {"known_at": known_at}).all()
    by_state = dict.fromkeys(STATES[Reach.BOOKS], 0)
    by_kind = dict.fromkeys(StayKind, 0)
    by_sex = dict.fromkeys(Sex, 0)
    for movement, kind, sex, count in rows:
        state = AFTER[MovementKind(movement)]
        if state in by_state:
            by_state[state] += count
        if state in STATES[Reach.CARE]:
            by_kind[StayKind(kind)] += count
            by_sex[Sex(sex)] += count
    reached = {reach: sum(by_state[state] for state in states) for reach, states in STATES.items()}
    return HeadCount(
        as_of, reached[Reach.BOOKS], reached[Reach.CARE], reached[Reach.PRESENT], by_kind, by_sex, by_state
    )


@lru_cache(maxsize=8)
def _counted(as_of: date, *, known: bool) -> Select[str, str, str, int]:
    last = ledger.last_movements(as_of, ledger.KNOWN_AT if known else None)
    return (
        select(last.c.kind, Admission.kind, Resident.sex, func.count())
        .select_from(last)
        .join(Admission, Admission.id == last.c.admission_id)
        .join(Resident, Resident.id == Admission.resident_id)
        .group_by(last.c.kind, Admission.kind, Resident.sex)
    )


def people_here(
    session: Session, *, as_of: date, scope: Scope, reach: Reach = Reach.CARE, known_at: datetime | None = None
) -> tuple[Here, ...]:
    """The stays behind a head count, in the order of lists."""
    last = ledger.last_movements(as_of, known_at)
    query = _people(session, last).where(last.c.kind.in_(ledger.kinds_leading_to(STATES[reach])))
    return tuple(_here(row) for row in session.execute(query.where(ledger.in_scope(scope))))


def _people(session: Session, step: Subquery) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Resident.id,
            Admission.id,
            Admission.file_code,
            Resident.full_name,
            Resident.sex,
            Admission.kind,
            Resident.birth_on,
            Resident.birth_precision,
            Admission.admitted_on,
            Admission.term_start_on,
            Admission.term_end_on,
            step.c.kind,
            step.c.effective_on,
        )
        .select_from(step)
        .join(Admission, Admission.id == step.c.admission_id)
        .join(Resident, Resident.id == Admission.resident_id)
        .order_by(listed_by(session), Resident.id, Admission.id, step.c.id)
    )


def _here(row: Any) -> Here:
    (resident_id, stay_id, code, name, sex, kind, birth_on, precision, admitted_on, start_on, end_on, moved, on) = row
    movement = MovementKind(moved)
    return Here(
        resident_id,
        stay_id,
        code,
        name,
        Sex(sex),
        StayKind(kind),
        birth_on,
        precision,
        admitted_on,
        start_on,
        end_on,
        movement,
        on,
        AFTER[movement],
    )


# --- over a period ---------------------------------------------------------------------------------------------------


def arrivals(
    session: Session, period: DateRange, *, scope: Scope, known_at: datetime | None = None
) -> tuple[Here, ...]:
    """The steps by which people came under care in the period, changes of ground included."""
    step = ledger.steps(known_at)
    return _steps_within(session, step, ledger.begins_care(step), period, scope)


def departures(
    session: Session, period: DateRange, *, scope: Scope, known_at: datetime | None = None
) -> tuple[Here, ...]:
    """The steps by which people went out of care in the period, changes of ground included."""
    step = ledger.steps(known_at)
    return _steps_within(session, step, ledger.ends_care(step), period, scope)


def _steps_within(session: Session, step: Subquery, which: Any, period: DateRange, scope: Scope) -> tuple[Here, ...]:
    query = _people(session, step).where(
        which, step.c.effective_on.between(period.first, period.last), ledger.in_scope(scope)
    )
    return tuple(_here(row) for row in session.execute(query))


def balance(session: Session, period: DateRange, *, scope: Scope, known_at: datetime | None = None) -> Balance:
    """The balance of those under care, both days of the period included."""
    opening = people_here(session, as_of=period.eve, scope=scope, known_at=known_at)
    closing = people_here(session, as_of=period.last, scope=scope, known_at=known_at)
    came = arrivals(session, period, scope=scope, known_at=known_at)
    went = departures(session, period, scope=scope, known_at=known_at)
    return balance_of(period, opening, came, went, closing)


def balance_of(
    period: DateRange,
    opening: tuple[Here, ...],
    came: tuple[Here, ...],
    went: tuple[Here, ...],
    closing: tuple[Here, ...],
) -> Balance:
    """The balance these four lists make. Pure."""
    lists = (opening, came, went, closing)
    return Balance(
        period,
        len(opening),
        _by_movement(came),
        _by_movement(went),
        len(closing),
        {kind: _line(lists, "kind", kind) for kind in StayKind},
        {sex: _line(lists, "sex", sex) for sex in Sex},
        _causes(opening, came, went, closing),
    )


def _line(lists: Sequence[tuple[Here, ...]], attribute: str, value: StayKind | Sex) -> Line:
    opening, came, went, closing = (sum(getattr(one, attribute) is value for one in some) for some in lists)
    return Line(opening, came, went, closing)


def _by_movement(steps: tuple[Here, ...]) -> dict[MovementKind, int]:
    counted: dict[MovementKind, int] = {}
    for kind in MovementKind:
        number = sum(step.movement is kind for step in steps)
        if number and kind not in CONVERSIONS:
            counted[kind] = number
    return counted


def _causes(
    opening: tuple[Here, ...], came: tuple[Here, ...], went: tuple[Here, ...], closing: tuple[Here, ...]
) -> tuple[Here, ...]:
    """Who keeps it from closing: a stay that is there and should not be (or the reverse), or a person there twice."""
    expected: dict[int, int] = {}
    known: dict[int, Here] = {}
    for some, weight in ((opening, 1), (came, 1), (went, -1), (closing, -1)):
        for one in some:
            expected[one.admission_id] = expected.get(one.admission_id, 0) + weight
            known[one.admission_id] = one
    wrong = {admission_id for admission_id, rest in expected.items() if rest}
    wrong |= _unpaired_conversions(came, went)
    wrong |= _there_twice(opening) | _there_twice(closing)
    return tuple(known[admission_id] for admission_id in sorted(wrong))


def _there_twice(stays: tuple[Here, ...]) -> set[int]:
    people = Counter(one.resident_id for one in stays)
    return {one.admission_id for one in stays if people[one.resident_id] > 1}


def _unpaired_conversions(came: tuple[Here, ...], went: tuple[Here, ...]) -> set[int]:
    out = {(one.resident_id, one.effective_on): one for one in went if one.movement is MovementKind.CONVERTED_OUT}
    into = {(one.resident_id, one.effective_on): one for one in came if one.movement is MovementKind.CONVERTED_IN}
    return {(out.get(pair) or into[pair]).admission_id for pair in out.keys() ^ into.keys()}
