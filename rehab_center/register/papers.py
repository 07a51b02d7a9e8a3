"""The papers a register names: as facts for the services, and what a newer copy knows of those that are there."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.services import MoveFacts
from rehab_center.admissions.services.papers import About, enter_paper
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.models import Document
from rehab_center.documents.queries import DocumentLine
from rehab_center.documents.rules import DocumentFacts
from rehab_center.documents.services import DocumentEdit, correct_document, fill_in_document
from rehab_center.errors import Conflict
from rehab_center.register.queries.stays import KnownStay
from rehab_center.register.rules.comparing import CellChange
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.readings import ExitWritten, PaperWritten
from rehab_center.register.rules.statements import DECISION_FIELDS, value_of
from rehab_center.register.sources import Import
from rehab_center.residents.models import Resident
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.services import close_exceptions
from rehab_center.words import N_, message

#: What kind of paper stands beside each way of leaving.
EXIT_PAPERS = {
    MovementKind.COMPLETED: DocumentKind.CERTIFICATE,
    MovementKind.RELEASED: DocumentKind.CERTIFICATE,
    MovementKind.REDUCED: DocumentKind.REDUCTION,
    MovementKind.EXEMPTED: DocumentKind.SUSPENSION,
    MovementKind.SUSPENDED: DocumentKind.SUSPENSION,
    MovementKind.TRANSFERRED_OUT: DocumentKind.TRANSFER,
    MovementKind.TO_SOCIAL_PROTECTION: DocumentKind.TRANSFER,
    MovementKind.DIED: DocumentKind.DEATH,
    MovementKind.ESCAPED: DocumentKind.ESCAPE_DECISION,
    MovementKind.TO_HOSPITAL: DocumentKind.HOSPITAL,
    MovementKind.TAKEN_OUT: DocumentKind.EXTRACTION,
    MovementKind.IMPRISONED: DocumentKind.EXTRACTION,
}


def kind_of_paper(kind: MovementKind) -> DocumentKind:
    """What kind of paper usually stands beside a movement."""
    return EXIT_PAPERS.get(kind, DocumentKind.DECISION)


def move_facts(left: ExitWritten) -> MoveFacts:
    """How a stay went on, as a movement with the paper the book names."""
    paper = document_of(kind_of_paper(left.kind), left.paper)
    return MoveFacts(kind=left.kind, effective_on=left.on, document=paper, note=left.words or None)


def document_of(kind: DocumentKind, written: PaperWritten) -> DocumentFacts | None:
    """The paper as the book has it; None where the book has no number. What is missing is owed, never invented."""
    if written.number is None:
        return None
    return DocumentFacts(kind=kind, number=written.number, issued_on=written.issued_on, issuer=written.issuer)


@dataclass(frozen=True)
class Paper:
    """The decision of a stay, or the paper of how it went on: ``line`` is there (None: it is missing), ``written`` is
    what the book has; ``fields`` are number, date and issuer."""

    stay: KnownStay
    line: DocumentLine | None
    fields: tuple[Field, Field, Field]
    written: PaperWritten


def write_paper(session: Session, paper: Paper, cells: tuple[CellChange, ...], about: Import) -> None:
    """Write what ``cells`` say of the paper: correct it, complete it, or enter it where it was missing."""
    mine = {cell.field: cell for cell in cells if cell.field in paper.fields}
    if not mine:
        return
    if paper.line is None:
        _paper_came(session, paper, about)
        return
    if any(cell.before is not None for cell in mine.values()):
        _correct(session, paper, paper.line.id, mine, about)
    else:
        _fill_in(session, paper, paper.line.id, mine, about)
    _settle(session, paper.line.id, about)


def _fill_in(session: Session, paper: Paper, document_id: int, cells: dict[Field, CellChange], about: Import) -> None:
    told = {column: value_of(column, cell.value or "") for column, cell in cells.items()}
    _number, issued_on, issuer = (told.get(column) for column in paper.fields)
    fill_in_document(session, document_id, issued_on=issued_on, issuer=issuer, actor=about.actor, now=about.now)


def _correct(session: Session, paper: Paper, document_id: int, cells: dict[Field, CellChange], about: Import) -> None:
    document = session.get_one(Document, document_id)
    told = {column: value_of(column, cell.value or "") for column, cell in cells.items()}
    number, issued_on, issuer = paper.fields
    edit = DocumentEdit(
        number=told.get(number, document.number),
        issued_on=told.get(issued_on, document.issued_on),
        issuer=told.get(issuer, document.issuer),
        note=document.note,
    )
    correct_document(
        session,
        document_id,
        edit=edit,
        expected_version=document.version,
        reason=about.reason,
        actor=about.actor,
        now=about.now,
    )


def _settle(session: Session, document_id: int, about: Import) -> None:
    """What was owed about an incomplete paper is settled once it is complete."""
    document = session.get_one(Document, document_id)
    if document.issued_on and document.issuer:
        close_exceptions(
            session,
            subject_kind="document",
            subject_id=document_id,
            kinds=[TaskKind.PAPER_INCOMPLETE],
            document_id=document_id,
            actor=about.actor,
            now=about.now,
        )


def _paper_came(session: Session, paper: Paper, about: Import) -> None:
    """The paper of a movement that had none: what was owed is settled by it. Raises Conflict where nothing was owed."""
    of_decision = paper.fields == DECISION_FIELDS
    moved = paper.stay.ledger[0] if of_decision else paper.stay.went_on
    if moved is None:
        return
    kind = DocumentKind.DECISION if of_decision else kind_of_paper(moved.kind)
    facts = document_of(kind, paper.written)
    if facts is None:
        return
    person = session.get_one(Resident, paper.stay.resident_id)
    whom = About(person.id, about.facility_id, f"{person.full_name} ({paper.stay.file_code})")
    document_id = enter_paper(session, facts, about=whom, old_book=True, actor=about.actor, now=about.now)
    settled = close_exceptions(
        session,
        subject_kind="movement",
        subject_id=moved.id,
        kinds=[TaskKind.PAPER_MISSING, TaskKind.SEARCH_DECISION],
        document_id=document_id,
        actor=about.actor,
        now=about.now,
    )
    if not settled:
        said = message(N_("No paper is owed for this any more; put it in on the page of the stay."))
        raise Conflict(said, field="decision_number" if of_decision else "document")
