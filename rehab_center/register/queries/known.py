"""What the database already knows of the people and stays a register speaks of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries import movements_of
from rehab_center.admissions.rules.movements import AFTER, ENTRIES, EXITS
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.rules.sequence import Moved, live
from rehab_center.documents.queries import DocumentLine, document_lines
from rehab_center.permissions import Scope
from rehab_center.register.models import ColumnMapping
from rehab_center.register.rules.crosscheck import Known, code_key
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.readings import ReadRow
from rehab_center.residents.kinds import PaperKind
from rehab_center.residents.models import Alias, IdentityPaper, Relative, Resident
from rehab_center.residents.queries import birth_of, facts_of, merged_records, stands, within
from rehab_center.residents.rules.births import PartialBirth, compatible
from rehab_center.residents.rules.facts import PersonFacts
from rehab_center.residents.rules.searching import search_form

_CHUNK = 500


@dataclass(frozen=True)
class KnownPerson:
    """A person in the database. ``other_names`` and ``relatives`` are in their searching form.

    ``births``: the person's, and those of the records merged into this one: the book goes on saying them.
    """

    id: int
    code: str
    known: Known
    facts: PersonFacts
    other_names: frozenset[str]
    relatives: frozenset[str]
    births: frozenset[PartialBirth] = frozenset()

    def may_be(self, name: str, birth: PartialBirth) -> bool:
        """Whether the book may mean this person by that name, another one of theirs too, and that birth."""
        return search_form(name) in self.other_names and any(compatible(birth, one) for one in self.births)


@dataclass(frozen=True)
class KnownStay:
    """A stay in the database. ``went_on`` is the last movement that changed the state, None while only entered."""

    id: int
    resident_id: int
    facility_id: int
    file_code: str
    kind: StayKind
    months: int | None
    entered_on: date
    left_on: date | None
    went_on: Moved | None
    decision: DocumentLine | None
    exit_paper: DocumentLine | None


@dataclass(frozen=True)
class Knowledge:
    """All that planning the rows needs, loaded in a few queries."""

    facility_id: int | None
    people: Mapping[int, KnownPerson]
    holders: Mapping[tuple[PaperKind, str], int]
    stays: Mapping[int, tuple[KnownStay, ...]]
    by_code: Mapping[str, KnownStay]

    def stays_here(self, person: KnownPerson | None) -> tuple[KnownStay, ...]:
        """The person's stays in this centre."""
        stays = self.stays.get(person.id, ()) if person else ()
        return tuple(stay for stay in stays if stay.facility_id == self.facility_id)

    def named(self, name: str) -> list[KnownPerson]:
        """The loaded persons of that name, tones and marks aside."""
        form = search_form(name)
        return [person for person in self.people.values() if search_form(person.known.name) == form]


def nothing_known() -> Knowledge:
    """What an empty database knows."""
    return Knowledge(None, {}, {}, {}, {})


def remembered(session: Session, facility_id: int | None) -> dict[str, Field]:
    """The meanings given by hand to headings of this centre's books, by heading key."""
    if facility_id is None:
        return {}
    rows = session.scalars(select(ColumnMapping).where(ColumnMapping.facility_id == facility_id))
    return {row.heading_key: Field(row.field) for row in rows}


def knowledge_of(session: Session, rows: Sequence[ReadRow], *, facility_id: int, scope: Scope) -> Knowledge:
    """What is known of the people and file codes in ``rows``.

    Numbers are looked up whatever the scope: rule 42 knows none. Names are looked up within it.
    """
    holders = _holders(session, {number.key for row in rows for number in row.numbers})
    by_code = _stays_with_codes(session, facility_id, {row.code for row in rows if row.code})
    ids = {*holders.values(), *by_code.values()}
    ids |= _same_births(session, rows, scope) | _same_days(session, facility_id, rows)
    stays = _stays(session, ids)
    here = [stay for some in stays.values() for stay in some if stay.facility_id == facility_id]
    return Knowledge(
        facility_id, _people(session, ids), holders, stays, {code_key(stay.file_code): stay for stay in here}
    )


def _chunks(values: Collection[object]) -> Iterable[list[object]]:
    ordered = sorted(values, key=str)
    return (ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK))


def _holders(session: Session, keys: Collection[str]) -> dict[tuple[PaperKind, str], int]:
    found: dict[tuple[PaperKind, str], int] = {}
    for some in _chunks(keys):
        rows = session.execute(
            select(IdentityPaper.kind, IdentityPaper.number_key, IdentityPaper.resident_id)
            .join_from(IdentityPaper, Resident, Resident.id == IdentityPaper.resident_id)
            .where(IdentityPaper.number_key.in_(some), IdentityPaper.withdrawn_at.is_(None), stands())
            .order_by(IdentityPaper.id.desc())
        )
        found |= {(PaperKind(kind), key): resident_id for kind, key, resident_id in rows}
    return found


def _stays_with_codes(session: Session, facility_id: int, codes: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in _chunks(codes):
        rows = session.execute(
            select(Admission.file_code, Admission.resident_id).where(
                Admission.facility_id == facility_id, Admission.file_code.in_(some)
            )
        )
        found |= {row.file_code: row.resident_id for row in rows}
    return found


def _same_births(session: Session, rows: Sequence[ReadRow], scope: Scope) -> set[int]:
    """Persons born on one of the days, months or years (as its first day) that the rows speak of."""
    births = {row.person.birth.on for row in rows if row.person.birth.on}
    found: set[int] = set()
    for some in _chunks(births):
        found |= set(session.scalars(select(Resident.id).where(Resident.birth_on.in_(some), within(scope))))
    return found


def _same_days(session: Session, facility_id: int, rows: Sequence[ReadRow]) -> set[int]:
    """Persons admitted here on one of the days on which a row without file code, number or birth was entered."""
    days = {row.entered_on for row in rows if not row.code}
    found: set[int] = set()
    for some in _chunks(days):
        query = select(Admission.resident_id).where(
            Admission.facility_id == facility_id, Admission.admitted_on.in_(some)
        )
        found |= set(session.scalars(query))
    return found


def _people(session: Session, ids: Collection[int]) -> dict[int, KnownPerson]:
    numbers: dict[int, set[tuple[PaperKind, str]]] = {}
    names: dict[int, set[str]] = {}
    relatives: dict[int, set[str]] = {}
    residents: list[Resident] = []
    merged: dict[int, set[PartialBirth]] = {}
    for some in _chunks(ids):
        residents += session.scalars(select(Resident).where(Resident.id.in_(some)))
        papers = select(IdentityPaper).where(IdentityPaper.resident_id.in_(some), IdentityPaper.withdrawn_at.is_(None))
        for paper in session.scalars(papers):
            numbers.setdefault(paper.resident_id, set()).add((PaperKind(paper.kind), paper.number_key))
        aliases = select(Alias.resident_id, Alias.name).where(Alias.resident_id.in_(some), Alias.withdrawn_at.is_(None))
        for resident_id, name in session.execute(aliases):
            names.setdefault(resident_id, set()).add(search_form(name))
        told = select(Relative.resident_id, Relative.name).where(
            Relative.resident_id.in_(some), Relative.withdrawn_at.is_(None)
        )
        for resident_id, name in session.execute(told):
            relatives.setdefault(resident_id, set()).add(search_form(name))
        for resident_id, record in merged_records(session, some):
            merged.setdefault(resident_id, set()).add(birth_of(record))
    return {
        row.id: KnownPerson(
            id=row.id,
            code=row.code,
            known=Known(row.full_name, birth_of(row), row.commune, frozenset(numbers.get(row.id, ()))),
            facts=facts_of(row),
            other_names=frozenset({search_form(row.full_name), *names.get(row.id, ())}),
            relatives=frozenset(relatives.get(row.id, ())),
            births=frozenset({birth_of(row), *merged.get(row.id, ())}),
        )
        for row in residents
    }


def _stays(session: Session, resident_ids: Collection[int]) -> dict[int, tuple[KnownStay, ...]]:
    admissions: list[Admission] = []
    for some in _chunks(resident_ids):
        admissions += session.scalars(select(Admission).where(Admission.resident_id.in_(some)).order_by(Admission.id))
    ledgers = {stay_id: live(moved) for stay_id, moved in movements_of(session, [row.id for row in admissions]).items()}
    papers = document_lines(
        session,
        [row.decision_id for row in admissions if row.decision_id]
        + [moved.document_id for ledger in ledgers.values() for moved in ledger if moved.document_id],
    )
    found: dict[int, tuple[KnownStay, ...]] = {}
    for row in admissions:
        ledger = ledgers[row.id]
        if ledger and ledger[0].kind in ENTRIES:
            found[row.resident_id] = (*found.get(row.resident_id, ()), _stay(row, ledger, papers))
    return found


def _stay(row: Admission, ledger: Sequence[Moved], papers: Mapping[int, DocumentLine]) -> KnownStay:
    last = next((moved for moved in reversed(ledger[1:]) if moved.kind in AFTER), None)
    return KnownStay(
        id=row.id,
        resident_id=row.resident_id,
        facility_id=row.facility_id,
        file_code=row.file_code,
        kind=StayKind(row.kind),
        months=row.months,
        entered_on=row.admitted_on,
        left_on=last.effective_on if last and last.kind in EXITS else None,
        went_on=last,
        decision=papers.get(row.decision_id or 0),
        exit_paper=papers.get(last.document_id or 0) if last else None,
    )
