"""What a mark means, what it counts, until when it is changed alone; hours added up; where a sheet is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from rehab_center.attendance.kinds import Attended, RollState, SheetKind, SheetState
from rehab_center.attendance.labels import keyed
from rehab_center.attendance.queries.sessions import roll_state
from rehab_center.attendance.rules.hours import Worked, by_day, by_month, by_week, hours_text, monday_of
from rehab_center.attendance.rules.marking import Mark, Span, check_mark, may_confirm, may_edit, minutes_of
from rehab_center.attendance.rules.reasons import AHEAD, BEHAVIOUR, COUNTING, REFUSALS, note_shown
from rehab_center.attendance.rules.sheets import SheetFacts, all_states, number_text, state_of
from rehab_center.permissions import Permission

A = Attended
BEGINS = datetime(2024, 6, 14, 0, 30, tzinfo=UTC)  # 07:30 in Vietnam
MORNING = Span(BEGINS, BEGINS + timedelta(hours=4))
DURING = BEGINS + timedelta(hours=1)
BEFORE = BEGINS - timedelta(hours=1)


@pytest.mark.parametrize(
    ("mark", "counts"),
    [
        (Mark(A.PRESENT), 240),
        (Mark(A.LATE, minutes=200), 200),
        (Mark(A.LEFT_EARLY, minutes=60), 60),
        (Mark(A.LATE, minutes=999), 240),  # never more than the session
        *((Mark(one, note="…"), 0) for one in Attended if one not in COUNTING),  # NĐ 116/2021 Đ68: hours worked only
    ],
)
def test_minutes_come_from_the_mark(mark: Mark, counts: int) -> None:
    assert minutes_of(mark, MORNING.minutes) == counts


@pytest.mark.parametrize(
    ("mark", "now", "fields"),
    [
        (Mark(A.PRESENT), DURING, []),
        (Mark(A.PRESENT), BEFORE, ["attended"]),  # nobody has taken part in what has not begun
        (Mark(A.REFUSED, note="Không chịu ra xưởng"), BEFORE, ["attended"]),
        (Mark(A.VISIT), BEFORE, []),
        (Mark(A.NOT_REQUIRED), BEFORE, ["note"]),
        (Mark(A.NOT_REQUIRED, note="Nghỉ bù"), BEFORE, []),
        (Mark(A.REFUSED), DURING, ["note"]),
        (Mark(A.UNEXCUSED), DURING, ["note"]),
        (Mark(A.OTHER_DUTY), DURING, ["note"]),
        (Mark(A.SICK), DURING, []),  # why is the medical post's business
        (Mark(A.LATE), DURING, ["minutes"]),
        (Mark(A.LATE, minutes=0), DURING, ["minutes"]),
        (Mark(A.LATE, minutes=240), DURING, ["minutes"]),  # that is all of it
        (Mark(A.LATE, minutes=239), DURING, []),
        (Mark(A.PRESENT, output=Decimal("12.5")), DURING, []),
        (Mark(A.PRESENT, output=Decimal(-1)), DURING, ["output"]),
        (Mark(A.SICK, output=Decimal(3)), DURING, ["output"]),
    ],
)
def test_what_cannot_be_marked(mark: Mark, now: datetime, fields: list[str]) -> None:
    assert [one.field for one in check_mark(mark, MORNING, who="An", now=now)] == fields


def test_the_table_of_behaviour_is_whole() -> None:
    assert set(BEHAVIOUR) == set(Attended)
    assert REFUSALS == (A.REFUSED,)
    assert not set(AHEAD) & {*COUNTING, *REFUSALS, A.UNEXCUSED}
    assert all(BEHAVIOUR[one].counts for one in Attended if BEHAVIOUR[one].partial)
    assert note_shown(A.SICK, "sốt", frozenset()) is None
    assert note_shown(A.SICK, "sốt", {Permission.CLEARANCE_VIEW}) == "sốt"
    assert note_shown(A.REFUSED, "đánh nhau", frozenset()) == "đánh nhau"


@pytest.mark.parametrize(
    ("after_end", "hours", "open_still"),
    [
        (timedelta(hours=-3), 48, True),
        (timedelta(hours=48), 48, True),  # the last moment belongs to it
        (timedelta(hours=48, seconds=1), 48, False),
        (timedelta(0), 0, True),
        (timedelta(seconds=1), 0, False),
    ],
)
def test_the_edit_window_counts_from_the_end(after_end: timedelta, hours: int, open_still: bool) -> None:
    assert may_edit(MORNING, hours, now=MORNING.ends_at + after_end) is open_still


def test_a_correction_takes_two_people() -> None:
    assert may_confirm("can.bo.a", "can.bo.b")
    assert not may_confirm("can.bo.a", "can.bo.a")


@given(
    st.lists(
        st.builds(
            Worked,
            st.dates(date(2024, 1, 1), date(2025, 12, 31)),
            st.sampled_from(["labour", "vocational", "education"]),
            st.integers(0, 480),
        ),
        max_size=40,
    )
)
def test_no_minute_is_lost_or_made_by_adding_up(worked: list[Worked]) -> None:
    total = sum(one.minutes for one in worked)
    for sums in (by_day(worked), by_week(worked), by_month(worked)):
        assert sum(hours.minutes for hours in sums.values()) == total
        assert list(sums) == sorted(sums)
    assert all(day.weekday() == 0 for day in by_week(worked))
    labour = sum(one.minutes for one in worked if one.kind == "labour")
    assert sum(hours.of("labour") for hours in by_month(worked).values()) == labour
    assert all(monday_of(one.on) <= one.on < monday_of(one.on) + timedelta(days=7) for one in worked)


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "0"), (45, "45 phút"), (60, "1 giờ"), (450, "7 giờ 30"), (485, "8 giờ 05"), (340_312, "5.671 giờ 52")],
)
def test_hours_as_sheets_write_them(minutes: int, text: str) -> None:
    assert hours_text(minutes) == text


_BACK = MORNING.ends_at + timedelta(hours=5)


@pytest.mark.parametrize(
    ("facts", "hours_after", "state"),
    [
        (SheetFacts(MORNING.ends_at), 1, SheetState.OUT),
        (SheetFacts(MORNING.ends_at), 24, SheetState.OUT),
        (SheetFacts(MORNING.ends_at), 25, SheetState.MISSING),
        (SheetFacts(MORNING.ends_at, returned_at=_BACK), 25, SheetState.UNSIGNED),
        (SheetFacts(MORNING.ends_at, returned_at=_BACK, signed=True), 25, SheetState.BACK),
        (SheetFacts(MORNING.ends_at, returned_at=_BACK, signed=True, marked=28, on_paper=27), 6, SheetState.DIFFERS),
        (SheetFacts(MORNING.ends_at, returned_at=_BACK, marked=28, on_paper=27), 6, SheetState.DIFFERS),
        (SheetFacts(MORNING.ends_at, returned_at=_BACK, signed=True, marked=28, on_paper=28), 6, SheetState.BACK),
        (SheetFacts(MORNING.ends_at, returned_at=_BACK, signed=True, on_paper=28), 6, SheetState.DIFFERS),
        (SheetFacts(MORNING.ends_at, returned_at=_BACK, signed=True, difference="Thiếu A"), 6, SheetState.DIFFERS),
        (
            SheetFacts(MORNING.ends_at, returned_at=_BACK, signed=True, marked=2, on_paper=1, settled=True),
            6,
            SheetState.BACK,
        ),
        (SheetFacts(MORNING.ends_at, cancelled=True), 99, SheetState.CANCELLED),
    ],
)
def test_where_a_sheet_is(facts: SheetFacts, hours_after: int, state: SheetState) -> None:
    assert state_of(facts, hours=24, now=MORNING.ends_at + timedelta(hours=hours_after)) is state
    both = (state, SheetState.UNSIGNED) if state is SheetState.DIFFERS and not facts.signed else (state,)
    assert all_states(state, signed=facts.signed) == both


def test_numbers_as_they_are_printed() -> None:
    assert number_text(SheetKind.ROLL, 42, 2026) == "0042/PĐD-2026"


@pytest.mark.parametrize(
    ("expected", "marked", "others", "ahead", "state"),
    [
        (30, 0, 0, False, RollState.NOT_MARKED),
        (30, 29, 0, False, RollState.PARTLY),
        (30, 30, 0, False, RollState.MARKED),
        (30, 3, 0, True, RollState.AHEAD),
        (0, 0, 2, False, RollState.MARKED),  # all who were expected have left since
        (0, 0, 0, False, RollState.NOBODY),
    ],
)
def test_how_far_a_session_is_marked(expected: int, marked: int, others: int, ahead: bool, state: RollState) -> None:
    assert roll_state(cancelled=False, expected=expected, marked=marked, others=others, ahead=ahead) is state
    assert roll_state(cancelled=True, expected=expected, marked=marked, others=others, ahead=ahead) is (
        RollState.CANCELLED
    )


@pytest.mark.any_database
def test_each_way_is_chosen_by_one_key_that_vietnamese_typing_leaves_alone(app: Flask) -> None:
    with app.test_request_context():
        firsts = [keyed(way)[0] for way in Attended]
        assert keyed(A.LATE) == "2 Đến muộn"
    assert len(set(firsts)) == len(firsts)  # a box of choices goes to the first that begins with the key
    assert not set(firsts) & set("ADEOUWSFRXJZ")  # marks and tones of Telex
