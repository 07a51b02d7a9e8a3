"""Why something may be kept back from pay, and what each ground asks for. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from rehab_center.errors import DomainError
from rehab_center.names import clean
from rehab_center.pay.kinds import DeductionState, Ground
from rehab_center.words import N_, message

MOST = 1_000_000_000


@dataclass(frozen=True)
class Asked:
    """What a ground asks for beside its paper: ``note``: a word that says what it is."""

    note: bool = False


GROUNDS: dict[Ground, Asked] = {
    Ground.FOOD: Asked(),
    Ground.TOOLS: Asked(note=True),
    Ground.DAMAGE: Asked(note=True),  # by a decision: BLLĐ 2019 Đ129, Đ130
    Ground.ADVANCE: Asked(),
    Ground.OTHER: Asked(note=True),
}
"""Every ground names its paper besides: nothing is kept back on somebody's word."""


@dataclass(frozen=True)
class DeductionFacts:
    """Something to keep back: ``amount`` in whole đồng, from the payroll of ``from_month`` (its first day) on."""

    ground: Ground
    amount: int
    from_month: date
    note: str | None = None


def tidied(facts: DeductionFacts) -> DeductionFacts:
    """A deduction cleaned. Raises DomainError (field "amount" or "note") for one that cannot be."""
    if not 1 <= facts.amount <= MOST:
        raise DomainError(message(N_("From 1 to %(most)s đồng, please"), most=MOST), field="amount")
    note = clean(facts.note or "") or None
    if GROUNDS[facts.ground].note and note is None:
        raise DomainError(message(N_("Say what it is for")), field="note")
    return replace(facts, note=note, from_month=facts.from_month.replace(day=1))


def state_of(amount: int, taken: int, *, withdrawn: bool) -> DeductionState:
    """How far a deduction is, by what signed payrolls took of it."""
    if taken >= amount:
        return DeductionState.TAKEN
    if withdrawn:
        return DeductionState.WITHDRAWN
    return DeductionState.PARTLY if taken else DeductionState.OPEN
