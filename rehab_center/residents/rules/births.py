"""Birth dates of which only a part is known, and the ages they allow. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rehab_center.dates import ONE_DAY, DateRange, add_months, parse_date
from rehab_center.residents.kinds import BirthPrecision

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199

_YEAR = re.compile(r"(\d{4})")
_MONTH = re.compile(r"(?:tháng\s*)?(\d{1,2})\s*[/.\-]\s*(\d{4})", re.IGNORECASE)
_WHOLE_DAY = re.compile(r"\d{1,2}[/.\-\s]\d{1,2}[/.\-\s]\d{4}|\d{8}")
_MONTH_IN_WORDS = re.compile(r"tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.IGNORECASE)


class BadBirth(ValueError):
    """Text that is neither a day, nor a month, nor a year somebody may be born in."""


class NoSuchDay(BadBirth):
    """A day written out that the calendar does not have: 31/02/2001."""


class YearOnlyRule(StrEnum):
    """Which day counts as the birthday where only the month or the year is known. A policy: the centre chooses.

    The criminal procedure code takes the last day, in the person's favour (BLTTHS 2015 Điều 417); for this measure no
    text says it, so it is to be confirmed.
    """

    LAST_DAY = "last-day"
    FIRST_DAY = "first-day"


@dataclass(frozen=True)
class PartialBirth:
    """``on`` is the first day that the known part allows, None when nothing is known.

    Raises ValueError when the two do not fit together.
    """

    on: date | None
    precision: BirthPrecision

    def __post_init__(self) -> None:
        if (self.on is None) != (self.precision is BirthPrecision.UNKNOWN):
            raise ValueError(f"{self.on} known to the {self.precision}")

    @property
    def days(self) -> DateRange | None:
        """Every day the person may have been born on."""
        if self.on is None:
            return None
        months = {BirthPrecision.MONTH: 1, BirthPrecision.YEAR: 12}.get(self.precision)
        return DateRange(self.on, add_months(self.on, months) - ONE_DAY if months else self.on)

    @property
    def text(self) -> str:
        """As it is written: 05/06/1982, 06/1982, 1982, or nothing."""
        if self.on is None:
            return ""
        known = 3 if self.precision is BirthPrecision.DAY else 2 if self.precision is BirthPrecision.MONTH else 1
        return "/".join((f"{self.on.day:02}", f"{self.on.month:02}", f"{self.on.year:04}")[-known:])

    def __str__(self) -> str:
        return self.text


UNKNOWN_BIRTH = PartialBirth(None, BirthPrecision.UNKNOWN)


def born_on(day: date) -> PartialBirth:
    """A birth known to the day."""
    return PartialBirth(day, BirthPrecision.DAY)


def born_in(year: int, month: int | None = None) -> PartialBirth:
    """A birth of which the year, or the month of a year, is known."""
    return PartialBirth(date(year, month or 1, 1), BirthPrecision.MONTH if month else BirthPrecision.YEAR)


def parse_birth(text: str, *, pivot: int | None = None) -> PartialBirth:
    """Read "1982", "5/1982", "tháng 5 năm 1982" or any day ``parse_date`` knows; empty is unknown. Raises BadBirth.

    A year of two digits is read only with a ``pivot``, as ``parse_date`` does.
    """
    cleaned = text.strip()
    if not cleaned:
        return UNKNOWN_BIRTH
    try:
        birth = _parse(cleaned, pivot)
    except BadBirth:
        raise
    except ValueError:
        raise (NoSuchDay if _WHOLE_DAY.fullmatch(cleaned) else BadBirth)(text) from None
    if birth.on is None or not EARLIEST_YEAR <= birth.on.year <= LATEST_YEAR:
        raise BadBirth(text)
    return birth


def _parse(text: str, pivot: int | None) -> PartialBirth:
    if year := _YEAR.fullmatch(text):
        return born_in(int(year[1]))
    if month := _MONTH.fullmatch(text) or _MONTH_IN_WORDS.fullmatch(text):
        if not 1 <= int(month[1]) <= 12:
            raise BadBirth(text)
        return born_in(int(month[2]), int(month[1]))
    return born_on(parse_date(text, pivot=pivot))


def compatible(one: PartialBirth, other: PartialBirth) -> bool:
    """Whether both may be the same birthday; an unknown one contradicts nothing."""
    first, second = one.days, other.days
    if first is None or second is None:
        return True
    return first.first <= second.last and second.first <= first.last


def fuller(one: PartialBirth, other: PartialBirth) -> PartialBirth:
    """``one``, or ``other`` where it says more of the same birthday: 26/06/1982 beside 1982."""
    first, second = one.days, other.days
    if second is None or (first is not None and not (first.first <= second.first and second.last <= first.last)):
        return one
    return other


@dataclass(frozen=True)
class AgeRange:
    """The completed years a person may have: ``least`` and ``most`` differ only where the birth date is partial."""

    least: int
    most: int

    @property
    def certain(self) -> bool:
        """Whether there is only one answer."""
        return self.least == self.most


def age_on(birth: PartialBirth, day: date) -> AgeRange | None:
    """The completed years on ``day``; None when nothing of the birth is known."""
    days = birth.days
    if days is None:
        return None
    return AgeRange(_completed_years(days.last, day), _completed_years(days.first, day))


def counted_birthday(birth: PartialBirth, rule: YearOnlyRule) -> date | None:
    """The one day that counts as the birthday under the centre's choice."""
    days = birth.days
    if days is None:
        return None
    return days.last if rule is YearOnlyRule.LAST_DAY else days.first


def counted_age(birth: PartialBirth, day: date, rule: YearOnlyRule) -> int | None:
    """The completed years on ``day`` under the centre's choice; None when nothing of the birth is known."""
    birthday = counted_birthday(birth, rule)
    return None if birthday is None else _completed_years(birthday, day)


def _completed_years(born: date, day: date) -> int:
    """Below 0 before the birth. Somebody born on 29/02 completes a year on 28/02 where there is no 29th."""
    years = day.year - born.year
    return years if add_months(born, 12 * years) <= day else years - 1
