"""What was worked, as a quantity a rate is multiplied with, and the amount in whole đồng. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from rehab_center.pay.kinds import Basis, DayCounted, SharesFrom
from rehab_center.pay.rules.norms import NormFacts

_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Worked:
    """What one mark says: minutes on a day in a programme, and what was made. ``output`` None: nobody typed it."""

    activity_id: int
    on: date
    minutes: int
    output: Decimal | None = None


@dataclass(frozen=True)
class Formula:
    """The conventions a payroll is computed by: dated policies, kept with the payroll once it is signed.

    ``day_hours``: hours of a day of work; shares and ``deduction_most`` in whole percent.
    """

    day_counted: DayCounted
    day_hours: int
    shares_from: SharesFrom
    custody_share: int
    fund_share: int
    deduction_most: int


def whole_dong(amount: Decimal) -> int:
    """Money is whole đồng: half a đồng and more counts as one (làm tròn đến đồng, nửa đồng làm tròn lên)."""
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def percent_of(amount: int, share: int) -> int:
    """A share in whole percent of whole đồng."""
    return whole_dong(Decimal(amount) * share / 100)


def quantity(basis: Basis, worked: Iterable[Worked], formula: Formula) -> Decimal:
    """Days of work and hours to two decimals (half-up); output as it was typed, added up."""
    marks = list(worked)
    minutes = sum(one.minutes for one in marks)
    if basis is Basis.OUTPUT:
        return sum((one.output for one in marks if one.output is not None), Decimal(0))
    if basis is Basis.HOUR:
        return (Decimal(minutes) / 60).quantize(_HUNDREDTH, ROUND_HALF_UP)
    if formula.day_counted is DayCounted.DAYS:
        return Decimal(len({one.on for one in marks if one.minutes}))
    return (Decimal(minutes) / (60 * formula.day_hours)).quantize(_HUNDREDTH, ROUND_HALF_UP)


def amount(facts: NormFacts, count: Decimal) -> int:
    """What a quantity earns: days or hours × norm × rate; units × rate."""
    if facts.basis is Basis.OUTPUT:
        return whole_dong(count * facts.rate)
    return whole_dong(count * facts.norm * facts.rate)
