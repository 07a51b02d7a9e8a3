"""How likely it is that two records are one person. Pure.

Names are written in more than one way and birth dates in part, so likeness is a number from 0 to 100; what to do about
it is for a person to decide. Weights chosen so that the same name with the same birth year stands out, and the same
name alone does not: some names are borne by hundreds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from rehab_center.residents.kinds import BirthPrecision
from rehab_center.residents.rules.births import PartialBirth, compatible
from rehab_center.residents.rules.searching import search_form

LIKELY = 80
"""From here on two records are shown side by side."""

_NAME, _BIRTH, _COMMUNE = 0.55, 0.35, 0.10
_ALMOST_THE_SAME_NAME = 90.0


@dataclass(frozen=True)
class Likeness:
    """What two records are compared by: the search forms of every name and of the commune as written, the birth."""

    forms: tuple[str, ...]
    birth: PartialBirth
    commune: str = ""


def likeness_of(names: Iterable[str], birth: PartialBirth, commune: str | None = None) -> Likeness:
    """What somebody with these names, as written, is compared by."""
    return Likeness(tuple(search_form(name) for name in names if name), birth, commune_form(commune or ""))


@lru_cache(maxsize=4096)
def commune_form(commune: str) -> str:
    """A commune as two records are compared by it: of the hundreds compared most come from the same few."""
    return search_form(commune)


def likeness(one: Likeness, other: Likeness) -> int:
    """From 0 (nothing in common) to 100 (same name, same day of birth, same commune)."""
    name = max((fuzz.ratio(first, second) for first in one.forms for second in other.forms), default=0.0)
    score = _NAME * name + _BIRTH * _birth_likeness(one.birth, other.birth) + _COMMUNE * _commune_likeness(one, other)
    return int(score + 0.5)


def same_person(name: str, birth: PartialBirth, other_name: str, other_birth: PartialBirth) -> bool:
    """Whether two records that share an identity number may be taken for one person without asking.

    The names are the same but for marks or one slip, and the birth dates do not contradict each other.
    """
    names = fuzz.ratio(search_form(name), search_form(other_name))
    if names >= 100:
        return compatible(birth, other_birth) or _one_slip(birth, other_birth)
    return names >= _ALMOST_THE_SAME_NAME and compatible(birth, other_birth)


def _birth_likeness(one: PartialBirth, other: PartialBirth) -> float:
    if one.on is None or other.on is None:
        return 50.0
    if one == other:
        return 100.0 if one.precision is BirthPrecision.DAY else 90.0
    if compatible(one, other):
        return 85.0
    if _one_slip(one, other):
        return 60.0
    return 30.0 if one.on.year == other.on.year else 0.0


def _one_slip(one: PartialBirth, other: PartialBirth) -> bool:
    """One digit off, or day and month changed places."""
    if one.on is None or other.on is None or one.precision is not other.precision:
        return False
    if (one.on.day, one.on.month, one.on.year) == (other.on.month, other.on.day, other.on.year):
        return True
    return sum(mine != theirs for mine, theirs in zip(one.text, other.text, strict=True)) == 1


def _commune_likeness(one: Likeness, other: Likeness) -> float:
    if not one.commune or not other.commune:
        return 50.0
    return fuzz.ratio(one.commune, other.commune)
