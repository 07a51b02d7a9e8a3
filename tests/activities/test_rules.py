"""Slots, holidays and what a programme may be, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab_center.activities.kinds import ActivityKind, CancelReason, CourseLevel, FixedHoliday, Subject
from rehab_center.activities.rules import (
    DayOff,
    Slot,
    clock_text,
    days_between,
    days_off,
    minutes_in_week,
    minutes_of,
    night_minutes,
    occurs,
    overlap,
)
from rehab_center.activities.rules.facts import ActivityFacts, check_slot, tidied
from rehab_center.activities.rules.planning import Span, planned_days, why_not
from rehab_center.errors import DomainError

MONDAY = date(2024, 6, 3)  # week 335, counted from 01/01/2018
MORNING = Slot(1, 7 * 60, 11 * 60, date(2024, 1, 1))


@pytest.mark.parametrize(
    ("slot", "day", "falls"),
    [
        (MORNING, MONDAY, True),
        (MORNING, MONDAY + timedelta(days=1), False),
        (replace(MORNING, valid_from=MONDAY), MONDAY, True),
        (replace(MORNING, valid_from=MONDAY + timedelta(days=1)), MONDAY, False),
        (replace(MORNING, valid_until=MONDAY), MONDAY, True),
        (replace(MORNING, valid_until=MONDAY - timedelta(days=1)), MONDAY, False),
        (replace(MORNING, every_weeks=2, week_offset=1), MONDAY, True),
        (replace(MORNING, every_weeks=2, week_offset=0), MONDAY, False),
        (replace(MORNING, every_weeks=2, week_offset=0), MONDAY + timedelta(days=7), True),
        # A year of 53 weeks does not turn the rotation over: 28/12/2026 to 03/01/2027 is one week.
        (Slot(7, 0, 60, date(2024, 1, 1), None, 2, 1), date(2027, 1, 3), True),
        (Slot(7, 0, 60, date(2024, 1, 1), None, 2, 1), date(2027, 1, 10), False),
    ],
)
def test_on_which_days_a_slot_falls(slot: Slot, day: date, falls: bool) -> None:
    assert occurs(slot, day) is falls
    assert list(days_between(slot, day, day)) == ([day] if falls else [])


SLOTS = st.builds(
    lambda weekday, begins, lasts, start, length, every, offset: Slot(
        weekday,
        begins,
        min(begins + lasts, 1440),
        MONDAY + timedelta(days=start),
        None if length is None else MONDAY + timedelta(days=start + length),
        every,
        offset % every,
    ),
    st.integers(1, 7),
    st.integers(0, 1400),
    st.integers(1, 600),
    st.integers(-30, 30),
    st.none() | st.integers(-1, 60),
    st.integers(1, 8),
    st.integers(0, 7),
)


@given(SLOTS, st.integers(-60, 60), st.integers(0, 120))
def test_the_days_between_are_the_days_on_which_it_falls(slot: Slot, start: int, length: int) -> None:
    first = MONDAY + timedelta(days=start)
    days = [first + timedelta(days=step) for step in range(length + 1)]
    assert list(days_between(slot, first, days[-1])) == [day for day in days if occurs(slot, day)]


@given(SLOTS, SLOTS)
def test_two_slots_overlap_when_some_day_holds_both_at_one_time(one: Slot, other: Slot) -> None:
    days = [MONDAY + timedelta(days=step) for step in range(-40, 7 * 8 * 7 + 120)]  # all rotations meet within 56 weeks
    shared = [day for day in days if occurs(one, day) and occurs(other, day)]
    meet = bool(shared) and one.begins < other.ends and other.begins < one.ends
    assert bool(overlap([one], [other])) is meet
    assert bool(overlap([other], [one])) is meet


@given(st.lists(SLOTS, max_size=6), st.integers(-10, 10))
def test_a_week_is_the_sum_of_its_days(slots: list[Slot], weeks: int) -> None:
    monday = MONDAY + timedelta(days=7 * weeks)
    days = [monday + timedelta(days=step) for step in range(7)]
    assert minutes_in_week(slots, monday) == sum(slot.minutes for slot in slots for day in days if occurs(slot, day))


def test_times_of_day_and_night_work() -> None:
    assert [clock_text(minutes) for minutes in (0, 450, 1440)] == ["00:00", "07:30", "24:00"]
    assert [minutes_of(text) for text in ("0:00", "07:30", " 24:00 ")] == [0, 450, 1440]
    for text in ("7h", "24:01", "12:60", "-1:00", ""):
        with pytest.raises(ValueError, match=r".*"):
            minutes_of(text)
    # BLLĐ 2019 Đ106: night is from 22:00 to 06:00.
    nights = [(1320, 1440, 120), (1260, 1380, 60), (0, 420, 360), (300, 420, 60), (360, 1320, 0)]
    assert [night_minutes(Slot(1, begins, ends, MONDAY)) for begins, ends, _night in nights] == [n for *_, n in nights]


def test_holidays_of_the_law_those_entered_and_days_that_are_moved() -> None:
    entered = [
        DayOff(date(2025, 4, 7), "Giỗ Tổ Hùng Vương"),
        DayOff(date(2025, 5, 2), "Nghỉ hoán đổi", moved_from=date(2025, 4, 26)),
        DayOff(date(2024, 4, 29), "Nghỉ hoán đổi", moved_from=date(2024, 5, 1)),
    ]
    # BLLĐ 2019 Đ112.1: 1/1, 30/4, 1/5, 2/9 of every year.
    found = days_off(date(2025, 1, 1), date(2025, 12, 31), entered)
    assert list(found) == [date(2025, *day) for day in ((1, 1), (4, 7), (4, 30), (5, 1), (5, 2), (9, 2))]
    assert found[date(2025, 9, 2)] is FixedHoliday.NATIONAL_DAY
    assert found[date(2025, 4, 7)] == entered[0]
    # What is moved elsewhere is worked, unless it is entered as a day off itself.
    moved = days_off(date(2024, 4, 28), date(2024, 5, 2), entered)
    assert list(moved) == [date(2024, 4, 29), date(2024, 4, 30)]
    both = [*entered, DayOff(date(2024, 5, 1), "Vẫn nghỉ")]
    assert date(2024, 5, 1) in days_off(date(2024, 4, 28), date(2024, 5, 2), both)


def test_what_a_programme_meets_and_why_a_session_does_not_follow() -> None:
    span = Span(ActivityKind.LABOUR, MONDAY, MONDAY + timedelta(days=13))
    slots = [MORNING, replace(MORNING, weekday=3)]
    off = {MONDAY + timedelta(days=7)}
    met = list(planned_days(span, slots, MONDAY - timedelta(days=30), MONDAY + timedelta(days=60), off=off))
    assert [day - MONDAY for _slot, day in met] == [timedelta(days=0), timedelta(days=2), timedelta(days=9)]
    assert why_not(span, MORNING, MONDAY, off=off) is None
    assert why_not(span, MORNING, MONDAY + timedelta(days=7), off=off) is CancelReason.HOLIDAY
    assert why_not(span, MORNING, MONDAY + timedelta(days=14), off=off) is CancelReason.CLOSED
    assert why_not(span, replace(MORNING, weekday=2), MONDAY, off=off) is CancelReason.SCHEDULE
    assert why_not(span, None, MONDAY + timedelta(days=7), off=off) is CancelReason.HOLIDAY
    party = replace(span, kind=ActivityKind.EDUCATION)
    assert why_not(party, None, MONDAY + timedelta(days=7), off=off) is None


CLASS = ActivityFacts(ActivityKind.EDUCATION, "Lớp pháp luật", 30, MONDAY, subject=Subject.LAW)
COURSE = ActivityFacts(ActivityKind.VOCATIONAL, "May", 20, MONDAY, trade="May", level=CourseLevel.SHORT)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (replace(CLASS, name="  "), "name"),
        (replace(CLASS, capacity=0), "capacity"),
        (replace(CLASS, capacity=1000), "capacity"),
        (replace(CLASS, ends_on=MONDAY - timedelta(days=1)), "ends_on"),
        (replace(CLASS, min_age=20, max_age=19), "max_age"),
        (replace(CLASS, subject=None), "subject"),
        (replace(COURSE, trade=" "), "trade"),
        (replace(COURSE, level=None), "level"),
    ],
)
def test_what_a_programme_cannot_be(facts: ActivityFacts, field: str) -> None:
    with pytest.raises(DomainError) as refused:
        tidied(facts)
    assert refused.value.field == field


def test_what_belongs_to_another_kind_is_left_out() -> None:
    mixed = replace(COURSE, name=" May  công nghiệp ", employer="Công ty Thử", subject=Subject.LAW)
    assert tidied(mixed) == replace(COURSE, name="May công nghiệp")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"begins": 660, "ends": 660}, "ends"),
        ({"begins": 1440, "ends": 1441}, "begins"),
        ({"every_weeks": 2, "week_offset": 2}, "rotation"),
        ({"every_weeks": 9}, "rotation"),
        ({"valid_from": MONDAY - timedelta(days=1)}, "valid_from"),
        ({"valid_from": MONDAY + timedelta(days=31)}, "valid_from"),
        ({"valid_until": MONDAY - timedelta(days=1)}, "valid_until"),
        ({"begins": 600}, "begins"),
    ],
)
def test_at_what_times_a_programme_cannot_meet(changes: dict[str, object], field: str) -> None:
    standing = replace(MORNING, valid_from=MONDAY, begins=630, ends=700)
    slot = replace(Slot(1, 420, 480, MONDAY), **{"ends": 660} | changes)
    with pytest.raises(DomainError) as refused:
        check_slot(slot, [standing], begins_on=MONDAY, ends_on=MONDAY + timedelta(days=30))
    assert refused.value.field == field
    check_slot(replace(slot, weekday=2, begins=420, ends=480, every_weeks=1, week_offset=0, valid_from=MONDAY,
                       valid_until=None), [standing], begins_on=MONDAY, ends_on=None)  # fmt: skip
