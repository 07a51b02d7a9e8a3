"""Dated, append-only lines: which of them stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from rehab_center.dated import Stamp, refuse_overtaken, standing, told
from rehab_center.errors import Conflict


@dataclass(frozen=True)
class Price:
    amount: int
    stamp: Stamp


def price(number: int, year: int, *, entered: int, withdrawn: bool = False) -> Price:
    return Price(number, Stamp(number, date(year, 1, 1), datetime(entered, 6, 1, tzinfo=UTC), withdrawn))


def amounts(lines: tuple[Price, ...]) -> list[int]:
    return [line.amount for line in lines]


def test_lines_stand_in_the_order_of_their_days() -> None:
    assert amounts(standing([price(1, 2024, entered=2020), price(2, 2022, entered=2021)])) == [2, 1]


def test_of_one_day_the_line_entered_last_stands() -> None:
    lines = [price(2, 2022, entered=2022), price(1, 2022, entered=2022)]

    assert amounts(standing(lines)) == [2]
    assert [(entry.line.amount, entry.stands) for entry in told(lines)] == [(2, True), (1, False)]


def test_a_withdrawn_line_takes_its_day_out_until_it_is_entered_again() -> None:
    first, gone, again = (
        price(1, 2022, entered=2022),
        price(2, 2022, entered=2023, withdrawn=True),
        price(3, 2022, entered=2024),
    )

    assert standing([first, gone]) == ()
    assert amounts(standing([first, gone, again])) == [3]


def test_an_earlier_moment_knew_less() -> None:
    lines = [price(1, 2022, entered=2022), price(2, 2022, entered=2024)]

    assert amounts(standing(lines, known_at=datetime(2023, 1, 1, tzinfo=UTC))) == [1]
    assert standing(lines, known_at=datetime(2021, 1, 1, tzinfo=UTC)) == ()


@dataclass(frozen=True)
class _Line:
    id: int
    value: str
    withdrawn: bool = False


@pytest.mark.parametrize(
    ("newest", "seen"), [(None, 0), (None, None), (_Line(3, "60"), 3), (_Line(3, "60"), None), (None, 3)]
)
def test_nobody_was_overtaken(newest: _Line | None, seen: int | None) -> None:
    refuse_overtaken(newest, seen, {"value": "50"})


@pytest.mark.parametrize(
    ("newest", "differences"),
    [(_Line(4, "60"), [("value", "60", "50")]), (_Line(4, "50"), []), (_Line(4, "60", withdrawn=True), [])],
)
def test_who_was_overtaken_sees_both_values(newest: _Line, differences: list[tuple[str, str, str]]) -> None:
    for seen in (0, 3):
        with pytest.raises(Conflict) as refused:
            refuse_overtaken(newest, seen, {"value": "50"})
        assert [(one.field, one.theirs, one.yours) for one in refused.value.differences] == differences
        assert refused.value.code == "changed-meanwhile"
