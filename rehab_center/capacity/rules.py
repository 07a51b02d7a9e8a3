"""The arithmetic of a plan. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import accumulate

from rehab_center.errors import DomainError
from rehab_center.words import N_, message

MONTHS = 12


class Indicator(StrEnum):
    """What a plan sets a number for."""

    NEW_COMPULSORY = "new-compulsory-admissions"
    NEW_VOLUNTARY = "new-voluntary-admissions"


def phased(target: int, phasing: Sequence[int] | None) -> tuple[int, ...]:
    """The target of each of the twelve months: as decided, or spread evenly, the remainder over the first."""
    if phasing is not None:
        return tuple(phasing)
    whole, rest = divmod(target, MONTHS)
    return tuple(whole + (1 if month < rest else 0) for month in range(MONTHS))


def cumulative(months: Sequence[int]) -> tuple[int, ...]:
    """Running sums."""
    return tuple(accumulate(months))


def check(year: int, target: int, phasing: Sequence[int] | None) -> None:
    """Refuse a plan that cannot be. Raises DomainError at the field it concerns."""
    if not 1990 <= year <= 2200:
        raise DomainError(message(N_("%(year)s is not a year of a plan."), year=year), field="year")
    if target < 0:
        raise DomainError(message(N_("The target cannot be below zero.")), field="target")
    if phasing is None:
        return
    if len(phasing) != MONTHS or any(month < 0 for month in phasing):
        raise DomainError(message(N_("A phasing has twelve numbers, none below zero.")), field="phasing")
    if sum(phasing) != target:
        raise DomainError(
            message(
                N_("The twelve months add up to %(sum)s, the target is %(target)s."), sum=sum(phasing), target=target
            ),
            field="phasing",
        )
