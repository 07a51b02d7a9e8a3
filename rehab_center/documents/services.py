"""Use-cases about papers.

``add_document``, ``fill_in_document``, ``mark_cancelled`` and ``add_scan`` are parts of a larger act and write no entry
in the log: the act that calls them does. ``attach_scan``, ``withdraw_scan`` and ``correct_document`` are whole acts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import Subject, record
from rehab_center.audit.second_saver import refuse_stale
from rehab_center.audit.waiting import give_key
from rehab_center.documents import scans
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.models import Attachment, Document
from rehab_center.documents.queries import load_document
from rehab_center.documents.rules import DocumentFacts, check_issued_on, number_key, tidied
from rehab_center.errors import Conflict, Difference, NotFound
from rehab_center.names import clean
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.words import N_, message


def add_document(session: Session, *, facts: DocumentFacts, actor: Actor, now: datetime) -> int:
    """Enter a paper and give its id. No entry in the log.

    Raises DomainError for facts that make no paper, Conflict (``number-taken``) when the number is already in that
    book of the centre.
    """
    facts = tidied(facts, today=clock.day_of(now))
    if facts.facility_id is not None and not actor.scope.covers(facts.facility_id):
        raise NotFound(message(N_("There is no such centre")))
    document = Document(
        facility_id=facts.facility_id,
        kind=facts.kind,
        number=facts.number,
        number_key=number_key(facts.number),
        issued_on=facts.issued_on,
        issuer=facts.issuer,
        unknown_in_old_book=facts.unknown_in_old_book,
        own_book=facts.own_book,
        book_year=facts.issued_on.year if facts.own_book and facts.issued_on else None,
        note=facts.note,
        created_at=now,
    )
    _refuse_taken_number(session, document)
    session.add(document)
    give_key(session)
    return document.id


def _refuse_taken_number(session: Session, document: Document) -> None:
    if not document.own_book:
        return
    with session.no_autoflush:
        taken = session.scalar(
            select(Document.id).where(
                Document.own_book,
                Document.facility_id == document.facility_id,
                Document.kind == document.kind,
                Document.book_year == document.book_year,
                Document.number_key == document.number_key,
                Document.id.is_distinct_from(document.id),
            )
        )
    if taken is not None:
        raise Conflict(
            message(
                N_("Number %(number)s is already in the centre's book of %(year)s"),
                number=document.number,
                year=document.book_year,
            ),
            field="number",
            code="number-taken",
        )


def fill_in_document(
    session: Session,
    document_id: int,
    *,
    issued_on: date | None = None,
    issuer: str | None = None,
    actor: Actor,
    now: datetime,
) -> bool:
    """Write a date or an issuer that was missing; what is there already stays. Gives whether anything was written.

    No entry in the log. Raises NotFound outside the actor's scope.
    """
    document = load_document(session, document_id, scope=actor.scope)
    check_issued_on(issued_on, today=clock.day_of(now))
    before = (document.issued_on, document.issuer)
    document.issued_on = document.issued_on or issued_on
    document.issuer = document.issuer or clean(issuer or "") or None
    if document.issued_on and document.issuer:
        document.unknown_in_old_book = False
    session.flush()
    return before != (document.issued_on, document.issuer)


@dataclass(frozen=True)
class DocumentEdit:
    """What may be put right on a paper's page; kind and book stay as entered."""

    number: str
    issued_on: date | None
    issuer: str | None
    note: str | None


def correct_document(
    session: Session,
    document_id: int,
    *,
    edit: DocumentEdit,
    expected_version: int,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Put right what was entered wrongly. The log keeps what stood there.

    Raises Conflict with both values when somebody saved in between, DomainError for facts that make no paper.
    """
    document = load_document(session, document_id, scope=actor.scope)
    facts = tidied(_with(document, edit), today=clock.day_of(now))
    refuse_stale(session, document, expected_version, differences=_differences(document, facts))
    document.number, document.number_key = facts.number, number_key(facts.number)
    document.issued_on, document.issuer, document.note = facts.issued_on, facts.issuer, facts.note
    document.book_year = facts.issued_on.year if facts.own_book and facts.issued_on else None
    document.unknown_in_old_book = document.unknown_in_old_book and not facts.complete
    _refuse_taken_number(session, document)
    record("document.corrected", actor=actor, at=now, about=subject_of(document), reason=reason)


def _with(document: Document, edit: DocumentEdit) -> DocumentFacts:
    return DocumentFacts(
        kind=DocumentKind(document.kind),
        number=edit.number,
        issued_on=edit.issued_on,
        issuer=edit.issuer,
        facility_id=document.facility_id,
        unknown_in_old_book=document.unknown_in_old_book,
        own_book=document.own_book,
        note=edit.note,
    )


def _differences(document: Document, facts: DocumentFacts) -> list[Difference]:
    pairs = [
        (name, getattr(document, name), getattr(facts, name)) for name in ("number", "issued_on", "issuer", "note")
    ]
    return [Difference(name, theirs, yours) for name, theirs, yours in pairs if theirs != yours]


def mark_cancelled(session: Session, document_id: int, reason: str, *, actor: Actor) -> None:
    """Write on one of the centre's own papers that it was cancelled; its number stays used. No entry in the log."""
    document = load_document(session, document_id, scope=actor.scope)
    document.note = "\n".join(part for part in (document.note, f"Đã hủy: {reason}") if part)
    session.flush()


def add_scan(
    session: Session, document_id: int, *, content: bytes, name: str, folder: Path, actor: Actor, now: datetime
) -> int:
    """Store a scan under a paper and give its id; the same bytes again give the scan that is there. No log entry."""
    document = load_document(session, document_id, scope=actor.scope)
    stored = scans.store(folder, content)
    there = session.scalar(
        select(Attachment).where(Attachment.document_id == document.id, Attachment.sha256 == stored.sha256)
    )
    if there is not None:
        there.withdrawn_at = None
        session.flush()
        return there.id
    attachment = Attachment(
        document_id=document.id,
        sha256=stored.sha256,
        name=scans.scan_name(name, stored.media_type),
        media_type=stored.media_type,
        size=stored.size,
        stored_at=now,
    )
    session.add(attachment)
    session.flush()
    return attachment.id


def attach_scan(
    session: Session, document_id: int, *, content: bytes, name: str, folder: Path, actor: Actor, now: datetime
) -> int:
    """Store a scan under a paper. Raises DomainError for a wrong or too large file."""
    scan_id = add_scan(session, document_id, content=content, name=name, folder=folder, actor=actor, now=now)
    about = subject_of(load_document(session, document_id, scope=EVERYWHERE))
    record("document.scan-attached", actor=actor, at=now, about=about, details={"scan": scan_id})
    return scan_id


def withdraw_scan(
    session: Session, document_id: int, scan_id: int, *, reason: str, actor: Actor, now: datetime
) -> None:
    """Take a scan that belongs elsewhere off a paper; its bytes stay, for the log speaks of them. Raises NotFound."""
    document = load_document(session, document_id, scope=actor.scope)
    _scan(session, document_id, scan_id).withdrawn_at = now
    record("document.scan-withdrawn", actor=actor, at=now, about=subject_of(document), reason=reason)


def open_scan(session: Session, document_id: int, scan_id: int, *, folder: Path, actor: Actor, now: datetime) -> Scan:
    """The bytes of a scan; who opened it is in the log. Raises NotFound."""
    document = load_document(session, document_id, scope=actor.scope)
    attachment = _scan(session, document_id, scan_id)
    opened = Scan(attachment.name, attachment.media_type, scans.read(folder, attachment.sha256))
    record("document.scan-opened", actor=actor, at=now, about=subject_of(document), details={"scan": scan_id})
    return opened


@dataclass(frozen=True)
class Scan:
    """A scan to be shown."""

    name: str
    media_type: str
    content: bytes


def _scan(session: Session, document_id: int, scan_id: int) -> Attachment:
    attachment = session.get(Attachment, scan_id)
    if attachment is None or attachment.document_id != document_id or attachment.withdrawn_at is not None:
        raise NotFound(message(N_("There is no such scan")))
    return attachment


def subject_of(document: Document) -> Subject:
    """The paper as the log names it."""
    return Subject("document", document.id, document.number)


def note_export(*, form: str, rows: int, actor: Actor, now: datetime) -> None:
    """The list of papers leaves the program as a file. Called before it does."""
    record("document.exported", actor=actor, at=now, details={"rows": rows, "form": form})
