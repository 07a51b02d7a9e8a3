"""What the last days of the story leave to be done: papers that have not come, a fresh escape, terms that are over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import LAW_2025_FROM, StayKind
from rehab_center.dates import add_months
from rehab_center.demo.story import Move, Stay, Story

COUNTED = date(2024, 6, 14)
"""Until this day the history tells its numbers and is left as it is."""
_LONG_AGO = timedelta(days=180)
_OVERDUE = 2
_WITHOUT_CERTIFICATE = 2
_EARLY = timedelta(days=4)

Moves = tuple[Move, ...]


def leave_unfinished(story: Story, until: date, random: Random) -> None:
    """Change the last days of a story so that a clerk finds something to do on the day after ``until``."""
    completed = _completed(story)
    for stay in completed[-_OVERDUE:]:
        _change(story, stay, _without_the_last)
    for stay in completed[-_OVERDUE - _WITHOUT_CERTIFICATE : -_OVERDUE]:
        _change(story, stay, _without_the_last_paper)
    early = completed[-_OVERDUE - _WITHOUT_CERTIFICATE - 1]
    _change(story, early, _some_days_early)
    _hold_the_last(story, until)
    fresh = (
        Move(MovementKind.ESCAPED, until, paper_after=None),
        Move(MovementKind.TO_HOSPITAL, until - timedelta(days=1), paper_after=None),
        Move(MovementKind.ON_LEAVE, until - timedelta(days=1)),
        Move(MovementKind.TAKEN_OUT, until - timedelta(days=2)),
    )
    for move, stay in zip(fresh, random.sample(_settled(story, until), len(fresh)), strict=True):
        story.stays[_place(story, stay)] = replace(stay, moves=(move,))
    _ends_on(story, until + timedelta(days=1))


def _ends_on(story: Story, day: date) -> None:
    """Somebody who left long ago has come back by themselves, and the term ends on ``day``."""
    months = next((months for months in (6, 9, 12) if _fits(day, months)), None)
    if months is None:
        return
    first = add_months(day, -months)
    last = {stay.person: stay for stay in story.stays}
    gone = [
        stay
        for stay in last.values()
        if stay.last_kind is MovementKind.COMPLETED and stay.moves[-1].on + _LONG_AGO < first
    ]
    if gone:
        before = min(gone, key=lambda stay: (stay.moves[-1].on, stay.person))
        story.stays.append(Stay(before.person, StayKind.VOLUNTARY, first, months, before.times + 1))


def _fits(day: date, months: int) -> bool:
    """Whether such a term may end on that day: under the older law, and after the half-years that were counted."""
    first = add_months(day, -months)
    return COUNTED < first < LAW_2025_FROM and add_months(first, months) == day


def _hold_the_last(story: Story, until: date) -> None:
    """Whoever was held last is held still: the court decides on the last evening."""
    counts = Counter(stay.person for stay in story.stays)
    month = until - timedelta(days=30)
    released = [
        stay
        for stay in story.stays
        if stay.last_kind is MovementKind.RELEASED and stay.moves[-1].on > month and counts[stay.person] == 1
    ]
    if released:
        _change(story, max(released, key=lambda stay: (stay.admitted_on, stay.person)), _without_the_last)


def _completed(story: Story) -> list[Stay]:
    """Stays that ended with their term, the latest last, of people who were here only once: none may overlap."""
    stays_of = Counter(stay.person for stay in story.stays)
    completed = [
        stay for stay in story.stays if stay.last_kind is MovementKind.COMPLETED and stays_of[stay.person] == 1
    ]
    return sorted(completed, key=lambda stay: (stay.moves[-1].on, stay.person))


def _settled(story: Story, until: date) -> list[Stay]:
    """Stays some months old in which nothing has happened yet."""
    oldest, youngest = until - timedelta(days=250), until - timedelta(days=60)
    return [
        stay
        for stay in story.stays
        if not stay.moves and stay.kind is StayKind.COMPULSORY and oldest < stay.admitted_on < youngest
    ]


def _without_the_last(moves: Moves) -> Moves:
    return moves[:-1]


def _without_the_last_paper(moves: Moves) -> Moves:
    return (*moves[:-1], replace(moves[-1], paper_after=None))


def _some_days_early(moves: Moves) -> Moves:
    return (*moves[:-1], replace(moves[-1], on=moves[-1].on - _EARLY))


def _change(story: Story, stay: Stay, change: Callable[[Moves], Moves]) -> None:
    story.stays[_place(story, stay)] = replace(stay, moves=change(stay.moves))


def _place(story: Story, stay: Stay) -> int:
    return next(place for place, one in enumerate(story.stays) if one is stay)
