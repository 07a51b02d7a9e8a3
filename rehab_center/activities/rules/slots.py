"""Weekly slots: on which days they fall, how long they last, whether two of them ever meet. Pure.

Times of day are whole minutes after midnight in Vietnam; 1440 is the midnight at a day's end. A slot lies in one day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import gcd

MINUTES_OF_DAY = 24 * 60
WEEK_ZERO = date(2018, 1, 1)
"""The Monday from which rotating weeks are counted: week 0 of every slot."""
NIGHT_BEGINS, NIGHT_ENDS = 22 * 60, 6 * 60
"""Night work (BLLĐ 2019 Đ106): from 22:00 to 06:00."""
_ONE_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Slot:
    """A time of the week, from ``valid_from`` to ``valid_until`` (both included; None: for now).

    ``weekday`` 1 is Monday, 7 Sunday; ``begins`` and ``ends`` are minutes after midnight. ``every_weeks`` 2 is every
    other week: those whose number, less ``week_offset``, is a multiple of it.
    """

    weekday: int
    begins: int
    ends: int
    valid_from: date
    valid_until: date | None = None
    every_weeks: int = 1
    week_offset: int = 0
    id: int | None = None
    activity_id: int | None = None

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.ends - self.begins


def clock_text(minutes: int) -> str:
    """ "07:30"; "24:00" for midnight at a day's end."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def minutes_of(text: str) -> int:
    """Minutes after midnight of a time such as "07:30", "7:30" or "24:00". Raises ValueError."""
    hour, _colon, minute = text.strip().partition(":")
    found = int(hour) * 60 + int(minute)
    if not (0 <= int(minute) < 60 and 0 <= found <= MINUTES_OF_DAY):
        raise ValueError(text)
    return found


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week_number(day: date) -> int:
    """How many weeks after :data:`WEEK_ZERO` a day's week begins; negative before it."""
    return (monday_of(day) - WEEK_ZERO).days // 7


def occurs(slot: Slot, day: date) -> bool:
    """Whether the slot falls on a day; holidays are not its business."""
    return (
        day.isoweekday() == slot.weekday
        and slot.valid_from <= day
        and (slot.valid_until is None or day <= slot.valid_until)
        and (week_number(day) - slot.week_offset) % slot.every_weeks == 0
    )


def days_between(slot: Slot, first: date, last: date) -> Iterator[date]:
    """Every day from ``first`` to ``last`` (both included) on which the slot falls, in order."""
    first = max(first, slot.valid_from)
    last = min(last, slot.valid_until) if slot.valid_until is not None else last
    day = monday_of(first) + timedelta(days=slot.weekday - 1)
    day += _ONE_WEEK if day < first else timedelta(0)
    day += _ONE_WEEK * ((slot.week_offset - week_number(day)) % slot.every_weeks)
    while day <= last:
        yield day
        day += _ONE_WEEK * slot.every_weeks


def minutes_in_week(slots: Iterable[Slot], monday: date) -> int:
    """How long these slots last together in the week that begins on ``monday``."""
    return sum(slot.minutes for slot in slots if occurs(slot, monday_of(monday) + timedelta(days=slot.weekday - 1)))


def overlap(one: Iterable[Slot], other: Iterable[Slot]) -> tuple[tuple[Slot, Slot], ...]:
    """The pairs, one of each, that would have somebody in two places at once on at least one day.

    One that ends when the other begins does not. Two rotations that never fall into one week do not.
    """
    others = tuple(other)
    return tuple((first, second) for first in one for second in others if _meet(first, second))


def night_minutes(slot: Slot) -> int:
    """How many minutes of it are night work."""
    evening = max(0, slot.ends - max(slot.begins, NIGHT_BEGINS))
    morning = max(0, min(slot.ends, NIGHT_ENDS) - slot.begins)
    return evening + morning


def _meet(one: Slot, other: Slot) -> bool:
    if one.weekday != other.weekday or one.ends <= other.begins or other.ends <= one.begins:
        return False
    if (one.week_offset - other.week_offset) % gcd(one.every_weeks, other.every_weeks) != 0:
        return False
    first = max(one.valid_from, other.valid_from)
    ends = [until for until in (one.valid_until, other.valid_until) if until is not None]
    weeks = one.every_weeks * other.every_weeks // gcd(one.every_weeks, other.every_weeks)
    horizon = first + _ONE_WEEK * (weeks + 1)  # within so many weeks they meet, if ever
    return any(occurs(other, day) for day in days_between(one, first, min([*ends, horizon])))
