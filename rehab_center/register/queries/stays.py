"""The stays of people a register speaks of, with their ledgers and papers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries import movements_of, opening_of
from rehab_center.admissions.rules.movements import AFTER, ENTRIES, EXITS, MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.rules.sequence import Moved, live
from rehab_center.documents.queries import DocumentLine, document_lines
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.readings import PaperWritten
from rehab_center.register.rules.statements import (
    DECISION_FIELDS,
    EXIT_PAPER_FIELDS,
    OPENING_FIELDS,
    Exit,
    filled,
    paper_words,
)
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import papers_received

CHUNK = 500


@dataclass(frozen=True)
class KnownStay:
    """A stay in the database.

    ``ledger``: its live movements in order, the entry first. ``plain`` are its fields as a statement has them. The
    papers may have come later than what they allow. ``shared`` are those of them that other stays rest on too.
    """

    id: int
    resident_id: int
    facility_id: int
    file_code: str
    kind: StayKind
    months: int | None
    entered_on: date
    left_on: date | None
    ledger: tuple[Moved, ...]
    plain: Mapping[Field, str]
    decision: DocumentLine | None
    exit_paper: DocumentLine | None
    shared: frozenset[int]

    @property
    def went_on(self) -> Moved | None:
        """The last movement that changed the state, None while the person has only entered."""
        return next((moved for moved in reversed(self.ledger[1:]) if moved.kind in AFTER), None)

    @property
    def exits(self) -> tuple[Exit, ...]:
        """How the stay went on after the entry, as a book would state it."""
        return tuple((moved.kind, moved.effective_on) for moved in self.ledger[1:] if moved.kind in AFTER)


def chunks(values: Collection[object]) -> Iterable[list[object]]:
    """Parts of a list of values small enough for one statement."""
    ordered = sorted(values, key=str)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))


def stays_of_people(session: Session, resident_ids: Collection[int]) -> dict[int, tuple[KnownStay, ...]]:
    """Every stay of these people that really began, in whichever centre, with its papers."""
    admissions: list[Admission] = []
    for some in chunks(resident_ids):
        admissions += session.scalars(select(Admission).where(Admission.resident_id.in_(some)).order_by(Admission.id))
    ledgers = {stay_id: live(moved) for stay_id, moved in movements_of(session, [row.id for row in admissions]).items()}
    papers = _Papers.of(session, admissions, ledgers)
    found: dict[int, tuple[KnownStay, ...]] = {}
    for row in admissions:
        ledger = ledgers[row.id]
        if ledger and ledger[0].kind in ENTRIES:
            found[row.resident_id] = (*found.get(row.resident_id, ()), _stay(row, ledger, papers))
    return found


@dataclass(frozen=True)
class _Papers:
    """The papers of some stays: those given at once, and those that came later, by movement."""

    lines: Mapping[int, DocumentLine]
    later: Mapping[int, int]
    shared: frozenset[int]

    @classmethod
    def of(cls, session: Session, admissions: Sequence[Admission], ledgers: Mapping[int, Sequence[Moved]]) -> _Papers:
        moved = [one for ledger in ledgers.values() for one in ledger]
        without = [one.id for one in moved if one.document_id is None]
        kinds = (TaskKind.PAPER_MISSING, TaskKind.SEARCH_DECISION)
        later = papers_received(session, "movement", without, kinds=kinds)
        ids = {row.decision_id for row in admissions} | {one.document_id for one in moved} | set(later.values())
        known = {document_id for document_id in ids if document_id is not None}
        return cls(document_lines(session, known), later, _shared(session, known))

    def given(self, document_id: int | None) -> DocumentLine | None:
        return self.lines.get(document_id or 0)

    def of_movement(self, moved: Moved | None) -> DocumentLine | None:
        return self.given(moved.document_id or self.later.get(moved.id)) if moved else None


def _shared(session: Session, document_ids: Collection[int]) -> frozenset[int]:
    """Those of the papers that more than one stay rests on."""
    found: set[int] = set()
    for some in chunks(document_ids):
        stays = union(
            select(Admission.decision_id.label("paper"), Admission.id.label("stay")).where(
                Admission.decision_id.in_(some)
            ),
            select(Movement.document_id, Movement.admission_id).where(Movement.document_id.in_(some)),
        ).subquery()
        found |= set(session.scalars(select(stays.c.paper).group_by(stays.c.paper).having(func.count() > 1)))
    return frozenset(found)


def _stay(row: Admission, ledger: Sequence[Moved], papers: _Papers) -> KnownStay:
    last = next((moved for moved in reversed(ledger[1:]) if moved.kind in AFTER), None)
    decision = papers.given(row.decision_id) or papers.of_movement(ledger[0])
    exit_paper = papers.of_movement(last)
    return KnownStay(
        id=row.id,
        resident_id=row.resident_id,
        facility_id=row.facility_id,
        file_code=row.file_code,
        kind=StayKind(row.kind),
        months=row.months,
        entered_on=row.admitted_on,
        left_on=last.effective_on if last and last.kind in EXITS else None,
        ledger=tuple(ledger),
        plain=_plain(row, ledger[0], decision, exit_paper),
        decision=decision,
        exit_paper=exit_paper,
        shared=papers.shared,
    )


def _plain(
    row: Admission, entry: Moved, decision: DocumentLine | None, exit_paper: DocumentLine | None
) -> dict[Field, str]:
    return filled(
        {
            Field.CODE: row.file_code,
            Field.MONTHS: str(row.months) if row.months else None,
            Field.ENTERED_ON: row.admitted_on.isoformat(),
            Field.TERM_START: row.term_start_on.isoformat() if row.term_start_on != row.admitted_on else None,
            Field.TIMES_TREATED: str(row.times_treated) if row.times_treated else None,
            Field.NOTE: row.note,
            Field.KIND: row.kind,
            Field.ENTRY: entry.kind.value if entry.kind is not MovementKind.ADMITTED else None,
            **_opening(row),
            **paper_words(DECISION_FIELDS, _written(decision)),
            **paper_words(EXIT_PAPER_FIELDS, _written(exit_paper)),
        }
    )


def _opening(row: Admission) -> dict[Field, str | None]:
    """What the opening that holds says, as a book states it."""
    opening = opening_of(row)
    if opening is None:
        return {}
    facts = opening.facts
    told = {column: getattr(facts, name) for column, name in OPENING_FIELDS.items()}
    if not facts.counts:
        told = {Field.BOOK_END: facts.book_end_on}
    return {
        column: value.isoformat() if isinstance(value, date) else None if value is None else str(value)
        for column, value in told.items()
    }


def _written(paper: DocumentLine | None) -> PaperWritten:
    return PaperWritten(paper.number, paper.issued_on, paper.issuer) if paper else PaperWritten(None)
