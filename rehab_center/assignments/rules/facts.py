"""What the rules ask about a person, a programme, and what the person holds already. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.rules import NIGHT_BEGINS, NIGHT_ENDS, Slot
from rehab_center.dates import add_months
from rehab_center.health.kinds import Clearance
from rehab_center.placements.kinds import Strictness
from rehab_center.residents.kinds import Sex


@dataclass(frozen=True)
class Turn:
    """One time of a programme on a day, in minutes after midnight; ``ends`` is later than ``begins``."""

    on: date
    begins: int
    ends: int

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.ends - self.begins

    @property
    def is_night(self) -> bool:
        """Whether some of it lies between 22:00 and 06:00 (BLLĐ 2019 Đ106)."""
        return self.ends > NIGHT_BEGINS or self.begins < NIGHT_ENDS

    def meets(self, other: Turn) -> bool:
        """Whether both are at the same time."""
        return self.on == other.on and self.begins < other.ends and other.begins < self.ends


@dataclass(frozen=True)
class Programme:
    """A programme as rules see it. ``extras`` are its single sessions beside the slots.

    ``people`` counts who has a place in it on the day in question; ``min_stage`` goes from 1 (a) to 5 (đ);
    ``lasts_until``: the day by which a course has given its hours, where that can be told.
    """

    id: int
    name: str
    kind: ActivityKind
    slots: tuple[Slot, ...] = ()
    extras: tuple[Turn, ...] = ()
    begins_on: date = date.min
    ends_on: date | None = None
    closed_on: date | None = None
    capacity: int = 1
    people: int = 0
    min_stage: int | None = None
    needs_work: bool = False
    needs_class: bool = False
    sex: Sex | None = None
    min_age: int | None = None
    max_age: int | None = None
    hazardous: bool = False
    lasts_until: date | None = None
    is_schooling: bool = False

    @property
    def is_labour(self) -> bool:
        """Whether its hours are hours of labour."""
        return self.kind is ActivityKind.LABOUR

    @property
    def last_day(self) -> date | None:
        """The last day of it, None where it goes on."""
        return min((day for day in (self.ends_on, self.closed_on) if day), default=None)


@dataclass(frozen=True)
class Held:
    """A programme somebody is assigned to, from a day to a day, both counted; None while it goes on."""

    programme: Programme
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True)
class Cleared:
    """What the medical post allows, and until which day."""

    clearance: Clearance
    until_on: date


@dataclass(frozen=True)
class Apart:
    """Somebody in the programme from whom the person is kept apart."""

    full_name: str
    strictness: Strictness


@dataclass(frozen=True)
class Removal:
    """An earlier assignment to the programme that ended in a removal."""

    ended_on: date
    programme: str


@dataclass(frozen=True)
class Person:
    """A stay as rules see it on the day of the act.

    ``stage`` goes from 1 (a) to 5 (đ), None where no stage was ever written; ``birthday`` is the day that counts as it
    by the centre's convention; ``is_away``: under care, but not in the building; ``owes_schooling``: a minor without
    universal education.
    """

    under_care: bool
    admitted_on: date
    lives_as: Sex
    birthday: date | None
    stage: int | None
    cleared: Cleared | None
    term_end_on: date | None = None
    is_away: bool = False
    owes_schooling: bool = False
    held: tuple[Held, ...] = ()

    def is_below(self, years: int, day: date) -> bool:
        """Whether fewer years are completed on a day; an unknown birthday says no."""
        return self.birthday is not None and day < add_months(self.birthday, 12 * years)


@dataclass(frozen=True)
class Plan:
    """What is meant: from which day, until which, where that is said."""

    from_on: date
    until_on: date | None = None


@dataclass(frozen=True)
class Practice:
    """The centre's conventions: a clearance that ends within ``clearance_days`` of the first day needs a reason; of one
    that ends within ``ahead_days`` it is told.
    """

    clearance_days: int = 14
    ahead_days: int = 90
