"""What two records say differently, which of it stays, and what speaks against their being one person. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Any

from rehab_center.findings import Finding, Severity
from rehab_center.residents.kinds import AliasKind, BirthPrecision
from rehab_center.residents.rules.births import UNKNOWN_BIRTH, PartialBirth, compatible
from rehab_center.residents.rules.facts import PLAIN_FIELDS, PersonFacts
from rehab_center.residents.rules.searching import exact_form, search_form
from rehab_center.words import N_, message

HERE, THERE = "here", "there"
"""The record that stays, and the one merged into it."""
FIELDS = ("full_name", "birth", "sex", "placed_as", *PLAIN_FIELDS)
_ONE_NUMBER = "Luật Căn cước 26/2023 Điều 12"


@dataclass(frozen=True)
class FieldPair:
    """One field of both records; ``stays`` is which value is taken unless somebody chooses the other."""

    name: str
    here: Any
    there: Any
    stays: str

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self.here != self.there)


def pairs_of(here: PersonFacts, there: PersonFacts) -> tuple[FieldPair, ...]:
    """Every plain field of both records, with the value that should stay: what is known better, else that of here."""
    return tuple(_pair(name, getattr(here, name), getattr(there, name)) for name in FIELDS)


def _pair(name: str, here: Any, there: Any) -> FieldPair:
    better = here in (None, "", UNKNOWN_BIRTH) and there not in (None, "", UNKNOWN_BIRTH)
    if isinstance(here, PartialBirth) and isinstance(there, PartialBirth):
        better = better or (_finer(there, here) and compatible(here, there))
    return FieldPair(name, here, there, THERE if better else HERE)


def _finer(one: PartialBirth, other: PartialBirth) -> bool:
    order = list(BirthPrecision)  # day, month, year, unknown
    return order.index(one.precision) < order.index(other.precision)


def merged_facts(pairs: Sequence[FieldPair], chosen: Mapping[str, str], here: PersonFacts) -> PersonFacts:
    """The facts after a merge: ``chosen`` names for some fields which record's value stays."""
    values: dict[str, Any] = {}
    for pair in pairs:
        side = chosen.get(pair.name, pair.stays)
        values[pair.name] = pair.there if side == THERE else pair.here
    if values["placed_as"] == values["sex"]:
        values["placed_as"] = None
    return replace(here, **values)


def name_kept(lost: str, stays: str) -> AliasKind | None:
    """What the name that does not stay is from now on; None where it is the very same name."""
    if exact_form(lost) == exact_form(stays):
        return None
    return AliasKind.MISSPELT if search_form(lost) == search_form(stays) else AliasKind.OTHER_NAME


# --- what speaks against it ------------------------------------------------------------------------------------------


def check_facts(
    here: PersonFacts, there: PersonFacts, numbers_here: Collection[str], numbers_there: Collection[str]
) -> tuple[Finding, ...]:
    """Warnings where two records contradict each other; ``numbers_*`` are their 12-digit identity numbers."""
    found = []
    if numbers_here and numbers_there and not set(numbers_here) & set(numbers_there):
        words = message(
            N_("Two different identity numbers of 12 digits, %(here)s and %(there)s: a person has one for life"),
            here=", ".join(sorted(numbers_here)),
            there=", ".join(sorted(numbers_there)),
        )
        found.append(Finding("merge-number", Severity.WARN, words, _ONE_NUMBER))
    if here.sex is not there.sex:
        found.append(_warn("merge-sex", N_("One record says male, the other female")))
    if not compatible(here.birth, there.birth):
        words = message(
            N_("The births contradict each other: %(here)s and %(there)s"), here=here.birth.text, there=there.birth.text
        )
        found.append(Finding("merge-birth", Severity.WARN, words, "", "birth"))
    return tuple(found)


def _warn(rule: str, msgid: str) -> Finding:
    return Finding(rule, Severity.WARN, message(msgid), "")


@dataclass(frozen=True)
class StaySpan:
    """One stay from its first day to the day of its exit (None: still on the books)."""

    file_code: str
    first_on: date
    left_on: date | None
    died: bool = False


def check_stays(here: Sequence[StaySpan], there: Sequence[StaySpan]) -> tuple[Finding, ...]:
    """A person is in one place at a time (rule 49): stays that overlap, or that begin after a death, stop a merge."""
    found = [finding for one, other in product(here, there) for finding in _collision(one, other)]
    if here and there and not found:
        words = message(N_("Look afterwards at which treatment each stay is: it was counted for each record alone"))
        found.append(Finding("merge-treatments", Severity.REMIND, words, ""))
    return tuple(found)


def _collision(one: StaySpan, other: StaySpan) -> Iterator[Finding]:
    codes = {"one": one.file_code, "other": other.file_code}
    first, second = sorted((one, other), key=lambda span: (span.first_on, span.file_code))
    if one.left_on is None and other.left_on is None:
        words = message(
            N_("Both records are on the books now, %(one)s and %(other)s: first void the one entered by mistake"),
            **codes,
        )
        yield Finding("49", Severity.BLOCK, words, "XLVPHC Đ114")
    elif first.died and first.left_on is not None and second.first_on >= first.left_on:
        words = message(
            N_("%(file)s ended with death on %(day)s, and %(later)s begins afterwards: one of the two is a mistake"),
            file=first.file_code,
            day=first.left_on,
            later=second.file_code,
        )
        yield Finding("49", Severity.BLOCK, words, "XLVPHC Đ114")
    elif _overlap(one, other):
        words = message(
            N_("Stays %(one)s and %(other)s overlap: put their days right, or void the wrong one first"), **codes
        )
        yield Finding("49", Severity.BLOCK, words, "XLVPHC Đ114")


def _overlap(one: StaySpan, other: StaySpan) -> bool:
    """Leaving and entering on one day is right."""
    return (other.left_on is None or one.first_on < other.left_on) and (
        one.left_on is None or other.first_on < one.left_on
    )
