"""Quantities, lines, supplements, deductions and shares: every sum to the đồng."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab_center.errors import DomainError
from rehab_center.findings import Severity
from rehab_center.pay.kinds import Basis, DayCounted, DeductionState, Ground, SharesFrom
from rehab_center.pay.rules.completeness import Completeness, findings
from rehab_center.pay.rules.grounds import GROUNDS, MOST, DeductionFacts, state_of, tidied
from rehab_center.pay.rules.lines import Line, bounded, supplements, work_lines
from rehab_center.pay.rules.norms import Norm, NormFacts
from rehab_center.pay.rules.quantities import Formula, Worked, amount, percent_of, quantity, whole_dong
from rehab_center.pay.rules.sharing import Owed, split

JUNE = date(2024, 6, 1)
BY_HOURS = Formula(DayCounted.HOURS, 8, SharesFrom.AFTER_DEDUCTIONS, 100, 0, 30)
BY_DAYS = replace(BY_HOURS, day_counted=DayCounted.DAYS)


def marks(*minutes: int, activity_id: int = 1, output: str | None = None) -> list[Worked]:
    """One mark a day from the first of June on."""
    made = Decimal(output) if output else None
    return [Worked(activity_id, date(2024, 6, day), each, made) for day, each in enumerate(minutes, start=1)]


def norm(basis: Basis = Basis.DAY, rate: int = 45_000, each: str = "1", since: date = JUNE, **others: Any) -> Norm:
    """A norm of programme 1."""
    facts = NormFacts(basis, rate, since, Decimal(each), "chiếc" if basis is Basis.OUTPUT else None)
    return Norm(others.get("id", 1), others.get("activity_id", 1), 1, facts)


@pytest.mark.parametrize(
    ("exact", "paid"),
    [("0", 0), ("0.49", 0), ("0.5", 1), ("1.5", 2), ("2.5", 3), ("-0.5", -1), ("37499.5", 37_500)],
)
def test_money_is_whole_dong_half_of_one_counts(exact: str, paid: int) -> None:
    assert whole_dong(Decimal(exact)) == paid


@pytest.mark.parametrize(
    ("basis", "worked", "formula", "found"),
    [
        (Basis.DAY, marks(*[480] * 22), BY_HOURS, "22"),  # NĐ 116/2021 Đ68: at most 8 hours a day
        (Basis.DAY, marks(240, 240), BY_HOURS, "1"),
        (Basis.DAY, marks(240, 240), BY_DAYS, "2"),
        (Basis.DAY, marks(480, 0), BY_DAYS, "1"),  # marked, but not there
        (Basis.DAY, marks(100), BY_HOURS, "0.21"),  # 0,208333
        (Basis.DAY, marks(150), BY_HOURS, "0.31"),  # 0,3125
        (Basis.DAY, marks(132), BY_HOURS, "0.28"),  # 0,275: half-up
        (Basis.DAY, marks(360), replace(BY_HOURS, day_hours=6), "1"),
        (Basis.DAY, [Worked(1, JUNE, 210), Worked(1, JUNE, 240)], BY_DAYS, "1"),  # morning and afternoon
        (Basis.HOUR, marks(210, 240), BY_HOURS, "7.5"),
        (Basis.HOUR, marks(100), BY_HOURS, "1.67"),
        (Basis.OUTPUT, marks(480, 480, output="12.5"), BY_HOURS, "25"),
        (Basis.OUTPUT, marks(480), BY_HOURS, "0"),  # nobody typed what was made
    ],
)
def test_quantities(basis: Basis, worked: list[Worked], formula: Formula, found: str) -> None:
    assert quantity(basis, worked, formula) == Decimal(found)


@pytest.mark.parametrize(
    ("one", "how_many", "paid"),
    [
        (norm(), "22", 990_000),  # 22 công × 1 × 45.000
        (norm(each="1.2"), "22", 1_188_000),
        (norm(each="1.2"), "21.38", 1_154_520),
        (norm(Basis.HOUR, 6_000), "7.5", 45_000),
        (norm(rate=45_001), "0.5", 22_501),  # 22.500,5
        (norm(Basis.OUTPUT, 1_200, "40"), "42.5", 51_000),  # by what was made, not by the norm
        (norm(Basis.OUTPUT, 333, "40"), "0.5", 167),
    ],
)
def test_amounts(one: Norm, how_many: str, paid: int) -> None:
    assert amount(one.facts, Decimal(how_many)) == paid


def test_a_mark_is_paid_by_the_norm_of_its_day() -> None:
    before, after = norm(), norm(rate=50_000, since=date(2024, 6, 2), id=2)
    elsewhere = Worked(9, JUNE, 60)
    earned = work_lines(JUNE, [*marks(480, 480), elsewhere], {1: (before, after)}, BY_HOURS)
    assert [(line.norm.id, line.quantity, line.amount) for line in earned.lines] == [
        (1, Decimal(1), 45_000),
        (2, Decimal(1), 50_000),
    ]
    assert earned.unpaid == (elsewhere,)
    by_piece = norm(Basis.OUTPUT, 1_200, "40")
    typed, not_typed = marks(480, output="3")[0], Worked(1, date(2024, 6, 2), 480)
    made = work_lines(JUNE, [typed, not_typed], {1: (by_piece,)}, BY_HOURS)
    assert (made.lines[0].amount, made.untyped) == (3_600, (not_typed,))


FOOD, TOOLS = Owed(1, Ground.FOOD, 200_000, "Phiếu 5"), Owed(2, Ground.TOOLS, 150_000, "Phiếu 6")


@pytest.mark.parametrize(
    ("gross", "owed", "changes", "taken", "fund", "custody", "net"),
    [
        (1_000_000, (), {}, [], 0, 1_000_000, 0),
        (1_000_000, (FOOD,), {}, [200_000], 0, 800_000, 0),
        (1_000_000, (FOOD, TOOLS), {}, [200_000, 100_000], 0, 700_000, 0),  # 30 %: BLLĐ 2019 Đ102.3
        (1_000_000, (TOOLS, FOOD), {}, [150_000, 150_000], 0, 700_000, 0),  # in the order given
        (1_000_000, (FOOD, TOOLS), {"deduction_most": 100}, [200_000, 150_000], 0, 650_000, 0),
        (300_000, (FOOD, TOOLS), {"deduction_most": 100}, [200_000, 100_000], 0, 0, 0),  # never below zero
        (0, (FOOD,), {}, [0], 0, 0, 0),
        (1_000_000, (FOOD,), {"deduction_most": 0}, [0], 0, 1_000_000, 0),
        (1_000_000, (FOOD,), {"custody_share": 70, "fund_share": 10}, [200_000], 80_000, 560_000, 160_000),
        (
            1_000_000,
            (FOOD,),
            {"custody_share": 70, "fund_share": 10, "shares_from": SharesFrom.BEFORE_DEDUCTIONS},
            [200_000],
            100_000,
            700_000,
            0,
        ),
        (
            1_000_000,
            (FOOD,),
            {"custody_share": 85, "fund_share": 10, "shares_from": SharesFrom.BEFORE_DEDUCTIONS},
            [50_000],  # no more is there
            100_000,
            850_000,
            0,
        ),
        (1, (), {"custody_share": 50, "fund_share": 50}, [], 1, 0, 0),  # both shares would round up
        (33, (FOOD,), {}, [9], 0, 24, 0),  # 9,9 is rounded down: the person keeps it
    ],
)
def test_how_pay_is_divided(
    gross: int, owed: tuple[Owed, ...], changes: dict[str, Any], taken: list[int], fund: int, custody: int, net: int
) -> None:
    found = split(gross, owed, replace(BY_HOURS, **changes))
    assert [one.amount for one in found.taken] == taken
    assert (found.fund, found.custody, found.net) == (fund, custody, net)
    assert found.carried == sum(one.rest for one in owed) - sum(taken)


def test_what_a_deduction_asks_for() -> None:
    assert set(GROUNDS) == set(Ground)
    refused = [
        (DeductionFacts(Ground.FOOD, 0, JUNE), "amount"),
        (DeductionFacts(Ground.ADVANCE, MOST + 1, JUNE), "amount"),
        (DeductionFacts(Ground.DAMAGE, 1, JUNE), "note"),  # BLLĐ 2019 Đ129: which damage
        (DeductionFacts(Ground.OTHER, 1, JUNE, "  "), "note"),
    ]
    for facts, field in refused:
        with pytest.raises(DomainError) as found:
            tidied(facts)
        assert found.value.field == field
    assert tidied(DeductionFacts(Ground.FOOD, 1, date(2024, 6, 17))).from_month == JUNE
    assert [state_of(10, taken, withdrawn=gone) for taken, gone in ((0, False), (4, False), (10, True), (4, True))] == [
        DeductionState.OPEN,
        DeductionState.PARTLY,
        DeductionState.TAKEN,
        DeductionState.WITHDRAWN,
    ]
    assert percent_of(33, 50) == 17


@pytest.mark.parametrize(
    ("facts", "shares", "blocks", "warns"),
    [
        (Completeness(over=True, people=3), 100, 0, 0),
        (Completeness(over=False, people=3), 100, 1, 0),
        (Completeness(over=True, people=0), 100, 0, 1),  # signed empty, so that later months can follow
        (Completeness(over=True, people=3), 101, 1, 0),
        (Completeness(over=True, people=3, earlier=("05/2024",)), 100, 1, 0),
        (Completeness(True, 3, unmarked=2, waiting=1, unpaid=("Bếp (12 giờ)",), untyped=4), 100, 0, 4),
    ],
)
def test_what_stands_in_the_way(facts: Completeness, shares: int, blocks: int, warns: int) -> None:
    found = findings(facts, replace(BY_HOURS, custody_share=90, fund_share=shares - 90))
    grave = [one.severity for one in found]
    assert (grave.count(Severity.BLOCK), grave.count(Severity.WARN)) == (blocks, warns)


# --- whatever the figures are ---------------------------------------------------------------------------------------

NORMS = {
    1: (norm(rate=45_001), norm(rate=50_000, each="1.2", since=date(2024, 6, 11), id=2)),
    2: (norm(Basis.HOUR, 6_007, id=3, activity_id=2),),
    3: (norm(Basis.OUTPUT, 1_203, "40", id=4, activity_id=3),),
}
WORKED = st.lists(
    st.builds(
        Worked,
        st.sampled_from([1, 2, 3, 4]),
        st.integers(1, 30).map(lambda day: date(2024, 6, day)),
        st.integers(0, 480),
        st.none() | st.decimals(0, 200, places=2),
    ),
    max_size=40,
)
FORMULAS = st.builds(
    lambda counted, hours, shares, custody, fund, most: Formula(
        counted, hours, shares, custody, min(fund, 100 - custody), most
    ),
    st.sampled_from(DayCounted),
    st.integers(1, 8),
    st.sampled_from(SharesFrom),
    st.integers(0, 100),
    st.integers(0, 100),
    st.integers(0, 100),
)
OWED = st.lists(st.integers(1, 500_000), max_size=4).map(
    lambda rests: tuple(Owed(key, Ground.FOOD, rest, "") for key, rest in enumerate(rests))
)


@given(WORKED, OWED, FORMULAS, st.randoms(use_true_random=False))
def test_lines_add_up_and_order_does_not_matter(
    worked: list[Worked], owed: tuple[Owed, ...], formula: Formula, chance: Any
) -> None:
    earned = work_lines(JUNE, worked, NORMS, formula)
    shuffled = worked[:]
    chance.shuffle(shuffled)
    assert work_lines(JUNE, shuffled, NORMS, formula).lines == earned.lines
    # Nothing is lost: every minute stands in a line or among what no norm covers.
    assert sum(line.minutes for line in earned.lines) + sum(one.minutes for one in earned.unpaid) == sum(
        one.minutes for one in worked
    )
    gross = sum(line.amount for line in earned.lines)
    found = split(gross, owed, formula)
    assert found.deducted + found.fund + found.custody + found.net == gross
    assert min(found.net, found.fund, found.custody, *(one.amount for one in found.taken), 0) == 0
    assert found.deducted * 100 <= gross * formula.deduction_most
    assert found.deducted + found.carried == sum(one.rest for one in owed)


@given(WORKED, st.lists(WORKED, min_size=1, max_size=3), FORMULAS)
def test_supplements_make_a_signed_month_what_it_would_be_now(
    signed: list[Worked], corrected: list[list[Worked]], formula: Formula
) -> None:
    """However often a month is corrected: what was paid, with every supplement, is what would be paid today."""
    paid: list[Line] = list(work_lines(JUNE, signed, NORMS, formula).lines)
    for now in corrected:
        fresh = work_lines(JUNE, now, NORMS, formula).lines
        paid += supplements(fresh, paid, "sửa điểm danh")
        assert _sums(paid) == _sums(fresh)
        assert not supplements(fresh, paid, "")


def _sums(lines: Any) -> dict[Any, tuple[Decimal, int]]:
    found: dict[Any, tuple[Decimal, int]] = {}
    for line in lines:
        many, money = found.get(line.key, (Decimal(0), 0))
        found[line.key] = (many + line.quantity, money + line.amount)
    return {key: sums for key, sums in found.items() if any(sums)}


@given(WORKED, WORKED, st.lists(WORKED, min_size=1, max_size=4))
def test_what_was_paid_too_much_is_taken_back_from_what_is_earned(
    signed: list[Worked], now: list[Worked], months: list[list[Worked]]
) -> None:
    """Never more than is earned; the rest comes again by itself until nothing is left."""
    paid = list(work_lines(JUNE, signed, NORMS, BY_HOURS).lines)
    fresh = work_lines(JUNE, now, NORMS, BY_HOURS).lines
    for number, worked in zip(count(7), months, strict=False):
        month = date(2024, number, 1)
        own = work_lines(month, [replace(one, on=one.on.replace(month=number)) for one in worked], NORMS, BY_HOURS)
        lines = bounded((*supplements(fresh, paid, "sửa"), *own.lines))
        assert sum(line.amount for line in lines) >= 0
        paid += [line for line in lines if line.month == JUNE]
        owed = sum(line.amount for line in fresh) - sum(line.amount for line in paid)
        assert owed == sum(line.left for line in lines)
        assert owed <= 0
