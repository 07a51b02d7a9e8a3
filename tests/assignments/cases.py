"""Invented persons and programmes for the rules; a week is written as its days and hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.rules import Slot, minutes_of
from rehab_center.assignments.rules.facts import Cleared, Held, Person, Plan, Programme, Turn
from rehab_center.assignments.rules.suitability import Case
from rehab_center.health.kinds import Clearance
from rehab_center.residents.kinds import Sex

MONDAY = date(2026, 8, 3)
TODAY = MONDAY
LABOUR, VOCATIONAL, EDUCATION = ActivityKind
_numbers = count(1)


def on(number: int) -> date:
    """A day by its number; 1 is the Monday on which the cases begin."""
    return MONDAY + timedelta(days=number - 1)


def slots(week: str, **others: Any) -> tuple[Slot, ...]:
    """ "1-5 07:00-11:00 13:00-17:00; 6 07:00-11:00": weekdays, then times."""
    found = []
    for part in filter(None, week.split(";")):
        days, *times = part.split()
        first, _dash, last = days.partition("-")
        for weekday in range(int(first), int(last or first) + 1):
            for time in times:
                begins, _dash, ends = time.partition("-")
                found.append(
                    Slot(weekday, minutes_of(begins), minutes_of(ends), **({"valid_from": date(2020, 1, 1)} | others))
                )
    return tuple(found)


def programme(week: str = "1-5 07:00-11:00", kind: ActivityKind = LABOUR, **others: Any) -> Programme:
    """A workshop of five mornings with room for thirty, unless told otherwise."""
    rotation = {name: others.pop(name) for name in ("every_weeks", "week_offset") if name in others}
    number = next(_numbers)
    given = {"id": number, "name": f"Xưởng {number}", "slots": slots(week, **rotation), "capacity": 30}
    return Programme(kind=kind, **(given | others))


def held(week: str, kind: ActivityKind = LABOUR, *, first: date = date(2026, 7, 1), last: date | None = None,
         **others: Any) -> Held:  # fmt: skip
    """What somebody has already."""
    return Held(programme(week, kind, **others), first, last)


def person(*running: Held, **others: Any) -> Person:
    """A grown man in stage d who may do all work for a year, unless told otherwise."""
    given = {
        "under_care": True,
        "admitted_on": date(2026, 1, 5),
        "lives_as": Sex.MALE,
        "birthday": date(1995, 5, 5),
        "stage": 4,
        "cleared": Cleared(Clearance.ALL, date(2028, 12, 31)),
        "held": running,
    }
    return Person(**(given | others))


def case(who: Person | None = None, what: Programme | None = None, **others: Any) -> Case:
    """An assignment from the first Monday on."""
    days = {"from_on": others.pop("first", MONDAY), "until_on": others.pop("last", None)}
    return Case(who or person(), what or programme(), Plan(**days), others.pop("today", TODAY), **others)


def with_held(one: Case, *more: Held) -> Case:
    """The same case for somebody who holds more."""
    return replace(one, person=replace(one.person, held=(*one.person.held, *more)))


def extra(day: date, times: str = "07:00-11:00") -> Turn:
    """A single session."""
    begins, _dash, ends = times.partition("-")
    return Turn(day, minutes_of(begins), minutes_of(ends))
