"""Percentages and numbers as they are computed and printed (domain rule 39)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rehab_center.figures.rules import percent_of, printed_number, printed_percent


@pytest.mark.parametrize(
    ("part", "whole", "value", "whole_percent", "two_decimals"),
    [
        (125, 105, "119.05", "119%", "119,05%"),
        (125, 190, "65.79", "66%", "65,79%"),
        (1, 8, "12.50", "13%", "12,50%"),  # half up, not to even
        (1, 200, "0.50", "1%", "0,50%"),
        (99, 200, "49.50", "50%", "49,50%"),
        (12345, 1_000_000, "1.23", "1%", "1,23%"),
        (1, 3200, "0.03", "0%", "0,03%"),
        (0, 190, "0.00", "0%", "0,00%"),
        (249_995, 1_000_000, "25.00", "25%", "25,00%"),  # rounded once: 24,9995 is no 25 by way of 24,50
        (1005, 10, "10050.00", "10050%", "10050,00%"),
    ],
)
def test_percentages(part: int, whole: int, value: str, whole_percent: str, two_decimals: str) -> None:
    assert percent_of(part, whole) == Decimal(value)
    assert printed_percent(part, whole, 0) == whole_percent
    assert printed_percent(part, whole, 2) == two_decimals


@pytest.mark.parametrize("whole", [0, None])
def test_nothing_to_compare_with_is_no_percentage(whole: int | None) -> None:
    assert percent_of(125, whole) is None
    assert printed_percent(125, whole, 2) == "–"


@pytest.mark.parametrize(("number", "printed"), [(0, "0"), (413, "413"), (1234567, "1.234.567"), (None, "–")])
def test_whole_numbers(number: int | None, printed: str) -> None:
    assert printed_number(number) == printed
