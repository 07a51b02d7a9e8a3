"""Whether a norm can be, and which one holds on a day. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from rehab_center.belongings.rules import read_amount
from rehab_center.dates import effective_on
from rehab_center.errors import DomainError
from rehab_center.names import clean
from rehab_center.pay.kinds import Basis, NormState
from rehab_center.words import N_, message

MOST_RATE = 100_000_000
MOST_NORM = {Basis.DAY: Decimal(10), Basis.HOUR: Decimal(10), Basis.OUTPUT: Decimal(100_000)}
"""By the day or hour it multiplies the rate; by output it is a number of units."""


@dataclass(frozen=True)
class NormFacts:
    """What work is paid from a day on. ``rate`` in whole đồng for a day, an hour or a unit of output.

    ``norm``: by the day or hour what one counts for (1 as a rule); by output how many units are the norm of a day.
    """

    basis: Basis
    rate: int
    valid_from: date
    norm: Decimal = Decimal(1)
    unit: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Norm:
    """A norm that stands, with its row, its programme and its number among the programme's lines."""

    id: int
    activity_id: int
    number: int
    facts: NormFacts

    @property
    def valid_from(self) -> date:
        """From which day."""
        return self.facts.valid_from


def read_norm(text: str) -> Decimal:
    """A norm as it is written: 1, 1,2, 40, 1.500. Raises ValueError for anything else."""
    return read_amount(text)


def tidied(facts: NormFacts) -> NormFacts:
    """A norm cleaned. Raises DomainError (field "rate", "norm" or "unit") for one that cannot be."""
    if not 1 <= facts.rate <= MOST_RATE:
        raise DomainError(message(N_("From 1 to %(most)s đồng, please"), most=MOST_RATE), field="rate")
    most = MOST_NORM[facts.basis]
    if not 0 < facts.norm <= most:
        raise DomainError(message(N_("A norm above 0 and up to %(most)s, please"), most=most), field="norm")
    unit = clean(facts.unit or "") or None
    if facts.basis is Basis.OUTPUT and unit is None:
        raise DomainError(message(N_("Say in which unit output is counted, such as chiếc or kg")), field="unit")
    return replace(facts, unit=unit if facts.basis is Basis.OUTPUT else None, note=clean(facts.note or "") or None)


def norm_on(norms: Sequence[Norm], day: date) -> Norm | None:
    """Of one programme's standing norms, the first day first, the one that holds on a day; None before the first."""
    return effective_on(norms, day)


def state_on(norms: Sequence[Norm], one: Norm, day: date) -> NormState:
    """How a norm of a programme stands on a day."""
    if one.valid_from > day:
        return NormState.COMING
    return NormState.IN_FORCE if norm_on(norms, day) == one else NormState.OVER
