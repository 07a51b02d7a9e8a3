"""How many hours a day and a week, with the articles. Pure.

The figures are the law's own and sure (rules 29 and 30 of the field), so they stand here by the day they hold from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rehab_center.assignments.rules.facts import Person
from rehab_center.dates import effective_on

HOURS = "NĐ 116/2021 Đ68"
CHILDREN = "BLLĐ 2019 Đ146.1"
YOUTHS = "BLLĐ 2019 Đ146.2"
MINORS_WORK = "BLLĐ 2019 Đ147"
NIGHT = "BLLĐ 2019 Đ106; Đ146"
REST = "BLLĐ 2019 Đ111"
HOLIDAYS = "BLLĐ 2019 Đ112"

CHILD, ADULT = 15, 18


@dataclass(frozen=True)
class Limit:
    """At most so many minutes a day and a week, by an article."""

    day: int
    week: int
    source: str


@dataclass(frozen=True)
class Limits:
    """The limits in force from a day on: of those under 15, under 18, and of everybody."""

    valid_from: date
    child: Limit
    youth: Limit
    adult: Limit


_LIMITS = (
    Limits(
        date(2021, 1, 1),
        Limit(4 * 60, 20 * 60, CHILDREN),
        Limit(8 * 60, 40 * 60, YOUTHS),
        Limit(8 * 60, 48 * 60, HOURS),
    ),
)


def limit_on(person: Person, day: date) -> Limit:
    """The limit that holds for somebody on a day; of a week, on its Monday."""
    limits = effective_on(_LIMITS, day) or _LIMITS[0]
    if person.is_below(CHILD, day):
        return limits.child
    return limits.youth if person.is_below(ADULT, day) else limits.adult
