"""Days on which nobody works or has class: those of the law, and those entered by decision. Pure.

BLLĐ 2019 Đ112.1: New Year's Day (1/1), Tết (five days), 30/4, 1/5, National Day (2/9 and a day before or after it) and
the Hùng Kings' Day (10/3 of the lunar year). The days of the solar calendar are fixed here; the lunar ones, the second
day of National Day and days that the state moves stand in decisions and are entered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rehab_center.activities.kinds import FixedHoliday

FIXED_SOURCE = "Bộ luật Lao động 2019, Điều 112 khoản 1"
_FIXED = {
    (1, 1): FixedHoliday.NEW_YEAR,
    (4, 30): FixedHoliday.REUNIFICATION,
    (5, 1): FixedHoliday.LABOUR_DAY,
    (9, 2): FixedHoliday.NATIONAL_DAY,
}


@dataclass(frozen=True)
class DayOff:
    """A holiday that was entered. ``moved_from``: the day off that is worked in its place."""

    on: date
    name: str
    moved_from: date | None = None
    facility_id: int | None = None
    id: int | None = None


def fixed_holiday(day: date) -> FixedHoliday | None:
    """Which holiday of the law a day is by itself."""
    return _FIXED.get((day.month, day.day))


def fixed_holidays(year: int) -> tuple[tuple[date, FixedHoliday], ...]:
    """The holidays of the law that fall on the same day of every year, in order."""
    return tuple((date(year, month, day), which) for (month, day), which in _FIXED.items())


def days_off(first: date, last: date, entered: Iterable[DayOff]) -> Mapping[date, FixedHoliday | DayOff]:
    """Every holiday from ``first`` to ``last`` (both included), by day.

    A day that was moved elsewhere is worked, unless another decision makes it a day off.
    """
    rows = tuple(entered)
    worked = {row.moved_from for row in rows if row.moved_from} - {row.on for row in rows}
    found: dict[date, FixedHoliday | DayOff] = {
        day: which for year in range(first.year, last.year + 1) for day, which in fixed_holidays(year)
    }
    found |= {row.on: row for row in rows}
    return {day: found[day] for day in sorted(found) if first <= day <= last and day not in worked}
