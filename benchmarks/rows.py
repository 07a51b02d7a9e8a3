"""A row of the table: what was measured, against what, and whether that is good enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.centre import Centre


@dataclass(frozen=True)
class Measured:
    """The figure to judge, and in words the two measurements it comes from."""

    value: float
    detail: str


@dataclass(frozen=True)
class Row:
    """One budget. ``at_least`` says which side of it is good."""

    name: str
    budget: float
    measure: Callable[[Centre], Measured]
    at_least: bool = False

    def met(self, measured: Measured) -> bool:
        """Whether the budget is kept."""
        return measured.value >= self.budget if self.at_least else measured.value <= self.budget

    def line(self, measured: Measured) -> str:
        """The row as it is printed."""
        sign = "≥" if self.at_least else "≤"
        verdict = "ok" if self.met(measured) else "MISSED"
        return f"{self.name:<44} {measured.value:>8.3g} {sign} {self.budget:<6g} {verdict:<7} {measured.detail}"
