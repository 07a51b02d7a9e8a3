"""What happens at the invented centre, from its first page to a given day. Pure: one seed, one history.

Fixed by the story it must tell: 105 new compulsory admissions from 15/12/2022 to 14/06/2023, 125 from 15/12/2023 to
14/06/2024, and 413 people under care on 14/06/2024. Voluntary stays are added until the last one fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from rehab_center.admissions.rules.movements import EXITS, MovementKind
from rehab_center.admissions.rules.regime import LAW_2025_FROM, StayKind
from rehab_center.dates import DateRange, add_months
from rehab_center.demo.invented import Crowd
from rehab_center.demo.life import life_of
from rehab_center.demo.story import Move, Stay, Story
from rehab_center.demo.unfinished import leave_unfinished
from rehab_center.periods import Period, PeriodKind

SEED = 20240614
COUNTED_ON = date(2024, 6, 14)
UNDER_CARE = 413
#: What the last days leave undone must not touch the numbers.
EARLIEST = COUNTED_ON + timedelta(days=30)

#: New compulsory admissions of each half-year (the book opens with the second half of 2022).
COMPULSORY = {
    (2022, 2): 150, (2023, 1): 105, (2023, 2): 128, (2024, 1): 125, (2024, 2): 61,
    (2025, 1): 72, (2025, 2): 64, (2026, 1): 70, (2026, 2): 68,
}  # fmt: skip
_LATER = 66
_TRANSFERRED, _TEMPORARY = 2, 3  # a half-year
_VOLUNTARY_A_HALF = 26
_MOST_VOLUNTARY = 140
_DECIDED_BY_NEW_LAW = LAW_2025_FROM + timedelta(days=5)  # decisions are some days older than the admission


def scenario(until: date) -> Story:
    """The history up to the end of ``until``. Raises ValueError where the numbers it must tell cannot be reached."""
    return _Writer(until).write()


class _Writer:
    """Writes one history; the order of its random choices is the history."""

    def __init__(self, until: date) -> None:
        self.until = until
        self.random = Random(SEED)
        self.crowd = Crowd(self.random)
        self.story = Story()
        self.free_from: dict[int, date] = {}  # who has left, and when: they may come again
        self.times: dict[int, int] = {}

    def write(self) -> Story:
        if self.until < EARLIEST:
            raise ValueError(f"the story is not told before {EARLIEST}")
        for half, count in self._halves():
            self._half_year(half, count)
            if half.last == COUNTED_ON:
                self._fill_with_voluntary()
        leave_unfinished(self.story, self.until, self.random)
        self.story.stays.sort(key=lambda stay: (stay.admitted_on, stay.entry is MovementKind.CONVERTED_IN, stay.person))
        return self.story

    # --- when ---------------------------------------------------------------------------------------------------

    def _halves(self) -> Iterator[tuple[DateRange, int]]:
        year, number = next(iter(COMPULSORY))
        while (days := Period(PeriodKind.HALF_YEAR, year, number).range).first <= self.until:
            yield days, COMPULSORY.get((year, number), _LATER)
            year, number = (year, 2) if number == 1 else (year + 1, 1)

    def _days_within(self, days: DateRange, count: int) -> list[date]:
        """Some days of a half-year, those to come left out."""
        drawn = sorted(days.first + timedelta(days=self.random.randrange(days.days)) for _ in range(count))
        return [day for day in drawn if day <= self.until]

    def _half_year(self, half: DateRange, count: int) -> None:
        converts = half.first > COUNTED_ON  # the half-years that were counted keep their numbers
        for day in self._days_within(half, count - converts):
            self._compulsory(day)
        for day in self._days_within(half, _TRANSFERRED):
            self._tell(self._stay(StayKind.COMPULSORY, day, 18, entry=MovementKind.TRANSFERRED_IN))
        for day in self._days_within(half, _TEMPORARY):
            self._temporary(day)
        if converts:
            self._converted(half)
            for day in self._days_within(half, _VOLUNTARY_A_HALF):
                self._tell(self._voluntary(day))

    # --- who ----------------------------------------------------------------------------------------------------

    def _somebody(self, day: date, *, minor: bool = False) -> int:
        """A new person, or now and then somebody who left more than half a year ago."""
        back = [person for person, free in self.free_from.items() if free + timedelta(days=180) < day]
        if back and not minor and self.random.random() < 0.05:
            person = self.random.choice(back)
            del self.free_from[person]
        else:
            self.story.people.append(self.crowd.person(seen_on=day, minor=minor))
            person = len(self.story.people) - 1
        self.times[person] = self.times.get(person, 0) + 1
        return person

    # --- stays --------------------------------------------------------------------------------------------------

    def _stay(
        self,
        kind: StayKind,
        day: date,
        months: int | None,
        *,
        entry: MovementKind = MovementKind.ADMITTED,
        minor: bool = False,
    ) -> Stay:
        person = self._somebody(day, minor=minor)
        times = self.times[person]
        return Stay(person, kind, day, _months(months, day, times), times, entry)

    def _compulsory(self, day: date) -> None:
        minor = self.random.random() < 0.015
        months = self.random.choice((6, 9, 12) if minor else (12, 15, 18, 18, 24, 24))
        self._tell(self._stay(StayKind.MINOR if minor else StayKind.COMPULSORY, day, months, minor=minor))

    def _voluntary(self, day: date) -> Stay:
        return self._stay(StayKind.VOLUNTARY, day, self.random.choice((6, 6, 9, 12)))

    def _temporary(self, day: date) -> None:
        """Held while the file is made, and let go: the court did not decide for the measure."""
        end = day + timedelta(days=self.random.randint(9, 25))
        stay = self._stay(StayKind.TEMPORARY, day, None)
        self._keep(replace(stay, moves=(Move(MovementKind.RELEASED, end),)))

    def _converted(self, half: DateRange) -> None:
        """Held while the file is made, then by the court's decision: a second stay that goes on from the first."""
        held = self.random.randint(12, 25)
        day = half.first + timedelta(days=self.random.randint(held, half.days - 1))
        if day > self.until:
            return
        first = self._stay(StayKind.TEMPORARY, day - timedelta(days=held), None)
        self._keep(replace(first, moves=(Move(MovementKind.CONVERTED_OUT, day),)))
        self._tell(
            replace(
                first,
                kind=StayKind.COMPULSORY,
                admitted_on=day,
                months=_months(18, day, first.times),
                entry=MovementKind.CONVERTED_IN,
                credit_days=held,
            )
        )

    def _fill_with_voluntary(self) -> None:
        missing = UNDER_CARE - sum(stay.under_care_on(COUNTED_ON) for stay in self.story.stays)
        if not 0 <= missing <= _MOST_VOLUNTARY:
            raise ValueError(f"{missing} voluntary stays would be needed")
        while missing:
            day = COUNTED_ON - timedelta(days=self.random.randint(0, 170))
            missing -= self._tell(self._voluntary(day)).under_care_on(COUNTED_ON)

    def _tell(self, stay: Stay) -> Stay:
        """Add a stay with what happens in it."""
        end = add_months(stay.admitted_on, stay.months or 12) - timedelta(days=stay.credit_days)
        return self._keep(replace(stay, moves=life_of(stay, end, self.random)))

    def _keep(self, stay: Stay) -> Stay:
        """Add a stay, cut off at the last day of the story."""
        stay = replace(stay, moves=tuple(move for move in stay.moves if move.on <= self.until))
        self.story.stays.append(stay)
        last = stay.moves[-1] if stay.moves else None
        if last and last.kind in EXITS - {MovementKind.DIED, MovementKind.CONVERTED_OUT}:
            self.free_from[stay.person] = last.on
        return stay


def _months(months: int | None, day: date, times: int) -> int | None:
    """The term: the court's choice, but from the law of 2025 on 24 months the first time and 36 later (L120 Đ29.1)."""
    if months is None or day < _DECIDED_BY_NEW_LAW:
        return months
    return 24 if times == 1 else 36
