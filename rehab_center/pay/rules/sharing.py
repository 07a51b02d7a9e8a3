"""How what somebody earned in a month is divided: deductions, fund, custody, what is paid out. Pure.

The parts add up to the whole to the đồng, and none is below zero: what cannot be taken is left for the next month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rehab_center.pay.kinds import Ground, SharesFrom
from rehab_center.pay.rules.quantities import Formula, percent_of


@dataclass(frozen=True)
class Owed:
    """A deduction that is not taken whole yet: ``rest`` in đồng; ``words``: its paper and note as they will print."""

    id: int
    ground: Ground
    rest: int
    words: str


@dataclass(frozen=True)
class Taken:
    """What one payroll takes of a deduction; ``left``: what the next ones still have to."""

    owed: Owed
    amount: int

    @property
    def left(self) -> int:
        """What is carried on."""
        return self.owed.rest - self.amount


@dataclass(frozen=True)
class Split:
    """``gross`` = deducted + fund + custody + net, all in whole đồng, none below zero."""

    gross: int
    taken: tuple[Taken, ...]
    fund: int
    custody: int

    @property
    def deducted(self) -> int:
        """All deductions of the month."""
        return sum(one.amount for one in self.taken)

    @property
    def carried(self) -> int:
        """What deductions are left for the next months."""
        return sum(one.left for one in self.taken)

    @property
    def net(self) -> int:
        """What is paid out."""
        return self.gross - self.deducted - self.fund - self.custody


def split(gross: int, owed: Sequence[Owed], formula: Formula) -> Split:
    """Divide ``gross``, the deductions taken in the order given.

    No more than ``deduction_most`` percent of the gross is kept back (rounded down), nor more than is there. Shares
    before deductions are parts of the gross, afterwards parts of what the deductions leave; where rounding would give
    away more than there is, custody gets the đồng less.
    """
    most = gross * formula.deduction_most // 100
    if formula.shares_from is SharesFrom.BEFORE_DEDUCTIONS:
        fund, custody = _shares(gross, formula)
        return Split(gross, _take(owed, min(most, gross - fund - custody)), fund, custody)
    taken = _take(owed, most)
    return Split(gross, taken, *_shares(gross - sum(one.amount for one in taken), formula))


def _shares(base: int, formula: Formula) -> tuple[int, int]:
    fund = percent_of(base, formula.fund_share)
    return fund, min(percent_of(base, formula.custody_share), base - fund)


def _take(owed: Sequence[Owed], free: int) -> tuple[Taken, ...]:
    found = []
    for one in owed:
        amount = min(free, one.rest)
        free -= amount
        found.append(Taken(one, amount))
    return tuple(found)
