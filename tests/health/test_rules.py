"""What a first look may hold: numbers as typed, measures nobody has, and what it means for the stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rehab_center.errors import DomainError
from rehab_center.health.kinds import Answer, Conclusion
from rehab_center.health.rules import LookFacts, check_look, read_measure, read_pressure, tidied
from rehab_center.residents.kinds import Sex

DAY = date(2024, 3, 10)
LOOK = LookFacts(DAY, "BS. Khám", Conclusion.FIT)


@pytest.mark.parametrize(("text", "value"), [("36,7", "36.7"), ("36.7", "36.7"), (" 54 ", "54"), ("158", "158")])
def test_measures_are_read_as_typed(text: str, value: str) -> None:
    assert read_measure(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "36,75", "x", "1e3", "1580", "-4"])
def test_what_is_no_measure(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_measure(text)


@pytest.mark.parametrize(("text", "pair"), [("120/80", (120, 80)), (" 95 / 60 ", (95, 60))])
def test_blood_pressure(text: str, pair: tuple[int, int]) -> None:
    assert read_pressure(text) == pair


@pytest.mark.parametrize("text", ["120", "120-80", "1200/80", "a/b"])
def test_what_is_no_blood_pressure(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_pressure(text)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"looked_by": " "}, "looked_by"),
        ({"looked_on": date(2024, 6, 15)}, "looked_on"),
        ({"looked_on": date(2024, 3, 9)}, "looked_on"),
        ({"height": Decimal(15)}, "height"),
        ({"weight": Decimal(475)}, "weight"),
        ({"pulse": 9}, "pulse"),
        ({"temperature": Decimal("67.3")}, "temperature"),
        ({"systolic": 999, "diastolic": 80}, "pressure"),
        ({"systolic": 80, "diastolic": 120}, "pressure"),
    ],
)
def test_what_no_body_has_is_refused_at_its_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        tidied(replace(LOOK, **change), admitted_on=DAY, today=date(2024, 6, 14))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("change", "sex", "rules"),
    [
        ({}, Sex.MALE, []),
        ({"pregnant": Answer.YES, "conclusion": Conclusion.NOT_TO_ADMIT}, Sex.FEMALE, []),
        ({"pregnant": Answer.YES}, Sex.FEMALE, ["7"]),  # L120 Đ35.2
        ({"pregnant": Answer.YES, "conclusion": Conclusion.OBSERVE}, Sex.MALE, ["pregnant-male"]),
        ({"urgent_need": "Tự sát"}, Sex.MALE, ["urgent-and-fit"]),
        ({"urgent_need": "Tự sát", "conclusion": Conclusion.HOSPITAL}, Sex.MALE, []),
    ],
)
def test_what_it_means(change: dict[str, Any], sex: Sex, rules: list[str]) -> None:
    assert [finding.rule for finding in check_look(replace(LOOK, **change), sex=sex)] == rules
