"""Who is due, until when, what may take the place of what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab_center.admissions.rules.reductions import Rating
from rehab_center.conduct.kinds import Progress, Stage
from rehab_center.conduct.months import days_of_month, read_month
from rehab_center.conduct.rules import (
    Book,
    check_days,
    check_month,
    days_under_care,
    deadline,
    is_due,
    step_of,
)
from rehab_center.findings import Severity

JUNE = date(2024, 6, 1)
END = date(2024, 6, 30)


@pytest.mark.parametrize(
    ("steps", "until", "days"),
    [
        ([(date(2024, 3, 10), True)], END, 30),
        ([(date(2024, 6, 16), True)], END, 15),  # the first day counts, being here at its end
        ([(date(2024, 6, 16), True)], date(2024, 6, 20), 5),  # the month is not over
        ([(date(2024, 3, 10), True), (date(2024, 6, 16), False)], END, 15),  # the day of leaving does not
        ([(date(2024, 3, 10), True), (date(2024, 6, 5), False), (date(2024, 6, 25), True)], END, 10),  # an escape
        ([(date(2024, 3, 10), True), (date(2024, 5, 31), False)], END, 0),
        ([(date(2024, 7, 1), True)], date(2024, 7, 9), 0),
        ([(date(2024, 6, 3), True), (date(2024, 6, 3), False)], END, 0),
        ([(date(2024, 3, 10), True)], date(2024, 5, 31), 0),  # a month that has not begun
        ([], END, 0),
    ],
)
def test_days_under_care_in_a_month(steps: list[tuple[date, bool]], until: date, days: int) -> None:
    assert days_under_care(steps, JUNE, until=until) == days


@given(st.lists(st.tuples(st.integers(-9, 40), st.booleans()), max_size=5), st.integers(-5, 40))
def test_it_is_the_count_of_days_at_whose_end_somebody_is_here(moves: list[tuple[int, bool]], until: int) -> None:
    steps = sorted([(JUNE + timedelta(number), care) for number, care in moves], key=lambda step: step[0])
    here = [[False, *(care for on, care in steps if on <= JUNE + timedelta(number))][-1] for number in range(30)]
    expected = sum(here[: max(0, until + 1)])
    assert days_under_care(steps, JUNE, until=JUNE + timedelta(until)) == expected


@pytest.mark.parametrize(
    ("month", "day", "last"),
    [
        (JUNE, 5, date(2024, 7, 5)),
        (date(2024, 12, 1), 28, date(2025, 1, 28)),
        (date(2023, 1, 1), 28, date(2023, 2, 28)),
    ],
)
def test_the_last_day_in_time(month: date, day: int, last: date) -> None:
    assert deadline(month, day) == last


FAIR, GOOD, POOR = Rating.FAIR, Rating.GOOD, Rating.POOR


@pytest.mark.parametrize(
    ("book", "stage", "rating", "new", "needs_why"),
    [
        (Book(), Stage.PROPOSED, FAIR, True, False),
        (Book(1, proposed=FAIR), Stage.PROPOSED, FAIR, False, True),
        (Book(1, proposed=FAIR), Stage.PROPOSED, POOR, True, True),
        (Book(1, proposed=FAIR), Stage.DECIDED, FAIR, True, False),  # as proposed: no word needed
        (Book(1, proposed=FAIR), Stage.DECIDED, POOR, True, True),
        (Book(), Stage.DECIDED, FAIR, True, True),  # out of an old book: which one
        (Book(2, decided=FAIR), Stage.DECIDED, FAIR, False, True),
        (Book(2, decided=FAIR), Stage.DECIDED, GOOD, True, True),
        (Book(2, decided=FAIR), Stage.PROPOSED, GOOD, True, True),
        (Book(3, decided=FAIR, proposed=GOOD), Stage.DECIDED, FAIR, True, True),  # the change is not granted
        (Book(3, decided=FAIR, proposed=GOOD), Stage.DECIDED, GOOD, True, False),
    ],
)
def test_what_takes_the_place_of_something_says_why(
    book: Book, stage: Stage, rating: Rating, new: bool, needs_why: bool
) -> None:
    step = step_of(book, stage, rating)
    assert step.new is new
    assert not step.new or step.needs_why is needs_why


def test_how_far_a_rating_is() -> None:
    assert Book().progress(due=True) is Progress.MISSING
    assert Book().progress(due=False) is Progress.NOT_DUE
    assert Book(1, proposed=FAIR).progress(due=False) is Progress.PROPOSED
    assert Book(2, decided=FAIR).progress(due=False) is Progress.DECIDED
    assert Book(3, decided=FAIR, proposed=GOOD).progress(due=True) is Progress.CHANGE


@pytest.mark.parametrize(
    ("stage", "today", "rules"),
    [
        (Stage.PROPOSED, date(2024, 5, 31), ["month-to-come"]),
        (Stage.PROPOSED, JUNE, []),
        (Stage.DECIDED, date(2024, 6, 29), ["month-not-over"]),
        (Stage.DECIDED, END, []),
    ],
)
def test_a_month_is_proposed_in_it_and_decided_at_its_end(stage: Stage, today: date, rules: list[str]) -> None:
    found = check_month(JUNE, stage, today=today)
    assert [one.rule for one in found] == rules
    assert all(one.source == "NĐ 116/2021 Đ64" for one in found)


def test_a_few_days_are_doubtful_and_none_is_refused() -> None:
    assert check_days(15, least=15) == ()
    assert is_due(15, least=15)
    assert [one.severity for one in check_days(14, least=15)] == [Severity.WARN]
    assert [one.severity for one in check_days(0, least=15)] == [Severity.BLOCK]


@pytest.mark.parametrize("text", [None, "", "2024", "2024-13", "2024-6", "0001-01", "9999-12", "٢٠٢٤-٠٦"])
def test_no_month(text: str | None) -> None:
    assert read_month(text) is None


def test_a_month() -> None:
    assert read_month("2024-06") == JUNE
    assert days_of_month(JUNE).last == END
