"""Times of programmes on the days of a calendar, and the weeks that have to be looked at. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import lcm

from rehab_center.activities.rules import monday_of, occurs
from rehab_center.assignments.rules.facts import Held, Turn
from rehab_center.dates import ONE_DAY

WEEK = timedelta(days=7)


def turns_of(held: Held, monday: date) -> list[Turn]:
    """The times of one assignment in a week, in order. Holidays are not taken out: a limit must hold without them."""
    found: list[Turn] = []
    programme = held.programme
    for number in range(7):
        day = monday + timedelta(days=number)
        if not _covers(held, day):
            continue
        found += [Turn(day, slot.begins, slot.ends) for slot in programme.slots if occurs(slot, day)]
        found += [turn for turn in programme.extras if turn.on == day]
    return sorted(found, key=lambda turn: (turn.on, turn.begins))


def _covers(held: Held, day: date) -> bool:
    last = min((one for one in (held.until_on, held.programme.last_day) if one), default=None)
    return max(held.from_on, held.programme.begins_on) <= day and (last is None or day <= last)


def weeks_to_look_at(plan: Held, held: Sequence[Held], turning_points: Iterable[date] = ()) -> list[date]:
    """The Mondays of every week that can differ from all others: enough to find whatever breaks a limit.

    Between two days on which anything changes (an assignment, the validity of a slot, a birthday) the weeks repeat
    with the least common multiple of the rotations. So that many weeks after each such day, and its own, show them all.
    """
    every = (plan, *held)
    rotation = lcm(*(slot.every_weeks for one in every for slot in one.programme.slots))
    days = {plan.from_on, *turning_points}
    for one in every:
        days |= {one.from_on, one.programme.begins_on, *(turn.on for turn in one.programme.extras)}
        days |= {last + ONE_DAY for last in (one.until_on, one.programme.ends_on, one.programme.closed_on) if last}
        for slot in one.programme.slots:
            days |= {slot.valid_from} | ({slot.valid_until + ONE_DAY} if slot.valid_until else set())
    last_day = min((day for day in (plan.until_on, plan.programme.last_day) if day), default=date.max - WEEK)
    found = set()
    for day in days:
        if plan.from_on <= day <= last_day:
            found |= {monday_of(day) + number * WEEK for number in range(rotation + 1)}
    return sorted(monday for monday in found if monday <= last_day)


def minutes(turns: Iterable[Turn]) -> int:
    """How long they last together."""
    return sum(turn.minutes for turn in turns)
