"""What happens at the invented centre, from its first page to a given day. Pure: one seed, one history.

Fixed by the story it must tell: 105 new compulsory admissions from 15/12/2022 to 14/06/2023, 125 from 15/12/2023 to
14/06/2024, and 413 people under care on 14/06/2024. Voluntary stays are added or left out until the last one fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import LAW_2025_FROM, StayKind
from rehab_center.dates import DateRange, add_months
from rehab_center.demo.invented import Crowd
from rehab_center.periods import Period, PeriodKind
from rehab_center.residents.rules.facts import PersonFacts

SEED = 20240614
COUNTED_ON = date(2024, 6, 14)
UNDER_CARE = 413

#: New compulsory admissions of each half-year (the book opens with the second half of 2022).
COMPULSORY = {
    (2022, 2): 150, (2023, 1): 105, (2023, 2): 128, (2024, 1): 125, (2024, 2): 61,
    (2025, 1): 72, (2025, 2): 64, (2026, 1): 70, (2026, 2): 58,
}  # fmt: skip
_VOLUNTARY_A_HALF = 26
_MOST_VOLUNTARY = 140


@dataclass(frozen=True)
class Move:
    """One movement of a stay. ``paper`` False: the paper has not come yet."""

    kind: MovementKind
    on: date
    paper: bool = True


@dataclass(frozen=True)
class Stay:
    """One stay with everything that happens in it."""

    person: int
    kind: StayKind
    admitted_on: date
    months: int | None
    entry: MovementKind = MovementKind.ADMITTED
    moves: tuple[Move, ...] = ()

    def under_care_on(self, day: date) -> bool:
        """Whether the stay counts at the end of ``day``."""
        here = self.admitted_on <= day
        for move in self.moves:
            if move.on <= day:
                here = move.kind not in _OUT_OF_CARE
        return here


@dataclass
class Scenario:
    """The whole history: people by number, and their stays in the order of their first days."""

    people: list[PersonFacts] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)


_EXITS = frozenset(
    {
        MovementKind.COMPLETED, MovementKind.REDUCED, MovementKind.TRANSFERRED_OUT, MovementKind.DIED,
        MovementKind.RELEASED,
    }
)  # fmt: skip
_OUT_OF_CARE = _EXITS | {MovementKind.ESCAPED, MovementKind.IMPRISONED, MovementKind.SUSPENDED}


def scenario(today: date) -> Scenario:
    """The history up to ``today``. Raises ValueError where the numbers it must tell cannot be reached."""
    return _Writer(today).write()


class _Writer:
    """Writes one history; the order of its random choices is the history."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.random = Random(SEED)
        self.crowd = Crowd(self.random)
        self.told = Scenario()
        self.free_from: dict[int, date] = {}  # who has left, and when: they may come again

    def write(self) -> Scenario:
        for days, count in self._halves():
            for day in sorted(self._days_within(days, count)):
                self._compulsory(day)
            for day in sorted(self._days_within(days, 2)):
                self._transferred_in(day)
            for day in sorted(self._days_within(days, 3)):
                self._temporary(day)
        self._fill_with_voluntary()
        for days, _count in self._halves():
            if days.first > COUNTED_ON:
                for day in sorted(self._days_within(days, _VOLUNTARY_A_HALF)):
                    self._voluntary(day)
        self.told.stays.sort(key=lambda stay: (stay.admitted_on, stay.person))
        return self.told

    # --- when ---------------------------------------------------------------------------------------------------

    def _halves(self) -> Iterator[tuple[DateRange, int]]:
        for (year, number), count in COMPULSORY.items():
            days = Period(PeriodKind.HALF_YEAR, year, number).range
            if days.first > self.today:
                return
            passed = DateRange(days.first, min(days.last, self.today))
            yield passed, round(count * passed.days / days.days) if passed.days < days.days else count

    def _days_within(self, days: DateRange, count: int) -> list[date]:
        return [days.first + timedelta(days=self.random.randrange(days.days)) for _ in range(count)]

    # --- who ----------------------------------------------------------------------------------------------------

    def _somebody(self, day: date, *, minor: bool = False) -> int:
        """A new person, or now and then somebody who left more than half a year ago."""
        back = [person for person, free in self.free_from.items() if free + timedelta(days=180) < day]
        if back and not minor and self.random.random() < 0.05:
            person = self.random.choice(back)
            del self.free_from[person]
            return person
        self.told.people.append(self.crowd.person(seen_on=day, minor=minor))
        return len(self.told.people) - 1

    # --- stays --------------------------------------------------------------------------------------------------

    def _compulsory(self, day: date) -> None:
        minor = self.random.random() < 0.015
        kind = StayKind.MINOR if minor else StayKind.COMPULSORY
        if day >= LAW_2025_FROM + timedelta(days=5):
            months = 24
        else:
            months = self.random.choice((6, 9, 12)) if minor else self.random.choice((12, 15, 18, 18, 24, 24))
        self._tell(Stay(self._somebody(day, minor=minor), kind, day, months))

    def _transferred_in(self, day: date) -> None:
        stay = Stay(self._somebody(day), StayKind.COMPULSORY, day, 18, entry=MovementKind.TRANSFERRED_IN)
        self._tell(stay)

    def _voluntary(self, day: date) -> None:
        self._tell(self._voluntary_stay(day))

    def _voluntary_stay(self, day: date) -> Stay:
        return Stay(self._somebody(day), StayKind.VOLUNTARY, day, self.random.choice((6, 6, 9, 12)))

    def _temporary(self, day: date) -> None:
        """Held while the file is made; released again, for the counted half-years must keep their numbers."""
        end = day + timedelta(days=self.random.randint(9, 25))
        moves = (Move(MovementKind.RELEASED, end),) if end <= self.today else ()
        self.told.stays.append(Stay(self._somebody(day), StayKind.TEMPORARY, day, None, moves=moves))

    def _fill_with_voluntary(self) -> None:
        missing = UNDER_CARE - sum(stay.under_care_on(COUNTED_ON) for stay in self.told.stays)
        if not 0 <= missing <= _MOST_VOLUNTARY or self.today < COUNTED_ON:
            raise ValueError(f"{missing} voluntary stays would be needed")
        while missing:
            day = COUNTED_ON - timedelta(days=self.random.randint(0, 170))
            stay = self._with_moves(self._voluntary_stay(day))
            self._free(stay)
            self.told.stays.append(stay)
            missing -= stay.under_care_on(COUNTED_ON)

    def _tell(self, stay: Stay) -> None:
        told = self._with_moves(stay)
        self._free(told)
        self.told.stays.append(told)

    def _free(self, stay: Stay) -> None:
        left = [move.on for move in stay.moves if move.kind in _EXITS and move.kind is not MovementKind.DIED]
        if left:
            self.free_from[stay.person] = left[-1]

    # --- what happens in a stay -----------------------------------------------------------------------------------

    def _with_moves(self, stay: Stay) -> Stay:
        end = add_months(stay.admitted_on, stay.months or 12)
        moves: list[Move] = []
        luck = self.random.random()
        middle = stay.admitted_on + timedelta(days=self.random.randint(40, 150))
        if luck < 0.025:
            end = self._escape(moves, middle, end)
        elif luck < 0.075:
            self._away(moves, MovementKind.TO_HOSPITAL, MovementKind.FROM_HOSPITAL, middle, 18)
        elif luck < 0.095:
            self._away(moves, MovementKind.ON_LEAVE, MovementKind.BACK_FROM_LEAVE, middle, 5)
        elif luck < 0.105:
            self._away(moves, MovementKind.TAKEN_OUT, MovementKind.BROUGHT_BACK, middle, 6)
        elif luck < 0.111:
            moves.append(Move(MovementKind.DIED, middle))
        elif luck < 0.125:
            moves.append(Move(MovementKind.TRANSFERRED_OUT, middle))
        if not moves or moves[-1].kind not in _EXITS | {MovementKind.ESCAPED}:
            moves.append(self._ending(stay, end))
        return replace(stay, moves=tuple(move for move in moves if move.on <= self.today))

    def _escape(self, moves: list[Move], day: date, end: date) -> date:
        """Most come back within weeks; the days away are added to the term."""
        recent = day > self.today - timedelta(days=60)
        moves.append(Move(MovementKind.ESCAPED, day, paper=not recent))
        if self.random.random() < 0.8:
            back = day + timedelta(days=self.random.randint(4, 60))
            if back <= self.today:
                moves.append(Move(MovementKind.RETURNED, back))
                return end + (back - day)
        return end

    def _away(self, moves: list[Move], leaves: MovementKind, returns: MovementKind, day: date, most: int) -> None:
        moves += [Move(leaves, day), Move(returns, day + timedelta(days=self.random.randint(2, most)))]

    def _ending(self, stay: Stay, end: date) -> Move:
        reducible = stay.kind is StayKind.COMPULSORY and (stay.months or 0) >= 12 and end < LAW_2025_FROM
        if reducible and self.random.random() < 0.12:
            return Move(MovementKind.REDUCED, end - timedelta(days=self.random.randint(31, 85)))
        return Move(MovementKind.COMPLETED, end)
