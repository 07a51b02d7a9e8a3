"""The register as an office keeps it, out of the database: one row for each stay, and a sheet of movements.

A register has one way out for each stay, so its row shows where the stay stands on the day. What came in between, an
escape followed by a return or a change of the term, stands in the second sheet: together they are the whole ledger.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries import movements_of, opening_of
from rehab_center.admissions.rules.movements import AFTER, ENTRIES, PRESENT_STATES, MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.rules.sequence import Moved, live
from rehab_center.documents.queries import DocumentLine, document_lines
from rehab_center.organisation.queries import letterhead_on
from rehab_center.register.queries.spells import MOVE_COLUMNS, spell_cells, spells_of
from rehab_center.register.rules.choices import EXIT_WORDS, KIND_WORDS, SEX_WORDS
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.workbook import Cell
from rehab_center.register.writing import BookColumn, register_workbook
from rehab_center.residents.kinds import BirthPrecision, PaperKind, Sex
from rehab_center.residents.models import Alias, IdentityPaper, Relative, Resident
from rehab_center.residents.queries import birth_of
from rehab_center.residents.rules.births import PartialBirth
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import papers_received

_CHUNK = 500
D = TypeVar("D", IdentityPaper, Alias, Relative)

HOME, DECISION, EXIT = "Nơi thường trú", "Quyết định", "Ra khỏi cơ sở"
COLUMNS = (
    BookColumn(Field.ORDINAL, width=6),
    BookColumn(Field.CODE, width=12),
    BookColumn(Field.NAME, width=24),
    BookColumn(Field.ALIAS),
    BookColumn(Field.BIRTH, width=12),
    BookColumn(Field.SEX, width=9),
    BookColumn(Field.IDENTITY, width=16),
    BookColumn(Field.IDENTITY_ISSUED_ON, width=12),
    BookColumn(Field.IDENTITY_ISSUER),
    BookColumn(Field.ETHNICITY, width=10),
    BookColumn(Field.RELIGION, width=10),
    BookColumn(Field.NATIONALITY, width=10),
    BookColumn(Field.STREET, HOME),
    BookColumn(Field.COMMUNE, HOME, 18),
    BookColumn(Field.DISTRICT, HOME, 18),
    BookColumn(Field.PROVINCE, HOME, 18),
    BookColumn(Field.EDUCATION),
    BookColumn(Field.OCCUPATION),
    BookColumn(Field.DRUG, width=18),
    BookColumn(Field.TIMES_TREATED, width=8),
    BookColumn(Field.KIND, width=16),
    BookColumn(Field.DECISION_NUMBER, DECISION),
    BookColumn(Field.DECISION_DATE, DECISION, 12),
    BookColumn(Field.DECISION_ISSUER, DECISION, 24),
    BookColumn(Field.MONTHS, DECISION, 10),
    BookColumn(Field.ENTRY, width=16),
    BookColumn(Field.ENTERED_ON, width=12),
    BookColumn(Field.TERM_START, width=12),
    BookColumn(Field.BOOK_END, width=12),
    BookColumn(Field.UNCOUNTED_DAYS, width=10),
    BookColumn(Field.REDUCED_MONTHS, width=10),
    BookColumn(Field.OPENING_UNTIL, width=12),
    BookColumn(Field.LEFT_ON, EXIT, 12),
    BookColumn(Field.EXIT_REASON, EXIT, 18),
    BookColumn(Field.EXIT_NUMBER, EXIT, 16),
    BookColumn(Field.EXIT_DATE, EXIT, 12),
    BookColumn(Field.EXIT_ISSUER, EXIT, 20),
    BookColumn(Field.CONTACT, width=26),
    BookColumn(Field.CONTACT_PHONE, width=14),
    BookColumn(Field.NOTE, width=24),
)


@dataclass(frozen=True)
class Export:
    """A written register: the bytes of the workbook, and how many stays it holds."""

    content: bytes
    stays: int


@dataclass(frozen=True)
class _Person:
    row: Resident
    papers: Sequence[IdentityPaper]
    aliases: Sequence[Alias]
    relatives: Sequence[Relative]


@dataclass(frozen=True)
class _Stay:
    """A stay as of the day: how it began, and the movement that took somebody out and was not undone since."""

    row: Admission
    ledger: Sequence[Moved]
    out: Moved | None

    @property
    def began(self) -> Moved:
        """The entering movement."""
        return self.ledger[0]


def export_register(session: Session, facility_id: int, *, as_of: date) -> Export:
    """The centre's register at the end of ``as_of``, one row for each stay begun. The caller checks the scope."""
    stays = _stays(session, facility_id, as_of)
    people = _people(session, {stay.row.resident_id for stay in stays})
    later = papers_received(
        session,
        "movement",
        [moved.id for stay in stays for moved in stay.ledger if moved.document_id is None],
        kinds=(TaskKind.PAPER_MISSING, TaskKind.SEARCH_DECISION),
    )
    stays = [_with_later_papers(stay, later) for stay in stays]
    papers = document_lines(session, _paper_ids(stays))
    rows = (
        [ordinal, *_cells(stay, people[stay.row.resident_id], papers)] for ordinal, stay in enumerate(stays, start=1)
    )
    facility = letterhead_on(session, facility_id, as_of).name
    moves = (
        [ordinal, *cells]
        for ordinal, cells in enumerate(
            (
                spell_cells(stay.row.file_code, people[stay.row.resident_id].row.full_name, spell, papers)
                for stay in stays
                for spell in spells_of(stay.ledger, stay.out)
            ),
            start=1,
        )
    )
    content = register_workbook(
        facility=facility, as_of=as_of, columns=COLUMNS, rows=rows, move_columns=MOVE_COLUMNS, moves=moves
    )
    return Export(content, len(stays))


def _with_later_papers(stay: _Stay, later: Mapping[int, int]) -> _Stay:
    """The stay with the papers that came after what they allow."""
    ledger = [replace(moved, document_id=moved.document_id or later.get(moved.id)) for moved in stay.ledger]
    return _Stay(stay.row, ledger, _out(ledger[1:]))


def _stays(session: Session, facility_id: int, as_of: date) -> list[_Stay]:
    admissions = session.scalars(
        select(Admission)
        .where(Admission.facility_id == facility_id, Admission.admitted_on <= as_of)
        .order_by(Admission.admitted_on, Admission.file_code)
    ).all()
    ledgers = movements_of(session, [row.id for row in admissions])
    found = []
    for row in admissions:
        ledger = [moved for moved in live(ledgers[row.id]) if moved.effective_on <= as_of]
        if ledger and ledger[0].kind in ENTRIES:
            found.append(_Stay(row, ledger, _out(ledger[1:])))
    return found


def _out(after_entry: Sequence[Moved]) -> Moved | None:
    last = next((moved for moved in reversed(after_entry) if moved.kind in AFTER), None)
    return None if last is None or AFTER[last.kind] in PRESENT_STATES else last


def _paper_ids(stays: Sequence[_Stay]) -> set[int]:
    decisions = {stay.row.decision_id for stay in stays if stay.row.decision_id}
    return decisions | {stay.out.document_id for stay in stays if stay.out and stay.out.document_id}


def _people(session: Session, ids: Collection[int]) -> dict[int, _Person]:
    ordered = sorted(ids)
    found: dict[int, _Person] = {}
    for start in range(0, len(ordered), _CHUNK):
        some = ordered[start : start + _CHUNK]
        residents = session.scalars(select(Resident).where(Resident.id.in_(some))).all()
        papers = _standing(session, IdentityPaper, some)
        aliases = _standing(session, Alias, some)
        relatives = _standing(session, Relative, some)
        for row in residents:
            found[row.id] = _Person(row, papers.get(row.id, []), aliases.get(row.id, []), relatives.get(row.id, []))
    return found


def _standing(session: Session, model: type[D], ids: Sequence[int]) -> dict[int, list[D]]:
    found: dict[int, list[D]] = {}
    query = select(model).where(model.resident_id.in_(ids), model.withdrawn_at.is_(None)).order_by(model.id)
    for row in session.scalars(query):
        found.setdefault(row.resident_id, []).append(row)
    return found


def _cells(stay: _Stay, person: _Person, papers: Mapping[int, DocumentLine]) -> Iterator[Cell]:
    values = _person_values(person) | _stay_values(stay, papers)
    return (values.get(column.field) or "" for column in COLUMNS[1:])


def _person_values(person: _Person) -> dict[Field, Cell | None]:
    row = person.row
    ordered = sorted(person.papers, key=lambda paper: _PAPER_ORDER.index(PaperKind(paper.kind)))
    first = next(iter(ordered), None)
    return {
        Field.NAME: row.full_name,
        Field.ALIAS: "; ".join(alias.name for alias in person.aliases),
        Field.BIRTH: _birth(birth_of(row)),
        Field.SEX: SEX_WORDS[Sex(row.sex)],
        Field.IDENTITY: " / ".join(paper.number_key for paper in ordered),
        Field.IDENTITY_ISSUED_ON: first.issued_on if first else None,
        Field.IDENTITY_ISSUER: first.issuer if first else None,
        Field.ETHNICITY: row.ethnicity,
        Field.RELIGION: row.religion,
        Field.NATIONALITY: row.nationality,
        Field.STREET: row.address,
        Field.COMMUNE: row.commune,
        Field.DISTRICT: row.district,
        Field.PROVINCE: row.province,
        Field.EDUCATION: row.education,
        Field.OCCUPATION: row.occupation,
        Field.DRUG: row.drug_used,
        **_contact_values(person.relatives),
    }


_PAPER_ORDER = (PaperKind.CITIZEN_ID, PaperKind.OLD_ID, PaperKind.PASSPORT)


def _birth(birth: PartialBirth) -> Cell | None:
    return birth.on if birth.precision is BirthPrecision.DAY else birth.text or None


def _contact_values(relatives: Sequence[Relative]) -> dict[Field, Cell | None]:
    """One relative with the telephone beside it; more than one each with their own, apart by semicolons."""
    if len(relatives) == 1:
        return {Field.CONTACT: _named(relatives[0]), Field.CONTACT_PHONE: relatives[0].phone}
    told = (f"{_named(one)} {one.phone or ''}".strip() for one in relatives)
    return {Field.CONTACT: "; ".join(told)}


def _named(relative: Relative) -> str:
    return f"{relative.name} ({relative.relation})" if relative.relation else relative.name


def _stay_values(stay: _Stay, papers: Mapping[int, DocumentLine]) -> dict[Field, Cell | None]:
    row = stay.row
    decision = papers.get(row.decision_id or 0)
    came_newly = stay.began.kind is MovementKind.ADMITTED
    return {
        Field.CODE: row.file_code,
        Field.TIMES_TREATED: row.times_treated,
        Field.KIND: KIND_WORDS[StayKind(row.kind)],
        Field.DECISION_NUMBER: decision.number if decision else None,
        Field.DECISION_DATE: decision.issued_on if decision else None,
        Field.DECISION_ISSUER: decision.issuer if decision else None,
        Field.MONTHS: row.months,
        Field.ENTRY: None if came_newly else EXIT_WORDS[stay.began.kind],
        Field.ENTERED_ON: stay.began.effective_on,
        Field.TERM_START: row.term_start_on if row.term_start_on != row.admitted_on else None,
        Field.NOTE: row.note,
        **_opening_values(row),
        **_exit_values(stay.out, papers),
    }


def _opening_values(row: Admission) -> dict[Field, Cell | None]:
    opening = opening_of(row)
    if opening is None:
        return {}
    facts = opening.facts
    counted = {Field.UNCOUNTED_DAYS: facts.days, Field.REDUCED_MONTHS: facts.months} if facts.counts else {}
    return {Field.BOOK_END: facts.book_end_on, Field.OPENING_UNTIL: facts.until_on, **counted}


def _exit_values(out: Moved | None, papers: Mapping[int, DocumentLine]) -> dict[Field, Cell | None]:
    if out is None:
        return {}
    paper = papers.get(out.document_id or 0)
    return {
        Field.LEFT_ON: out.effective_on,
        Field.EXIT_REASON: EXIT_WORDS[out.kind],
        Field.EXIT_NUMBER: paper.number if paper else None,
        Field.EXIT_DATE: paper.issued_on if paper else None,
        Field.EXIT_ISSUER: paper.issuer if paper else None,
    }
