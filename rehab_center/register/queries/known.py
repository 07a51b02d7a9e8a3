"""What the database already knows of the people and stays a register speaks of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.permissions import Scope
from rehab_center.register.models import ColumnMapping, RegisterRow
from rehab_center.register.queries.stays import KnownStay, chunks, stays_of_people
from rehab_center.register.rules.codes import code_key
from rehab_center.register.rules.crosscheck import Known
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.older import Kept
from rehab_center.register.rules.readings import MoveRow, ReadRow
from rehab_center.register.rules.statements import Statement, as_json, from_json, stated_by
from rehab_center.residents.kinds import PaperKind
from rehab_center.residents.models import Alias, IdentityPaper, Relative, Resident
from rehab_center.residents.queries import birth_of, facts_of, merged_records, stands, within
from rehab_center.residents.rules.births import PartialBirth, compatible
from rehab_center.residents.rules.facts import PersonFacts, RelativeFacts
from rehab_center.residents.rules.identity import IdentityNumber
from rehab_center.residents.rules.searching import forms_in, search_form


@dataclass(frozen=True)
class KnownPerson:
    """A person in the database; ``names`` are all the person is known by.

    ``births``: the person's, and those of the records merged into this one: the book goes on saying them.
    """

    id: int
    code: str
    known: Known
    facts: PersonFacts
    names: tuple[str, ...]
    numbers: tuple[IdentityNumber, ...]
    relatives: tuple[RelativeFacts, ...]
    births: frozenset[PartialBirth] = frozenset()

    def may_be(self, name: str, birth: PartialBirth) -> bool:
        """Whether the book may mean this person by that name, another one of theirs too, and that birth."""
        form = search_form(name)
        known = any(search_form(one) == form for one in self.names)
        return known and any(compatible(birth, one) for one in self.births)


@dataclass(frozen=True)
class Knowledge:
    """All that planning the rows needs, loaded in a few queries."""

    facility_id: int | None
    people: Mapping[int, KnownPerson]
    holders: Mapping[tuple[PaperKind, str], tuple[int, ...]]
    stays: Mapping[int, tuple[KnownStay, ...]]
    by_code: Mapping[str, KnownStay]
    memories: Mapping[int, Statement] = field(default_factory=dict)
    #: What copies before the last one said of a stay.
    earlier: Mapping[int, Kept] = field(default_factory=dict)
    #: The stays by the file code their row had in the last copy of the book.
    by_book_code: Mapping[str, KnownStay] = field(default_factory=dict)

    def stays_here(self, person: KnownPerson | None) -> tuple[KnownStay, ...]:
        """The person's stays in this centre."""
        stays = self.stays.get(person.id, ()) if person else ()
        return tuple(stay for stay in stays if stay.facility_id == self.facility_id)

    def named(self, name: str) -> list[KnownPerson]:
        """The loaded persons of that name, tones and marks aside."""
        return self._by_form.get(search_form(name), [])

    @cached_property
    def _by_form(self) -> Mapping[str, list[KnownPerson]]:
        found: dict[str, list[KnownPerson]] = {}
        for person in self.people.values():
            found.setdefault(search_form(person.known.name), []).append(person)
        return found

    @cached_property
    def by_day(self) -> Mapping[date, list[KnownStay]]:
        """The stays here by their first day."""
        found: dict[date, list[KnownStay]] = {}
        for stay in self.by_code.values():
            found.setdefault(stay.entered_on, []).append(stay)
        return found


def nothing_known() -> Knowledge:
    """What an empty database knows."""
    return Knowledge(None, {}, {}, {}, {})


def remembered(session: Session, facility_id: int | None) -> dict[str, Field]:
    """The meanings given by hand to headings of this centre's books, by heading key."""
    if facility_id is None:
        return {}
    rows = session.scalars(select(ColumnMapping).where(ColumnMapping.facility_id == facility_id))
    return {row.heading_key: Field(row.field) for row in rows}


def knowledge_of(
    session: Session,
    rows: Sequence[ReadRow],
    *,
    facility_id: int,
    scope: Scope,
    moves: Sequence[MoveRow] = (),
    residents: Collection[int] = (),
) -> Knowledge:
    """What is known of the people and file codes in ``rows``, and in ``moves`` of people without a row.

    ``residents`` were found for these people by other rows of the book: nothing in ``rows`` need lead to them.
    Numbers are looked up whatever the scope: rule 42 knows none. Names are looked up within it.
    """
    told: list[ReadRow | MoveRow] = [*rows, *moves]
    holders = _holders(session, {number.key for row in told for number in row.numbers})
    codes = {row.code for row in told if row.code}
    by_code = _stays_with_codes(session, facility_id, codes)
    in_the_book = _people_with_book_codes(session, facility_id, {code_key(code) for code in codes})
    ids = {*(holder for some in holders.values() for holder in some), *by_code.values(), *in_the_book, *residents}
    ids |= _same_births(session, rows, scope) | _same_days(session, facility_id, rows)
    stays = stays_of_people(session, ids)
    here = {stay.id: stay for some in stays.values() for stay in some if stay.facility_id == facility_id}
    kept = _kept(session, here)
    return Knowledge(
        facility_id=facility_id,
        people=_people(session, ids),
        holders=holders,
        stays=stays,
        by_code={code_key(stay.file_code): stay for stay in here.values()},
        memories={row.admission_id: from_json(row.said) for row in kept},
        earlier={row.admission_id: row.earlier for row in kept if row.earlier},
        by_book_code={row.code_key: here[row.admission_id] for row in kept if row.code_key},
    )


def _people_with_book_codes(session: Session, facility_id: int, keys: Collection[str]) -> set[int]:
    found: set[int] = set()
    for some in chunks(keys):
        query = select(Admission.resident_id).join(RegisterRow, RegisterRow.admission_id == Admission.id)
        found |= set(
            session.scalars(query.where(RegisterRow.facility_id == facility_id, RegisterRow.code_key.in_(some)))
        )
    return found


def _kept(session: Session, stay_ids: Collection[int]) -> list[RegisterRow]:
    """What copies of the book said of each stay."""
    return [
        row
        for some in chunks(stay_ids)
        for row in session.scalars(select(RegisterRow).where(RegisterRow.admission_id.in_(some)))
    ]


def _holders(session: Session, keys: Collection[str]) -> dict[tuple[PaperKind, str], tuple[int, ...]]:
    """Who holds each number: one person, but for old cards and passports."""
    found: dict[tuple[PaperKind, str], tuple[int, ...]] = {}
    for some in chunks(keys):
        rows = session.execute(
            select(IdentityPaper.kind, IdentityPaper.number_key, IdentityPaper.resident_id)
            .join_from(IdentityPaper, Resident, Resident.id == IdentityPaper.resident_id)
            .where(IdentityPaper.number_key.in_(some), IdentityPaper.withdrawn_at.is_(None), stands())
            .order_by(IdentityPaper.id)
        )
        for kind, key, resident_id in rows:
            holder = (PaperKind(kind), key)
            found[holder] = (*found.get(holder, ()), resident_id)
    return found


def _stays_with_codes(session: Session, facility_id: int, codes: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in chunks(codes):
        rows = session.execute(
            select(Admission.file_code, Admission.resident_id).where(
                Admission.facility_id == facility_id, Admission.file_code.in_(some)
            )
        )
        found |= {row.file_code: row.resident_id for row in rows}
    return found


def _same_births(session: Session, rows: Sequence[ReadRow], scope: Scope) -> set[int]:
    """Persons of the rows' names born on one of the days, months or years (as its first day) that they speak of."""
    births = {row.person.birth.on for row in rows if row.person.birth.on}
    forms = {search_form(row.person.full_name) for row in rows}
    found: set[int] = set()
    for some in chunks(births):
        born = select(Resident.id, Resident.search_key).where(Resident.birth_on.in_(some), within(scope))
        found |= {one for one, key in session.execute(born) if not forms.isdisjoint(forms_in(key))}
    return found


def _same_days(session: Session, facility_id: int, rows: Sequence[ReadRow]) -> set[int]:
    """Persons admitted here on one of the days on which a row without file code was entered, and known by its name.

    Or by what the last copy said: a row may be known by birth or number again while its name was put right.
    """
    uncoded = [row for row in rows if not row.code]
    forms = {search_form(row.person.full_name) for row in uncoded}
    told = {one for row in uncoded for one in _telling(as_json(stated_by(row)))}
    found: set[int] = set()
    for some in chunks({row.entered_on for row in uncoded}):
        entered = (
            select(Admission.resident_id, Resident.search_key, RegisterRow.said)
            .join(Resident, Resident.id == Admission.resident_id)
            .outerjoin(RegisterRow, RegisterRow.admission_id == Admission.id)
            .where(Admission.facility_id == facility_id, Admission.admitted_on.in_(some))
        )
        for one, key, kept in session.execute(entered):
            if not forms.isdisjoint(forms_in(key)) or (kept and not told.isdisjoint(_telling(kept))):
                found.add(one)
    return found


def _telling(kept: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Name, birth and numbers of a kept statement: one of them is the same where the last copy's row may be meant."""
    told = {name: kept.get(name) for name in (Field.NAME.value, Field.BIRTH.value)}
    return {(name, str(value)) for name, value in told.items()} | {("", number) for number in kept.get("numbers", ())}


def _people(session: Session, ids: Collection[int]) -> dict[int, KnownPerson]:
    numbers: dict[int, list[IdentityNumber]] = {}
    names: dict[int, list[str]] = {}
    relatives: dict[int, list[RelativeFacts]] = {}
    residents: list[Resident] = []
    merged: dict[int, set[PartialBirth]] = {}
    for some in chunks(ids):
        residents += session.scalars(select(Resident).where(Resident.id.in_(some)))
        for paper in session.scalars(_standing(IdentityPaper, some)):
            number = IdentityNumber(PaperKind(paper.kind), paper.number, paper.number_key)
            numbers.setdefault(paper.resident_id, []).append(number)
        for alias in session.scalars(_standing(Alias, some)):
            names.setdefault(alias.resident_id, []).append(alias.name)
        for one in session.scalars(_standing(Relative, some)):
            relatives.setdefault(one.resident_id, []).append(RelativeFacts(one.name, one.relation, one.phone))
        for resident_id, record in merged_records(session, some):
            merged.setdefault(resident_id, set()).add(birth_of(record))
    return {
        row.id: KnownPerson(
            id=row.id,
            code=row.code,
            known=Known(row.full_name, birth_of(row), row.commune, _keys(numbers.get(row.id, []))),
            facts=facts_of(row),
            names=(row.full_name, *names.get(row.id, ())),
            numbers=tuple(numbers.get(row.id, ())),
            relatives=tuple(relatives.get(row.id, ())),
            births=frozenset({birth_of(row), *merged.get(row.id, ())}),
        )
        for row in residents
    }


D = TypeVar("D", IdentityPaper, Alias, Relative)


def _standing(model: type[D], resident_ids: Sequence[object]) -> Select[D]:
    """What was not withdrawn, in the order it was entered."""
    return select(model).where(model.resident_id.in_(resident_ids), model.withdrawn_at.is_(None)).order_by(model.id)


def _keys(numbers: Iterable[IdentityNumber]) -> frozenset[tuple[PaperKind, str]]:
    return frozenset((number.kind, number.key) for number in numbers)
