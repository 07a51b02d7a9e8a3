"""Stages as intervals, what may follow what, who is due, what an old book says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab_center.admissions.rules.movements import State
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.findings import Severity
from rehab_center.stages.kinds import LETTERS, Due, Result, Stage
from rehab_center.stages.rules.changing import Away, StayDays, check_change, check_completion
from rehab_center.stages.rules.due import Lengths, due_on, due_state
from rehab_center.stages.rules.intervals import Change, Interval, Now, intervals, now_of
from rehab_center.stages.rules.old_book import BadLine, BookLine, read_lines

A, B, C, D, E = Stage
MET, NOT_MET = Result
FIRST, TODAY = date(2024, 1, 1), date(2024, 12, 31)
LENGTHS = Lengths(dict(zip(Stage, (5, 5, 30, 40, 20), strict=True)), 30, 7)


def on(day: int) -> date:
    """A day by its number; 1 is the first of the stay."""
    return FIRST + timedelta(days=day - 1)


def test_five_stages_by_the_letters_of_the_article() -> None:
    """L120 Đ29.2; L73 Đ29."""
    assert "".join(LETTERS[stage] for stage in Stage) == "abcdđ"
    assert (A.following, E.following) == (B, None)


@pytest.mark.parametrize(
    ("changes", "left", "expected"),
    [
        ([Change(A, on(1)), Change(B, on(20))], None, [(A, 1, 19), (B, 20, None)]),
        # c goes on while d begins; đ ends both.
        (
            [Change(C, on(1)), Change(D, on(50), alongside=True), Change(E, on(90))],
            None,
            [(C, 1, 89), (D, 50, 89), (E, 90, None)],
        ),
        # Then d alone: c is over.
        ([Change(C, on(1)), Change(D, on(50), alongside=True), Change(D, on(60))], None, [(C, 1, 59), (D, 50, None)]),
        # Kept in the stage: it goes on.
        ([Change(B, on(1)), Change(B, on(30), result=NOT_MET)], None, [(B, 1, None)]),
        # Back again: two intervals.
        ([Change(C, on(1)), Change(B, on(10)), Change(C, on(20))], None, [(C, 1, 9), (B, 10, 19), (C, 20, None)]),
        # Written in whatever order; two of one day: the first lasts no day.
        ([Change(B, on(20)), Change(A, on(1))], None, [(A, 1, 19), (B, 20, None)]),
        ([Change(A, on(1)), Change(B, on(1))], None, [(B, 1, None)]),
        # The end of the stay ends the stage; what was to come after it never was.
        ([Change(A, on(1)), Change(B, on(20))], 40, [(A, 1, 19), (B, 20, 39)]),
        ([Change(A, on(1)), Change(B, on(20))], 20, [(A, 1, 19)]),
        ([], None, []),
    ],
)
def test_intervals(changes: list[Change], left: int | None, expected: list[tuple[Stage, int, int | None]]) -> None:
    found = intervals(changes, left_on=on(left) if left else None)
    assert [(one.stage, one.first, one.last) for one in found] == [
        (stage, on(first), on(last) if last else None) for stage, first, last in expected
    ]


@given(st.lists(st.tuples(st.sampled_from(Stage), st.integers(1, 60), st.booleans()), max_size=8), st.integers(1, 80))
def test_a_day_has_the_stages_whose_intervals_cover_it(steps: list[tuple[Stage, int, bool]], number: int) -> None:
    """As of a day, what comes later is not known; without side by side there is at most one stage."""
    changes = [Change(stage, on(day)) for stage, day, _beside in steps]
    now, day = now_of(changes, on(number)), on(number)
    covering = [one for one in intervals(changes) if one.covers(day)]
    assert [one.stage for one in covering] == ([now.stage] if now else [])
    left = now_of(changes, day, left_on=day)
    assert left is None


def test_where_a_stay_is() -> None:
    changes = [Change(C, on(1)), Change(D, on(50), alongside=True), Change(D, on(70), alongside=True, result=NOT_MET)]
    assert now_of(changes, on(49)) == Now(C, on(1))
    assert now_of(changes, on(60)) == Now(D, on(50), C)
    assert now_of(changes, on(70)) == Now(D, on(50), C, evaluated_on=on(70))
    assert Now(D, on(50), C).stages == {C, D}
    assert now_of(changes, on(0)) is None
    assert Interval(C, on(1), on(5)).covers(on(5))


@pytest.mark.parametrize(
    ("before", "change", "rules"),
    [
        ([], Change(A, on(1)), []),
        ([Change(A, on(1))], Change(B, on(20), result=MET), []),
        ([Change(C, on(1))], Change(D, on(20), True, MET), []),
        ([Change(C, on(1)), Change(D, on(20), True)], Change(C, on(30), True, NOT_MET), []),
        # All five in their order: L73 Đ29; L120 Đ29.2, Đ29.3.
        ([], Change(C, on(1)), ["stage-skipped"]),
        ([Change(A, on(1))], Change(C, on(20), result=MET), ["stage-skipped"]),
        ([Change(C, on(1))], Change(B, on(20)), ["stage-back"]),
        # An evaluation stands at each change (the centre's practice).
        ([Change(A, on(1))], Change(B, on(20)), ["stage-not-met"]),
        ([Change(A, on(1))], Change(B, on(20), result=NOT_MET), ["stage-not-met"]),
        ([Change(A, on(1))], Change(A, on(20), result=NOT_MET), []),
        ([Change(A, on(1))], Change(A, on(20), result=MET), ["stage-kept"]),
        ([Change(A, on(1))], Change(A, on(20)), ["stage-same"]),
        # Only c and d go side by side.
        ([Change(A, on(1))], Change(B, on(20), True, MET), ["stage-alongside"]),
        ([], Change(D, on(1), True), ["stage-alongside"]),
        # Days outside the stay.
        ([], Change(A, on(0)), ["stage-day"]),
        ([], Change(A, on(400)), ["stage-day"]),
        ([Change(A, on(1))], Change(B, on(300), result=MET), ["stage-day"]),
    ],
)
def test_what_may_follow_what(before: list[Change], change: Change, rules: list[str]) -> None:
    stay = StayDays(StayKind.COMPULSORY, Regime.LAW_2021, on(1), left_on=on(300))
    found = check_change(before, change, stay=stay, today=TODAY)
    assert [one.rule for one in found] == rules
    stops = {"stage-day", "stage-alongside", "stage-same"}
    assert all((one.severity is Severity.BLOCK) == (one.rule in stops) for one in found)


@pytest.mark.parametrize(
    ("away", "day", "said"),
    [
        # At large: the term stands still (L120 Đ29.3; XLVPHC Đ132).
        (Away(State.ESCAPED, on(10), on(20)), 9, None),
        (Away(State.ESCAPED, on(10), on(20)), 10, "L120 Đ29.3; XLVPHC Đ132"),
        (Away(State.ESCAPED, on(10), on(20)), 19, "L120 Đ29.3; XLVPHC Đ132"),
        (Away(State.ESCAPED, on(10), on(20)), 20, None),  # back by the end of the day
        (Away(State.ESCAPED, on(10), on(10)), 10, None),  # out and back on one day
        (Away(State.ESCAPED, on(10)), 200, "L120 Đ29.3; XLVPHC Đ132"),
        # In prison (L120 Đ47.1; L73 Đ39; XLVPHC Đ117).
        (Away(State.IMPRISONED, on(10)), 10, "L120 Đ47.1; L73 Đ39; XLVPHC Đ117"),
    ],
)
def test_a_day_at_large_or_in_prison_needs_a_reason(away: Away, day: int, said: str | None) -> None:
    stay = StayDays(StayKind.COMPULSORY, Regime.LAW_2021, on(1), away=(away,))
    found = check_change([Change(A, on(1))], Change(B, on(day), result=MET), stay=stay, today=TODAY)
    expected = [("stage-away", Severity.WARN, said, "begins_on")] if said else []
    assert [(one.rule, one.severity, one.source, one.field) for one in found] == expected
    assert [one.message.params for one in found] == ([{"since": on(10)}] if said else [])


@pytest.mark.parametrize(
    ("stay", "day", "words"),
    [
        (StayDays(StayKind.COMPULSORY, Regime.LAW_2021, on(5)), 4, "only began"),
        (StayDays(StayKind.COMPULSORY, Regime.LAW_2021, on(1), left_on=on(9)), 9, "ended"),
        (StayDays(StayKind.COMPULSORY, Regime.LAW_2021, on(1), began=False), 9, "never began"),
    ],
)
def test_no_stage_outside_the_stay(stay: StayDays, day: int, words: str) -> None:
    (found,) = check_change([], Change(A, on(day)), stay=stay, today=TODAY)
    assert (found.rule, found.severity) == ("stage-day", Severity.BLOCK)
    assert words in found.message.msgid


@pytest.mark.parametrize(
    ("kind", "regime", "reached", "warned"),
    [
        # Compulsory: all five under both laws (L73 Đ29; L120 Đ29.3).
        (StayKind.COMPULSORY, Regime.LAW_2021, E, False),
        (StayKind.COMPULSORY, Regime.LAW_2021, D, True),
        (StayKind.MINOR, Regime.LAW_2025, D, True),
        # Voluntary: a, b and c at least under the older law; all of them under the new one in a public centre.
        (StayKind.VOLUNTARY, Regime.LAW_2021, C, False),
        (StayKind.VOLUNTARY, Regime.LAW_2021, B, True),
        (StayKind.VOLUNTARY, Regime.LAW_2025, C, True),
        (StayKind.TEMPORARY, Regime.LAW_2025, A, False),
    ],
)
def test_completed_with_all_its_stages(kind: StayKind, regime: Regime, reached: Stage, warned: bool) -> None:
    stay = StayDays(kind, regime, on(1))
    found = check_completion([Change(reached, on(1))], stay=stay)
    assert [one.rule for one in found] == (["stages-incomplete"] if warned else [])
    assert check_completion([], stay=stay) == ()


def test_planned_days_are_shares_of_the_term_and_never_fixed_by_law() -> None:
    """The old guide: 5, 5, 30, 40 and 20 percent (TTLT 41/2010); a policy, to be confirmed."""
    term = 548
    planned = {stage: due_on(Now(stage, on(1)), term_days=term, lengths=LENGTHS) for stage in Stage}
    assert planned == {A: on(29), B: on(29), C: on(166), D: on(221), E: None}  # rounded up to whole days
    assert due_on(Now(C, on(1), evaluated_on=on(180)), term_days=term, lengths=LENGTHS) == on(210)
    assert due_on(Now(A, on(1)), term_days=None, lengths=LENGTHS) is None


@pytest.mark.parametrize(
    ("now", "day", "waits", "expected"),
    [
        (None, None, False, Due.UNKNOWN),
        (Now(A, on(1)), None, False, Due.OPEN),
        (Now(A, on(1)), on(99), False, Due.OVERDUE),
        (Now(A, on(1)), on(100), False, Due.SOON),
        (Now(A, on(1)), on(107), False, Due.SOON),
        (Now(A, on(1)), on(108), False, Due.LATER),
        (Now(A, on(1)), on(99), True, Due.WAITS),
        (None, None, True, Due.WAITS),
    ],
)
def test_who_is_due(now: Now | None, day: date | None, waits: bool, expected: Due) -> None:
    assert due_state(now, day, waits=waits, today=on(100), ahead=LENGTHS.ahead) is expected


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("HV00012; c; 05/06/2024", (C, False, date(2024, 6, 5))),
        ("hv00012\tđ\t5.6.24", (E, False, date(2024, 6, 5))),
        ("HV00012 d 050624", (D, False, date(2024, 6, 5))),
        ("HV00012 | 2 | 5/6/2024", (B, False, date(2024, 6, 5))),
        ("HV00012 C+D 5/6/2024", (D, True, date(2024, 6, 5))),
    ],
)
def test_a_line_of_an_old_book(text: str, read: tuple[Stage, bool, date]) -> None:
    (line,) = read_lines(f"\n{text}\n", pivot=2024)
    assert isinstance(line, BookLine)
    assert (line.number, line.code, (line.stage, line.alongside, line.begins_on)) == (2, "HV00012", read)


@pytest.mark.parametrize("text", ["HV00012; c", "HV00012; e; 5/6/2024", "HV00012; c; 31/02/2024", "a b c d"])
def test_a_line_that_cannot_be_read(text: str) -> None:
    (line,) = read_lines(text, pivot=2024)
    assert isinstance(line, BadLine)
    assert (line.number, line.text) == (1, text)


@given(st.text(max_size=60))
def test_nothing_pasted_breaks_the_reader(text: str) -> None:
    lines = list(read_lines(text, pivot=2024))
    assert len(lines) <= len(text.splitlines())
