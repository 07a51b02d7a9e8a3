"""How money is read, what a line and a slip must have, and where a thing stands after all that became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rehab_center.belongings.kinds import Currency, Fate, Standing, ThingKind
from rehab_center.belongings.rules import (
    SlipFacts,
    ThingFacts,
    read_amount,
    standing_after,
    tidied_slip,
    tidied_thing,
    totals,
)
from rehab_center.errors import DomainError

DAY = date(2024, 3, 10)
SLIP = SlipFacts(DAY, "Trần Văn An", "Lê Văn Gác")
COAT = ThingFacts(ThingKind.THING, " Áo  khoác ", 2, condition=" ", kept_where=" Kho ")
CASH = ThingFacts(ThingKind.MONEY, amount=Decimal(1_500_000), currency=Currency.VND)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1500000", "1500000"),
        ("1.500.000", "1500000"),
        ("1 500 000", "1500000"),
        ("1.500.000 đ", "1500000"),
        ("20,50", "20.50"),
        ("0,05", "0.05"),
        ("999", "999"),
    ],
)
def test_money_is_read_as_it_is_written(text: str, value: str) -> None:
    assert read_amount(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "0", "-5", "1.50", "1,500,000", "1e6", "12.34.567", "một triệu", "9" * 14])
def test_what_might_mean_another_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_amount(text)


def test_a_line_is_cleaned() -> None:
    coat = tidied_thing(COAT, money="Tiền mặt")
    assert (coat.description, coat.condition, coat.kept_where, coat.currency) == ("Áo khoác", None, "Kho", None)
    assert tidied_thing(CASH, money="Tiền mặt").description == "Tiền mặt"
    assert tidied_thing(replace(CASH, quantity=7, currency=None), money="Tiền mặt") == replace(
        CASH, description="Tiền mặt"
    )


@pytest.mark.parametrize(
    ("thing", "field"),
    [
        (replace(COAT, description=" "), "description"),
        (replace(COAT, quantity=0), "quantity"),
        (replace(COAT, amount=Decimal(5)), "amount"),
        (replace(CASH, amount=None), "amount"),
    ],
)
def test_a_line_that_is_none(thing: ThingFacts, field: str) -> None:
    with pytest.raises(DomainError) as refused:
        tidied_thing(thing, money="Tiền mặt")
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"party": " "}, "party"),
        ({"officer": ""}, "officer"),
        ({"happened_on": date(2024, 6, 15)}, "happened_on"),
        ({"happened_on": date(2024, 3, 9)}, "happened_on"),
    ],
)
def test_a_slip_that_is_none(change: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        tidied_slip(replace(SLIP, **change), admitted_on=DAY, today=date(2024, 6, 14))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("fates", "standing"),
    [
        ([], Standing.KEPT),
        ([Fate.RETURNED], Standing.RETURNED),
        ([Fate.RETURNED, Fate.RETURN_VOIDED], Standing.KEPT),
        ([Fate.RETURNED, Fate.RETURN_VOIDED, Fate.RETURNED], Standing.RETURNED),
        ([Fate.VOIDED], Standing.VOIDED),
    ],
)
def test_where_a_thing_stands(fates: list[Fate], standing: Standing) -> None:
    assert standing_after(fates) is standing


def test_sums_are_exact_and_each_money_stands_for_itself() -> None:
    dollars = ThingFacts(ThingKind.MONEY, amount=Decimal("0.10"), currency=Currency.USD)
    assert totals([CASH, dollars, dollars, dollars, COAT]) == (
        (Currency.VND, Decimal(1_500_000)),
        (Currency.USD, Decimal("0.30")),
    )
