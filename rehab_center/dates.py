"""Days, months and dated histories. Pure: the standard library only."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class DateRange:
    """Days from ``first`` to ``last``, both included. Raises ValueError when they are the wrong way round."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.last} comes before {self.first}")

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    @property
    def days(self) -> int:
        """How many days, both ends counted."""
        return (self.last - self.first).days + 1

    @property
    def eve(self) -> date:
        """The day before the first: a period opens with the end of this day."""
        return self.first - ONE_DAY


def add_months(day: date, months: int) -> date:
    """The corresponding date ``months`` later, or the month's last day where it has none (BLDS 2015, Điều 147-148)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class Dated(Protocol):
    """Anything that begins to hold on a day; the next one ends it."""

    @property
    def valid_from(self) -> date: ...


D = TypeVar("D", bound=Dated)


def effective_on(history: Sequence[D], day: date) -> D | None:
    """The entry of ``history`` in force on ``day``: the latest that began on or before it, None before the first."""
    begun = [entry for entry in history if entry.valid_from <= day]
    return max(begun, key=lambda entry: entry.valid_from) if begun else None


class BadDate(ValueError):
    """Text that is no day of the calendar."""


_SEPARATED = re.compile(r"(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_BARE = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[str, str, str]]], ...] = (
    (_ISO, lambda found: (found[1], found[2], found[3])),
    (_SEPARATED, lambda found: (found[3], found[2], found[1])),
    (_BARE, lambda found: (found[3], found[2], found[1])),
)


def parse_date(text: str, *, pivot: int | None = None) -> date:
    """A day as people type it: 5/6/24, 05-06-2024, 5.6.2024, 050624, 2024-06-05.

    A two-digit year is read only when ``pivot`` is given (years above pivot % 100 belong to the century before it);
    otherwise it is refused. Raises BadDate.
    """
    cleaned = text.strip()
    for shape, parts_of in _SHAPES:
        found = shape.fullmatch(cleaned)
        if not found:
            continue
        year, month, day = parts_of(found)
        if len(year) == 2:
            if pivot is None:
                raise BadDate(text)
            century = pivot // 100 * 100
            year = str(century + int(year) if int(year) <= pivot % 100 else century - 100 + int(year))
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            raise BadDate(text) from None
    raise BadDate(text)


WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def spell_day(day: date) -> str:
    """ "thứ Tư, 05/06/2024": what a date field echoes."""
    return f"{WEEKDAYS[day.weekday()]}, {day:%d/%m/%Y}"


def in_the_calendar(day: date) -> bool:
    """Whether the program counts with such a day: beyond these years a day has no UTC moment, or no month after it."""
    return 1900 <= day.year <= 2199
