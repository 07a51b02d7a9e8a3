"""The periods of reports. Pure.

Administrative reports close on the 14th (NĐ 09/2019/NĐ-CP): a month runs from the 15th of the month before to the 14th,
the first half-year from 15/12 of the year before to 14/06, a year from 15/12 to 14/12.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rehab_center.dates import DateRange, add_months


class PeriodKind(StrEnum):
    """The period a report covers."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    NINE_MONTHS = "nine-months"
    YEAR = "year"


class PeriodRule(StrEnum):
    """How a period's first and last day are found."""

    ADMINISTRATIVE = "administrative"  # NĐ 09/2019: 15th to 14th
    CALENDAR = "calendar"  # statistical reports (Luật Thống kê): whole months


class BadPeriod(ValueError):
    """Text that names no period of that kind."""


_SHAPES = {
    PeriodKind.MONTH: re.compile(r"(\d{4})-(0[1-9]|1[0-2])"),
    PeriodKind.QUARTER: re.compile(r"(\d{4})-Q([1-4])"),
    PeriodKind.HALF_YEAR: re.compile(r"(\d{4})-H([12])"),
    PeriodKind.NINE_MONTHS: re.compile(r"(\d{4})-9M"),
    PeriodKind.YEAR: re.compile(r"(\d{4})"),
}
_LENGTH = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF_YEAR: 6,
    PeriodKind.NINE_MONTHS: 9,
    PeriodKind.YEAR: 12,
}


@dataclass(frozen=True)
class Period:
    """A report's period: its kind, year, number within the year (1 for nine months and year) and rule."""

    kind: PeriodKind
    year: int
    number: int = 1
    rule: PeriodRule = PeriodRule.ADMINISTRATIVE

    @property
    def code(self) -> str:
        """The word of it: 2024-06, 2024-Q2, 2024-H1, 2024-9M, 2024."""
        return {
            PeriodKind.MONTH: f"{self.year}-{self.number:02d}",
            PeriodKind.QUARTER: f"{self.year}-Q{self.number}",
            PeriodKind.HALF_YEAR: f"{self.year}-H{self.number}",
            PeriodKind.NINE_MONTHS: f"{self.year}-9M",
            PeriodKind.YEAR: f"{self.year}",
        }[self.kind]

    @property
    def range(self) -> DateRange:
        """First and last day, both included."""
        length = _LENGTH[self.kind]
        first_month = date(self.year, (self.number - 1) * length + 1, 1)
        if self.rule is PeriodRule.CALENDAR:
            last = add_months(first_month, length).replace(day=1)
            return DateRange(first_month, date.fromordinal(last.toordinal() - 1))
        first = add_months(first_month, -1).replace(day=15)
        return DateRange(first, add_months(first, length).replace(day=14))

    @property
    def same_period_last_year(self) -> Period:
        """The same period of the year before ("cùng kỳ")."""
        return Period(self.kind, self.year - 1, self.number, self.rule)


def parse_period(kind: PeriodKind, text: str, rule: PeriodRule = PeriodRule.ADMINISTRATIVE) -> Period:
    """Read a period's word, such as ``2024-H1``. Raises BadPeriod."""
    found = _SHAPES[kind].fullmatch(text.strip())
    if not found or not 1900 <= int(found[1]) <= 2200:
        raise BadPeriod(text)
    number = int(found[2]) if kind in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF_YEAR) else 1
    return Period(kind, int(found[1]), number, rule)


def month_containing(day: date, rule: PeriodRule = PeriodRule.ADMINISTRATIVE) -> Period:
    """The month's period that ``day`` falls in: under the administrative rule the 15th belongs to the next month."""
    moved = add_months(day.replace(day=1), 1) if rule is PeriodRule.ADMINISTRATIVE and day.day >= 15 else day
    return Period(PeriodKind.MONTH, moved.year, moved.month, rule)


def months_of(year: int, rule: PeriodRule = PeriodRule.ADMINISTRATIVE) -> tuple[Period, ...]:
    """The twelve months' periods of a year, in order."""
    return tuple(Period(PeriodKind.MONTH, year, number, rule) for number in range(1, 13))


@dataclass(frozen=True)
class AnyDays(Period):
    """Any first and last day, read like a report's period; ``kind``, ``year`` and ``number`` are those of ``part_of``.

    ``part_of`` is the period that is not over yet and of which these are the days so far; None: days that were chosen.
    Its year is the plan year of its last day. No report is issued for such days.
    """

    first: date = date.min
    last: date = date.min
    part_of: Period | None = None

    @property
    def code(self) -> str:
        """Both days, for data: no report's period is called so."""
        return f"{self.first.isoformat()}..{self.last.isoformat()}"

    @property
    def range(self) -> DateRange:
        """First and last day, both included."""
        return DateRange(self.first, self.last)

    @property
    def same_period_last_year(self) -> AnyDays:
        """The same days of the year before; of a 29/02 the 28th."""
        before = self.part_of.same_period_last_year if self.part_of else None
        first, last = add_months(self.first, -12), add_months(self.last, -12)
        return AnyDays(self.kind, self.year - 1, self.number, self.rule, first, last, before)


def days_of(first: date, last: date, rule: PeriodRule = PeriodRule.ADMINISTRATIVE) -> AnyDays:
    """The days from ``first`` to ``last``, both included."""
    month = month_containing(last, rule)
    return AnyDays(PeriodKind.MONTH, month.year, month.number, rule, first, last)


def so_far(period: Period, today: date) -> Period:
    """``period`` where it is over; else its days until ``today``. Raises BadPeriod where it has not begun."""
    if period.range.last <= today:
        return period
    if period.range.first > today:
        raise BadPeriod(period.code)
    return AnyDays(period.kind, period.year, period.number, period.rule, period.range.first, today, period)


def half_year_containing(day: date, rule: PeriodRule = PeriodRule.ADMINISTRATIVE) -> Period:
    """The half-year's period that ``day`` falls in."""
    month = month_containing(day, rule)
    return Period(PeriodKind.HALF_YEAR, month.year, 1 if month.number <= 6 else 2, rule)
