"""Pairs of records that may be one person, the likeliest first."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations, islice
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from rehab_center.permissions import Scope
from rehab_center.residents.kinds import BirthPrecision, Sex
from rehab_center.residents.models import IdentityPaper, NotSamePerson, Resident, ResidentMerge
from rehab_center.residents.queries.people import PersonName, within
from rehab_center.residents.rules.births import PartialBirth
from rehab_center.residents.rules.duplicates import Likeness, commune_form, likeness
from rehab_center.residents.rules.searching import forms_in

MOST_OF_ONE_NAME = 60
"""Records of one name are compared with each other up to as many; of more, only those of the same year of birth."""

_PART = 200
"""Groups, or records, that are in memory together."""

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
    found = dict(_found(session, scope=scope, least=least, of=None if of is None else frozenset(of)))
    names = {
        row.id: _name(row)
        for some in _parts(sorted({one for pair in found for one in pair}))
        for row in session.execute(_columns().where(Resident.id.in_(some)))
    }
    doubles = [Double(names[one], names[other], *told) for (one, other), told in found.items()]
    return tuple(sorted(doubles, key=lambda one: (not one.same_number, -one.likeness, one.one.id, one.other.id)))


def count_likely_pairs(session: Session, *, scope: Scope, least: int) -> int:
    """How many pairs ``likely_pairs`` has."""
    return sum(1 for _pair in _found(session, scope=scope, least=least, of=None))


def any_likely_pair(session: Session, *, scope: Scope, least: int) -> bool:
    """Whether ``likely_pairs`` has any."""
    return next(_found(session, scope=scope, least=least, of=None), None) is not None


def _found(
    session: Session, *, scope: Scope, least: int, of: frozenset[int] | None
) -> Iterator[tuple[Pair, tuple[int, bool]]]:
    """Each pair once, its likeness and whether a number is shared. Only some of the records are in memory together."""
    found: set[Pair] = set()
    told_apart = told_apart_pairs(session)
    for groups in (_same_numbers, _same_names, _same_years):
        sharing = groups is _same_numbers
        for alike, together in groups(session, scope, of):
            for pair in _pairs(together, of):
                if pair in found or pair in told_apart:
                    continue
                score = likeness(alike[pair[0]], alike[pair[1]])
                if score >= least or sharing:
                    found.add(pair)
                    yield pair, (score, sharing)


def _pairs(together: Iterable[Collection[int]], of: frozenset[int] | None) -> Iterator[Pair]:
    """Each with each of a group, as far as one of them is asked for."""
    for some in together:
        if of is None:
            yield from combinations(sorted(some), 2)
        else:
            yield from (_pair(one, other) for one in of.intersection(some) for other in some if one != other)


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
    return Likeness(forms_in(row.search_key), birth, commune_form(row.commune or ""))


def told_apart_pairs(session: Session) -> set[Pair]:
    """Pairs that somebody compared and kept apart, by whom each record leads to today."""
    merges = select(ResidentMerge.merged_id, ResidentMerge.survivor_id).where(ResidentMerge.undone_at.is_(None))
    leads: dict[int, int] = {row.merged_id: row.survivor_id for row in session.execute(merges)}
    rows = session.execute(select(NotSamePerson.one_id, NotSamePerson.other_id))
    return {_pair(leads.get(one, one), leads.get(other, other)) for one, other in rows}


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


Groups = Iterator[tuple[dict[int, Likeness], Iterable[Collection[int]]]]
"""Records, and which of them are to be compared with each other; part by part."""


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _PART] for start in range(0, len(ids), _PART))


def _alike(session: Session, *which: ColumnElement[bool]) -> dict[int, Likeness]:
    return {row.id: _likeness_of(row) for row in session.execute(_columns().where(*which))}


def _in_parts(session: Session, groups: Iterable[Collection[int]]) -> Groups:
    left = iter(groups)
    while part := list(islice(left, _PART)):
        yield _alike(session, Resident.id.in_(set(chain(*part)))), part


def _asked(some: Collection[int], of: frozenset[int] | None) -> bool:
    return len(some) > 1 and (of is None or not of.isdisjoint(some))


def _same_numbers(session: Session, scope: Scope, of: frozenset[int] | None) -> Groups:
    """Holders of one number."""
    number = (IdentityPaper.kind, IdentityPaper.number_key)
    standing = select(*number, IdentityPaper.resident_id).where(IdentityPaper.withdrawn_at.is_(None))
    shared = standing.with_only_columns(*number).group_by(*number).having(func.count() > 1).subquery()
    same = (shared.c.kind == IdentityPaper.kind, shared.c.number_key == IdentityPaper.number_key)
    rows = session.execute(
        standing.join(shared, and_(*same)).join(Resident, Resident.id == IdentityPaper.resident_id).where(within(scope))
    )
    holders: dict[tuple[str, str], set[int]] = defaultdict(set)
    for kind, key, resident_id in rows:
        holders[kind, key].add(resident_id)
    return _in_parts(session, (some for some in holders.values() if _asked(some, of)))


def _same_names(session: Session, scope: Scope, of: frozenset[int] | None) -> Groups:
    """Bearers of one name, where they are not too many."""
    bearers: dict[str, array[int]] = {}
    names = select(Resident.id, Resident.search_key).where(within(scope)).execution_options(yield_per=1000)
    for resident_id, key in session.execute(names):
        for form in set(forms_in(key)):
            bearers.setdefault(form, array("q")).append(resident_id)
    return _in_parts(session, (some for some in bearers.values() if len(some) <= MOST_OF_ONE_NAME and _asked(some, of)))


def _same_years(session: Session, scope: Scope, of: frozenset[int] | None) -> Groups:
    """Born on one day, or in one year with the same given name."""
    for year in _years(session, scope, of):
        born = _alike(session, within(scope), Resident.birth_on.between(date(year, 1, 1), date(year, 12, 31)))
        together: dict[object, set[int]] = defaultdict(set)
        for resident_id, one in born.items():
            if one.birth.precision is BirthPrecision.DAY:
                together[one.birth.on].add(resident_id)
            for form in one.forms:
                together[form.rpartition(" ")[2]].add(resident_id)
        yield born, together.values()


def _years(session: Session, scope: Scope, of: frozenset[int] | None) -> Iterable[int]:
    """The years in which one of those asked for was born."""
    if of is not None:
        days = session.scalars(select(Resident.birth_on).where(within(scope), Resident.id.in_(of)))
        return sorted({day.year for day in days if day})
    first, last = session.execute(
        select(func.min(Resident.birth_on), func.max(Resident.birth_on)).where(within(scope))
    ).one()
    return range(first.year, last.year + 1) if first and last else ()
