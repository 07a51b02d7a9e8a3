"""The story of the invented centre, before anything is written: its numbers, its laws, what it leaves undone."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest

from rehab_center.admissions.rules.movements import EFFECTS, ENTRIES, EXITS, MovementKind, State
from rehab_center.admissions.rules.regime import BY_COURT, StayKind
from rehab_center.demo.scenario import COMPULSORY, COUNTED_ON, EARLIEST, scenario
from rehab_center.demo.story import Story
from rehab_center.organisation.provinces import MERGER
from rehab_center.periods import Period, PeriodKind

DAYS = (EARLIEST, date(2025, 3, 1), date(2026, 6, 30), date(2026, 11, 22), date(2027, 8, 1))


@cache
def told(until: date) -> Story:
    """The story until a day."""
    return scenario(until)


def _new(story: Story, year: int, number: int) -> int:
    days = Period(PeriodKind.HALF_YEAR, year, number).range
    return sum(
        stay.admitted_on in days and stay.kind in BY_COURT and stay.entry is not MovementKind.TRANSFERRED_IN
        for stay in story.stays
    )


@pytest.mark.parametrize("until", DAYS)
def test_the_numbers_are_exact_whenever_it_is_built(until: date) -> None:
    story = told(until)
    assert sum(stay.under_care_on(COUNTED_ON) for stay in story.stays) == 413
    assert (_new(story, 2023, 1), _new(story, 2024, 1)) == (105, 125)
    over = [half for half in COMPULSORY if Period(PeriodKind.HALF_YEAR, *half).range.last <= until]
    assert [_new(story, *half) for half in over] == [COMPULSORY[half] for half in over]


@pytest.mark.parametrize("until", DAYS)
def test_nothing_lies_after_the_last_day(until: date) -> None:
    days = [day for stay in told(until).stays for day in (stay.admitted_on, *(move.on for move in stay.moves))]
    assert max(days) <= until


@pytest.mark.parametrize("until", DAYS)
def test_every_move_may_follow_the_one_before(until: date) -> None:
    for stay in told(until).stays:
        assert stay.entry in ENTRIES
        state = State.PRESENT
        for move in stay.real_moves():
            assert state in EFFECTS[move.kind].follows, stay
            assert stay.kind in EFFECTS[move.kind].only, stay
            state = EFFECTS[move.kind].after or state
        assert [move.on for move in stay.moves] == sorted(move.on for move in stay.moves)


@pytest.mark.parametrize("until", DAYS)
def test_nobody_is_in_two_stays_at_once(until: date) -> None:
    last_left: dict[int, date] = {}
    for stay in told(until).stays:
        assert last_left.get(stay.person, stay.admitted_on) <= stay.admitted_on
        exits = [move.on for move in stay.real_moves() if move.kind in EXITS]
        last_left[stay.person] = exits[-1] if exits else date.max


def test_one_history() -> None:
    earlier, later = told(DAYS[1]), told(DAYS[3])
    assert scenario(DAYS[1]) == earlier
    assert [stay.admitted_on for stay in earlier.stays if stay.admitted_on <= COUNTED_ON] == [
        stay.admitted_on for stay in later.stays if stay.admitted_on <= COUNTED_ON
    ]


def test_it_is_not_told_before_its_numbers() -> None:
    with pytest.raises(ValueError, match="not told before"):
        scenario(EARLIEST - timedelta(days=1))


def test_temporary_stays_become_compulsory_outside_the_counted_half_years() -> None:
    story = told(DAYS[3])
    second = [stay for stay in story.stays if stay.entry is MovementKind.CONVERTED_IN]
    assert len(second) >= 4
    for stay in second:
        assert stay.admitted_on > COUNTED_ON
        (first,) = [one for one in story.stays if one.person == stay.person and one.kind is StayKind.TEMPORARY]
        assert (first.last_kind, first.moves[-1].on) == (MovementKind.CONVERTED_OUT, stay.admitted_on)
        assert stay.credit_days == (stay.admitted_on - first.admitted_on).days


def test_addresses_of_the_day() -> None:
    story = told(DAYS[3])
    first_day: dict[int, date] = {}
    for stay in story.stays:
        first_day.setdefault(stay.person, stay.admitted_on)
    for number, person in enumerate(story.people):
        merged = first_day[number] >= MERGER
        assert (person.district is None) == merged
        assert person.province == ("tỉnh Ninh Bình" if merged else "tỉnh Nam Định")


def test_the_law_of_2025_gives_24_months_and_36_later() -> None:
    new = [stay for stay in told(DAYS[4]).stays if stay.admitted_on >= date(2026, 7, 7) and stay.months]
    assert len(new) > 50
    assert {(stay.times > 1, stay.months) for stay in new} == {(False, 24), (True, 36)}


@pytest.mark.parametrize("until", DAYS)
def test_something_is_left_to_do(until: date) -> None:
    moves = [(stay, move) for stay in told(until).stays for move in stay.moves]
    missing = [move.kind for _, move in moves if move.paper_after is None]
    assert sorted(missing) == ["completed", "completed", "escaped", "to-hospital"]
    (escape,) = [move for _, move in moves if move.kind is MovementKind.ESCAPED and move.paper_after is None]
    assert escape.on == until
