"""Amounts that norms of money are multiples of. Data only."""

from __future__ import annotations

from datetime import date

from rehab_center.policies.rules import CONFIRMED, OPEN, FirstValue, Policy, PolicyKind, ValueType
from rehab_center.words import N_

BASE_SALARY = Policy(
    PolicyKind.BASE_SALARY,
    ValueType.AMOUNT,
    N_("Base salary (mức lương cơ sở)"),
    N_("Food is 0.8 of it a month, clothing and items 0.9 a year (Nghị định 116/2021, Điều 65)."),
    (
        FirstValue("1490000", "Nghị định 38/2019/NĐ-CP", CONFIRMED, date(2019, 7, 1)),
        FirstValue("1800000", "Nghị định 24/2023/NĐ-CP", CONFIRMED, date(2023, 7, 1)),
        FirstValue("2340000", "Nghị định 73/2024/NĐ-CP", CONFIRMED, date(2024, 7, 1)),
        FirstValue("2530000", "Nghị định 161/2026/NĐ-CP", OPEN, date(2026, 7, 1)),
    ),
    unit=N_("đồng a month"),
    least=1_000,
    most=100_000_000,
    offered=False,
)
