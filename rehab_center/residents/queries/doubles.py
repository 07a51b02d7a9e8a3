"""Pairs of records that may be one person, the likeliest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.permissions import Scope
from rehab_center.residents.kinds import BirthPrecision, Sex
from rehab_center.residents.models import IdentityPaper, NotSamePerson, Resident, ResidentMerge
from rehab_center.residents.queries.people import PersonName, within
from rehab_center.residents.rules.births import PartialBirth
from rehab_center.residents.rules.duplicates import Likeness, likeness
from rehab_center.residents.rules.searching import forms_in, search_form

MOST_OF_ONE_NAME = 60
"""Records of one name are compared with each other up to as many; of more, only those of the same year of birth."""

Pair = tuple[int, int]
"""Two ids, the lower one first: the record that was entered first."""


@dataclass(frozen=True)
class Double:
    """Two records that may be one person; ``one`` was entered first. ``likeness`` from 0 to 100."""

    one: PersonName
    other: PersonName
    likeness: int
    same_number: bool


def likely_pairs(session: Session, *, scope: Scope, least: int, of: Iterable[int] | None = None) -> tuple[Double, ...]:
    """Every pair in the scope from ``least`` on that nobody has told apart, the likeliest first; ``of`` some persons.

    Not each with each: records are compared where they share an identity number, a name, or a day of birth, or were
    born in one year with the same given name. What shares none of these is not likely enough anyway.
    """
    people = {row.id: row for row in session.execute(_columns().where(within(scope)))}
    alike = {one: _likeness_of(row) for one, row in people.items()}
    numbered = _same_numbers(session, people)
    wanted = None if of is None else set(of)
    told_apart = told_apart_pairs(session)
    found = []
    for pair in numbered | _candidates(alike):
        if pair in told_apart or (wanted is not None and not wanted & set(pair)):
            continue
        score = likeness(alike[pair[0]], alike[pair[1]])
        if score >= least or pair in numbered:
            found.append(Double(_name(people[pair[0]]), _name(people[pair[1]]), score, pair in numbered))
    return tuple(sorted(found, key=lambda one: (not one.same_number, -one.likeness, one.one.id, one.other.id)))


def _columns() -> Any:
    return select(
        Resident.id,
        Resident.code,
        Resident.full_name,
        Resident.search_key,
        Resident.birth_on,
        Resident.birth_precision,
        Resident.sex,
        Resident.commune,
    )


def _name(row: Any) -> PersonName:
    return PersonName(
        row.id, row.code, row.full_name, PartialBirth(row.birth_on, BirthPrecision(row.birth_precision)), Sex(row.sex)
    )


def _likeness_of(row: Any) -> Likeness:
    birth = PartialBirth(row.birth_on, BirthPrecision(row.birth_precision))
    return Likeness(forms_in(row.search_key), birth, search_form(row.commune or ""))


def told_apart_pairs(session: Session) -> set[Pair]:
    """Pairs that somebody compared and kept apart, by whom each record leads to today."""
    merges = select(ResidentMerge.merged_id, ResidentMerge.survivor_id).where(ResidentMerge.undone_at.is_(None))
    leads: dict[int, int] = {row.merged_id: row.survivor_id for row in session.execute(merges)}
    rows = session.execute(select(NotSamePerson.one_id, NotSamePerson.other_id))
    return {_pair(leads.get(one, one), leads.get(other, other)) for one, other in rows}


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _same_numbers(session: Session, people: dict[int, Any]) -> set[Pair]:
    holders: dict[tuple[str, str], set[int]] = defaultdict(set)
    rows = session.execute(
        select(IdentityPaper.kind, IdentityPaper.number_key, IdentityPaper.resident_id).where(
            IdentityPaper.withdrawn_at.is_(None)
        )
    )
    for kind, key, resident_id in rows:
        if resident_id in people:
            holders[kind, key].add(resident_id)
    return {pair for some in holders.values() for pair in combinations(sorted(some), 2)}


def _candidates(people: dict[int, Likeness]) -> set[Pair]:
    by_name: dict[object, set[int]] = defaultdict(set)
    together: dict[object, set[int]] = defaultdict(set)
    for one, likeness_of_one in people.items():
        for form in likeness_of_one.forms:
            by_name[form].add(one)
        for key in _keys(likeness_of_one):
            together[key].add(one)
    names = (some for some in by_name.values() if len(some) <= MOST_OF_ONE_NAME)
    return {pair for some in (*names, *together.values()) for pair in combinations(sorted(some), 2)}


def _keys(one: Likeness) -> Iterator[object]:
    """What two records have in common that are worth comparing: the very birth, or year and given name."""
    if one.birth.on is None:
        return
    if one.birth.precision is BirthPrecision.DAY:
        yield one.birth.on
    for form in one.forms:
        yield (one.birth.on.year, form.rpartition(" ")[2])
