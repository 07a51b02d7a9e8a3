"""Numbers of the centre's books: as printed, as read back, one after the other (NĐ 30/2020, Phụ lục I)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab_center.issuing.kinds import Book
from rehab_center.issuing.rules.numbers import Run, next_number, number_in, number_text, run_of


@pytest.mark.parametrize(
    ("text", "book", "number"),
    [
        ("05/QĐ-CSCNMT", Book.DECISION, 5),
        (" 5 / qđ-cscnmt ", Book.DECISION, 5),
        ("120/QĐ", Book.DECISION, 120),
        ("05/TB-CSCNMT", Book.DECISION, None),
        ("07/TTr-CSCNMTNB", Book.PROPOSAL, 7),
        ("12/QĐ-TA", Book.NOTICE, None),
        ("không số", Book.DECISION, None),
    ],
)
def test_a_number_is_read_back(text: str, book: Book, number: int | None) -> None:
    assert number_in(text, book) == number


@given(number=st.integers(1, 9999), book=st.sampled_from(Book))
def test_what_is_printed_is_read_back(number: int, book: Book) -> None:
    assert number_in(number_text(number, f"{book.value}-CSCNMT"), book) == number


@given(before=st.integers(0, 50), taken=st.sets(st.integers(1, 80)), count=st.integers(1, 30))
def test_numbers_given_one_after_the_other_leave_no_gap(before: int, taken: set[int], count: int) -> None:
    last, numbers = before, []
    for _turn in range(count):
        last = next_number(last, taken)
        numbers.append(last)
    assert not set(numbers) & taken
    run = run_of([*numbers, *(one for one in taken if one <= last)], before)
    assert run == Run(before + 1, last, ())


@pytest.mark.parametrize(
    ("numbers", "before", "run"),
    [
        ([], 0, None),
        ([1, 2, 3], 0, Run(1, 3, ())),
        ([46, 47], 45, Run(46, 47, ())),
        ([1, 4], 0, Run(1, 4, (2, 3))),
        ([3], 5, None),
    ],
)
def test_a_gap_is_seen(numbers: list[int], before: int, run: Run | None) -> None:
    assert run_of(numbers, before) == run
