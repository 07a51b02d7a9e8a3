"""A person's pay of a month and a payroll's totals: the same whether computed now or kept since the signing. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rehab_center.pay.kinds import LineKind
from rehab_center.pay.rules.lines import Line
from rehab_center.pay.rules.sharing import Split


@dataclass(frozen=True)
class Named:
    """A line with what its programme is called."""

    line: Line
    activity: str


@dataclass(frozen=True)
class PersonPay:
    """What one person is paid, as lines and as it is divided."""

    stay_id: int
    full_name: str
    file_code: str
    lines: tuple[Named, ...]
    split: Split

    @property
    def minutes(self) -> int:
        """Worked in the payroll's own month."""
        return sum(one.line.minutes for one in self.lines if one.line.kind is LineKind.WORK)

    @property
    def supplements(self) -> int:
        """What corrections of earlier months add or take back, in đồng."""
        return sum(one.line.amount for one in self.lines if one.line.kind is LineKind.SUPPLEMENT)

    @property
    def remaining(self) -> int:
        """What was paid too much and could not be taken back yet, in đồng, not below 0."""
        return -sum(one.line.left for one in self.lines)


@dataclass(frozen=True)
class Totals:
    """A payroll added up, in đồng; ``minutes`` of its own month."""

    people: int = 0
    minutes: int = 0
    gross: int = 0
    deducted: int = 0
    fund: int = 0
    custody: int = 0
    net: int = 0


def totals(people: Iterable[PersonPay]) -> Totals:
    """Everybody added up: gross = deducted + fund + custody + net."""
    found = list(people)
    splits = [one.split for one in found]
    return Totals(
        len(found),
        sum(one.minutes for one in found),
        *(sum(getattr(one, name) for one in splits) for name in ("gross", "deducted", "fund", "custody", "net")),
    )


def number_text(number: int, year: int) -> str:
    """A payroll's number: 0001/BTCLĐ-2024."""
    return f"{number:04d}/BTCLĐ-{year}"
