"""How values are read, and what the program begins with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from rehab_center.errors import DomainError
from rehab_center.policies.registry import REGISTRY
from rehab_center.policies.rules import PolicyKind, TermEndConvention, ValueType


def test_every_kind_is_described_once_in_the_order_of_the_screen() -> None:
    assert set(REGISTRY) == set(PolicyKind)


@pytest.mark.parametrize("kind", list(PolicyKind))
def test_first_values_can_be_read_and_cite_their_source(kind: PolicyKind) -> None:
    policy = REGISTRY[kind]
    assert policy.first
    for first in policy.first:
        assert policy.write(first.value) == first.value
        assert first.citation
    assert len({first.valid_from for first in policy.first}) == len(policy.first)
    assert bool(policy.choices) == (policy.type is ValueType.CHOICE)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (PolicyKind.TERM_END_CONVENTION, "day-before", TermEndConvention.DAY_BEFORE),
        (PolicyKind.PRISON_DAYS_OLD, "yes", True),
        (PolicyKind.ADVANCE_NOTICE_DAYS, " 60 ", 60),
        (PolicyKind.BASE_SALARY, "2.340.000", Decimal(2340000)),
        (PolicyKind.BASE_SALARY, "2 340 000", Decimal(2340000)),
    ],
)
def test_a_value_is_read(kind: PolicyKind, typed: str, value: object) -> None:
    assert REGISTRY[kind].read(typed) == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (PolicyKind.TERM_END_CONVENTION, "some-day"),
        (PolicyKind.PRISON_DAYS_OLD, "maybe"),
        (PolicyKind.ADVANCE_NOTICE_DAYS, ""),
        (PolicyKind.ADVANCE_NOTICE_DAYS, "-1"),
        (PolicyKind.ADVANCE_NOTICE_DAYS, "4,5"),
        (PolicyKind.ADVANCE_NOTICE_DAYS, "366"),
        (PolicyKind.BASE_SALARY, "²"),
    ],
)
def test_a_value_that_is_none_is_refused_beside_its_field(kind: PolicyKind, typed: str) -> None:
    with pytest.raises(DomainError) as refused:
        REGISTRY[kind].read(typed)
    assert refused.value.field == "value"


def test_the_base_salary_has_its_four_values() -> None:
    """Domain 3.1: 1.490.000, 1.800.000, 2.340.000, 2.530.000 đồng."""
    assert [(first.valid_from, first.value) for first in REGISTRY[PolicyKind.BASE_SALARY].first] == [
        (date(2019, 7, 1), "1490000"),
        (date(2023, 7, 1), "1800000"),
        (date(2024, 7, 1), "2340000"),
        (date(2026, 7, 1), "2530000"),
    ]
