"""Calendar months: a rating is of one. Pure."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from rehab_center.dates import ONE_DAY, DateRange, add_months

_SHAPE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def first_of(day: date) -> date:
    """The first day of the month that holds ``day``; a month goes by it."""
    return day.replace(day=1)


@cache
def days_of_month(month: date) -> DateRange:
    """Its first and last day."""
    return DateRange(month, add_months(month, 1) - ONE_DAY)


def month_before(month: date, count: int = 1) -> date:
    """The month so many months before."""
    return add_months(month, -count)


def code_of(month: date) -> str:
    """As an address has it: 2024-06."""
    return f"{month:%Y-%m}"


def name_of(month: date) -> str:
    """As papers have it: 06/2024."""
    return f"{month:%m/%Y}"


def read_month(text: str | None) -> date | None:
    """The month that :func:`code_of` writes so; None for anything else."""
    found = _SHAPE.fullmatch(text or "")
    if not found or not 1900 <= int(found[1]) <= 2199:
        return None
    return date(int(found[1]), int(found[2]), 1)


def months_between(first: date, last: date) -> list[date]:
    """Every month from ``first`` to ``last``, both included, the latest first."""
    found = []
    month = last
    while month >= first:
        found.append(month)
        month = month_before(month)
    return found
