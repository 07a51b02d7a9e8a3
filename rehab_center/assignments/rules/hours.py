"""Hours of labour and times of day: what one assignment more would make of somebody's weeks. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from rehab_center.activities.rules import clock_text, monday_of
from rehab_center.assignments.rules.facts import Held, Person, Turn
from rehab_center.assignments.rules.limits import ADULT, CHILD, NIGHT, REST, Limit, limit_on
from rehab_center.assignments.rules.times import minutes, turns_of, weeks_to_look_at
from rehab_center.dates import add_months
from rehab_center.findings import Finding, Severity
from rehab_center.residents.kinds import Sex
from rehab_center.words import N_, message

#: "two-places": nobody can be in both; no article is needed for it.
_CANNOT_BE = "Một người không thể ở hai nơi cùng lúc"


@dataclass(frozen=True)
class Week:
    """A week of somebody: the labour of the assignment asked for and all the labour together, as times."""

    monday: date
    new: tuple[Turn, ...]
    labour: tuple[Turn, ...]

    @property
    def minutes(self) -> int:
        """All its labour."""
        return minutes(self.labour)

    @property
    def days(self) -> dict[date, int]:
        """Minutes of labour by day."""
        found: dict[date, int] = {}
        for turn in self.labour:
            found[turn.on] = found.get(turn.on, 0) + turn.minutes
        return found


def hours(total: int) -> Decimal:
    """Minutes as hours, with as many decimals as they need, at most two."""
    return (Decimal(total) / 60).quantize(Decimal("0.01")).normalize() + Decimal(0)


def check_hours(person: Person, plan: Held) -> Iterator[Finding]:
    """Two places at once; for labour also the limits of a day and a week, the day of rest, the nights of minors.

    ``person.held`` is what runs already. Each rule speaks once, of the first day or week it finds.
    """
    monday = monday_of(plan.from_on)
    held = tuple(
        replace(one, from_on=max(one.from_on, monday))
        for one in person.held
        if one.until_on is None or one.until_on >= monday
    )
    yield from _found(person.birthday if person.is_below(ADULT, monday) else None, held, plan)


@lru_cache(maxsize=1024)
def _found(birthday: date | None, held: tuple[Held, ...], plan: Held) -> tuple[Finding, ...]:
    """The same for everybody who holds the same: a workshop of forty is added up once. Of adults no birthday."""
    person = Person(True, plan.from_on, Sex.MALE, birthday, None, None, held=held)
    first: dict[str, Finding] = {}
    for finding in _every(person, plan):
        first.setdefault(finding.rule.removeprefix("minor-"), finding)
    return tuple(first.values())


def _every(person: Person, plan: Held) -> Iterator[Finding]:
    birthdays = [add_months(person.birthday, 12 * years) for years in (CHILD, ADULT)] if person.birthday else []
    for monday in weeks_to_look_at(plan, person.held, birthdays):
        new = turns_of(plan, monday)
        if not new:
            continue
        yield from _two_places(new, person.held, monday)
        if plan.programme.is_labour:
            yield from _labour(person, week_of(person.held, monday, new))


def week_of(held: Sequence[Held], monday: date, new: Sequence[Turn] = ()) -> Week:
    """The labour of a week, with what is asked for beside it."""
    turns = [turn for one in held if one.programme.is_labour for turn in turns_of(one, monday)]
    return Week(monday, tuple(new), (*turns, *new))


def heaviest_week(held: Sequence[Held], day: date) -> Week:
    """The week with most labour from a day's week on, of all the weeks that come; the first of several such."""
    found = week_of(held, monday_of(day))
    for one in held:
        start = max(one.from_on, day)
        for monday in weeks_to_look_at(Held(one.programme, start, one.until_on), held):
            week = week_of(held, monday)
            found = max(found, week, key=lambda one: one.minutes)
    return found


def _two_places(new: Sequence[Turn], held: Sequence[Held], monday: date) -> Iterator[Finding]:
    for other in held:
        for turn in turns_of(other, monday):
            if any(one.meets(turn) for one in new):
                words = message(
                    N_("At the same time in “%(name)s”: %(day)s, %(begins)s–%(ends)s"),
                    name=other.programme.name,
                    day=turn.on,
                    begins=clock_text(turn.begins),
                    ends=clock_text(turn.ends),
                )
                yield Finding("two-places", Severity.BLOCK, words, _CANNOT_BE, "activity")
                return


def _labour(person: Person, week: Week) -> Iterator[Finding]:
    own = {turn.on for turn in week.new}
    for day, total in sorted(week.days.items()):
        limit = limit_on(person, day)
        if day in own and total > limit.day:
            yield _too_long_a_day(person, day, total, limit)
    limit = limit_on(person, week.monday)
    if week.minutes > limit.week:
        words = message(
            N_("%(hours)s hours of labour in the week of %(monday)s: at most %(most)s a week"),
            hours=hours(week.minutes),
            monday=week.monday,
            most=hours(limit.week),
        )
        rule = "minor-week-hours" if person.is_below(ADULT, week.monday) else "week-hours"
        yield Finding(rule, Severity.BLOCK, words, limit.source, "activity")
    if len(week.days) == 7:
        words = message(
            N_("No day without labour in the week of %(monday)s: one whole day is of rest"), monday=week.monday
        )
        rule = "minor-rest-day" if person.is_below(ADULT, week.monday) else "rest-day"
        yield Finding(rule, Severity.BLOCK, words, REST, "activity")
    for turn in week.new:
        if turn.is_night and person.is_below(ADULT, turn.on):
            words = message(N_("Labour at night on %(day)s: never for those under 18"), day=turn.on)
            yield Finding("minor-night", Severity.BLOCK, words, NIGHT, "activity")


def _too_long_a_day(person: Person, day: date, total: int, limit: Limit) -> Finding:
    words = message(
        N_("%(hours)s hours of labour on %(day)s: at most %(most)s a day"),
        hours=hours(total),
        day=day,
        most=hours(limit.day),
    )
    rule = "minor-day-hours" if person.is_below(ADULT, day) else "day-hours"
    return Finding(rule, Severity.BLOCK, words, limit.source, "activity")
