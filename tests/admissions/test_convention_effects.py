"""What another convention does to a term: who is held too long first (Luật XLVPHC Điều 8, 111)."""

from __future__ import annotations

from datetime import date

import pytest

from rehab_center.admissions.rules.convention_change import Effect, Harm, effect_of
from rehab_center.admissions.rules.movements import MovementKind as K
from rehab_center.admissions.rules.movements import State
from rehab_center.admissions.rules.sequence import Moved, StayState
from rehab_center.admissions.rules.term_case import TermResult
from tests.admissions.stays import NOW

TODAY = date(2024, 6, 14)
HERE = StayState(State.PRESENT, date(2024, 1, 1))
AWAY = StayState(State.ESCAPED, date(2024, 6, 1))


def ends(end_on: date | None, left: int | None = None) -> TermResult:
    return TermResult(end_on, (), left)


def left(kind: K, day: date) -> StayState:
    return StayState(State.LEFT, day, Moved(1, kind, day, NOW))


@pytest.mark.parametrize(
    ("before", "after", "state", "harm", "days"),
    [
        (date(2024, 6, 20), date(2024, 6, 10), HERE, Harm.HELD_TOO_LONG, 4),
        (date(2024, 6, 12), date(2024, 6, 13), HERE, Harm.HELD_TOO_LONG, 1),  # overdue by either
        (date(2024, 6, 20), date(2024, 6, 14), HERE, Harm.EARLIER, -6),  # may go today
        (date(2024, 6, 20), date(2024, 6, 10), AWAY, Harm.EARLIER, -10),  # nobody holds who has escaped
        (date(2024, 6, 20), date(2024, 6, 25), HERE, Harm.LATER, 5),
        (date(2024, 5, 1), date(2024, 5, 11), left(K.COMPLETED, date(2024, 5, 1)), Harm.RELEASED_TOO_EARLY, 10),
        (None, date(2024, 6, 10), AWAY, Harm.STANDING, None),
    ],
)
def test_what_it_means(before: date | None, after: date, state: StayState, harm: Harm, days: int | None) -> None:
    assert effect_of(ends(before), ends(after), state, TODAY) == Effect(harm, days, before, after)


def test_what_is_left_while_the_clock_stands_still() -> None:
    effect = effect_of(ends(None, 100), ends(None, 99), AWAY, TODAY)
    assert effect == Effect(Harm.STANDING, -1, None, None, 100, 99)


@pytest.mark.parametrize(
    ("before", "after", "state"),
    [
        (date(2024, 6, 20), date(2024, 6, 20), HERE),
        (date(2024, 5, 1), date(2024, 5, 11), left(K.TRANSFERRED_OUT, date(2024, 4, 1))),  # the end let nobody go
        (date(2024, 5, 1), date(2024, 4, 30), left(K.COMPLETED, date(2024, 5, 1))),
        (None, None, AWAY),
    ],
)
def test_nothing_to_be_said(before: date | None, after: date | None, state: StayState) -> None:
    assert effect_of(ends(before), ends(after), state, TODAY) is None


def test_the_worst_stands_first() -> None:
    days = date(2024, 1, 1)
    found = [
        Effect(Harm.LATER, 3, days, days),
        Effect(Harm.EARLIER, -2, days, days),
        Effect(Harm.HELD_TOO_LONG, 1, days, days),
        Effect(Harm.EARLIER, -9, days, days),
        Effect(Harm.RELEASED_TOO_EARLY, 30, days, days),
        Effect(Harm.HELD_TOO_LONG, 12, days, days),
    ]
    ranked = [(one.harm, one.days) for one in sorted(found, key=lambda one: one.order)]
    assert ranked == [
        (Harm.HELD_TOO_LONG, 12),
        (Harm.HELD_TOO_LONG, 1),
        (Harm.RELEASED_TOO_EARLY, 30),
        (Harm.EARLIER, -9),
        (Harm.EARLIER, -2),
        (Harm.LATER, 3),
    ]
