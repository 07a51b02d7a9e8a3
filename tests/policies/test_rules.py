"""How values are read, and what the program begins with."""

from __future__ import annotations

import ast
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import rehab_center
from rehab_center.errors import DomainError
from rehab_center.names import sort_key, written_key
from rehab_center.policies.registry import OFFERED, REGISTRY
from rehab_center.policies.rules import PolicyKind, TermEndConvention, ValueType

PACKAGE = Path(rehab_center.__file__).parent


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


_BEFORE_READING = {"care.py", "norms.py", "numbering.py", "registry.py", "rules.py", "stage_lengths.py"}


def test_every_policy_offered_on_the_screen_is_read_and_no_other() -> None:
    """A value that nothing reads would be believed to do something; one that is read must be open to change."""
    named: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        if "demo" in path.parts or (path.parent.name == "policies" and path.name in _BEFORE_READING):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "PolicyKind":
                named.add(node.attr)
    assert named == {kind.name for kind in OFFERED}


def test_the_example_of_the_order_of_names_is_true() -> None:
    """The screen shows three names in both orders before the change is made."""
    names = ["Phạm Hồng An", "Lê Thị Bích", "Nguyễn Văn An"]
    effect = REGISTRY[PolicyKind.NAME_ORDER].effect
    assert f"{', '.join(sorted(names, key=written_key))} by the full name" in effect
    assert f"{', '.join(sorted(names, key=sort_key))} by given name" in effect
