"""Reading papers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, or_, select, true
from sqlalchemy.orm import Session

from rehab_center.audit.waiting import BESIDE, waiting
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.models import Attachment, Document
from rehab_center.documents.rules import DocumentFacts, number_key
from rehab_center.errors import NotFound
from rehab_center.permissions import Scope
from rehab_center.web.list_state import ListState
from rehab_center.words import N_, message


@dataclass(frozen=True)
class DocumentLine:
    """A paper as a list or a sentence names it; ``scans`` is how many scans it has."""

    id: int
    kind: DocumentKind
    number: str
    issued_on: date | None
    issuer: str | None
    unknown_in_old_book: bool
    scans: int

    @property
    def complete(self) -> bool:
        """Whether date and issuer are both known."""
        return self.issued_on is not None and self.issuer is not None


@dataclass(frozen=True)
class ScanLine:
    """A scan; ``size`` in bytes."""

    id: int
    name: str
    media_type: str
    size: int
    stored_at: datetime


@dataclass(frozen=True)
class DocumentPage:
    """Everything a paper's page shows but what rests on it."""

    line: DocumentLine
    facility_id: int | None
    own_book: bool
    note: str | None
    created_at: datetime
    version: int
    scans: tuple[ScanLine, ...]
    #: Other papers of the same kind with the same number and no other date or issuer: perhaps entered twice.
    alike: tuple[DocumentLine, ...]


def within(scope: Scope) -> ColumnElement[bool]:
    """Papers of the scope's centres, and those of no centre."""
    if scope.facility_ids is None:
        return true()
    return or_(Document.facility_id.is_(None), Document.facility_id.in_(scope.facility_ids))


def load_document(session: Session, document_id: int, *, scope: Scope) -> Document:
    """The row itself, for services. Raises NotFound, outside the scope too."""
    document = session.get(Document, document_id)
    if document is None or not (document.facility_id is None or scope.covers(document.facility_id)):
        raise NotFound(message(N_("There is no such paper")))
    return document


def _lines() -> Select[Any]:
    scans = (
        select(func.count())
        .where(Attachment.document_id == Document.id, Attachment.withdrawn_at.is_(None))
        .correlate(Document)
        .scalar_subquery()
    )
    return select(
        Document.id,
        Document.kind,
        Document.number,
        Document.issued_on,
        Document.issuer,
        Document.unknown_in_old_book,
        scans.label("scans"),
    )


def _line(row: Row[Any]) -> DocumentLine:
    return DocumentLine(
        id=row.id,
        kind=DocumentKind(row.kind),
        number=row.number,
        issued_on=row.issued_on,
        issuer=row.issuer,
        unknown_in_old_book=row.unknown_in_old_book,
        scans=row.scans,
    )


def document_lines(session: Session, ids: Collection[int]) -> dict[int, DocumentLine]:
    """Papers by id, for pages that already know they may show them."""
    found: dict[int, DocumentLine] = {}
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        found |= {row.id: _line(row) for row in session.execute(_lines().where(Document.id.in_(some)))}
    return found


def document_line(session: Session, document_id: int) -> DocumentLine:
    """One paper. Raises NotFound."""
    found = document_lines(session, [document_id])
    if not found:
        raise NotFound(message(N_("There is no such paper")))
    return found[document_id]


def documents(session: Session, *, scope: Scope, state: ListState) -> tuple[tuple[DocumentLine, ...], int]:
    """The papers a list asks for, and how many there are in all.

    Choices: ``kind`` and ``missing`` ("date-or-issuer", "scan"); days: ``issued_on``; the search is for the number.
    """
    where = (within(scope), *_conditions(state))
    total = session.scalar(select(func.count()).select_from(Document).where(*where)) or 0
    rows = session.execute(_lines().where(*where).order_by(*_order(state)).limit(state.limit).offset(state.offset))
    return tuple(_line(row) for row in rows), total


_SORTED_BY = {
    "number": Document.number_key,
    "kind": Document.kind,
    "issued_on": Document.issued_on,
    "issuer": Document.issuer,
}


def _order(state: ListState) -> tuple[ColumnElement[Any], ...]:
    column = _SORTED_BY.get(state.sort, Document.issued_on)
    way = column.desc() if state.descending else column.asc()
    return (column.is_(None), way, Document.id.desc() if state.descending else Document.id.asc())


def _conditions(state: ListState) -> Iterable[ColumnElement[bool]]:
    if key := number_key(state.q):
        yield Document.number_key.contains(key, autoescape=True)
    if kind := state.choice("kind"):
        yield Document.kind == kind
    if state.choice("missing") == "date-or-issuer":
        yield missing_something()
    if state.choice("missing") == "scan":
        yield Document.id.not_in(select(Attachment.document_id).where(Attachment.withdrawn_at.is_(None)))
    first, last = state.range_of("issued_on")
    if first is not None:
        yield Document.issued_on >= first
    if last is not None:
        yield Document.issued_on <= last


def missing_something() -> ColumnElement[bool]:
    """Papers whose date or issuer is not known."""
    return or_(Document.issued_on.is_(None), Document.issuer.is_(None))


def document_page(session: Session, document_id: int, *, scope: Scope) -> DocumentPage:
    """A paper's page. Raises NotFound, outside the scope too."""
    document = load_document(session, document_id, scope=scope)
    scans = session.scalars(
        select(Attachment)
        .where(Attachment.document_id == document_id, Attachment.withdrawn_at.is_(None))
        .order_by(Attachment.id)
    )
    return DocumentPage(
        line=document_line(session, document_id),
        facility_id=document.facility_id,
        own_book=document.own_book,
        note=document.note,
        created_at=document.created_at,
        version=document.version,
        scans=tuple(ScanLine(one.id, one.name, one.media_type, one.size, one.stored_at) for one in scans),
        alike=_alike(session, document, scope=scope),
    )


def _alike(session: Session, document: Document, *, scope: Scope) -> tuple[DocumentLine, ...]:
    rows = session.execute(
        _lines()
        .where(
            within(scope),
            Document.id != document.id,
            Document.kind == document.kind,
            Document.number_key == document.number_key,
            *(_same_or_unknown(document.issued_on, document.issuer)),
        )
        .limit(20)
    )
    return tuple(_line(row) for row in rows)


def _same_or_unknown(issued_on: date | None, issuer: str | None) -> Iterable[ColumnElement[bool]]:
    if issued_on is not None:
        yield or_(Document.issued_on.is_(None), Document.issued_on == issued_on)
    if issuer is not None:
        yield or_(Document.issuer.is_(None), Document.issuer == issuer)


def known_issuers(
    session: Session, *, scope: Scope, kinds: Collection[DocumentKind] | None = None, limit: int = 40
) -> tuple[str, ...]:
    """Who issued papers (of some ``kinds``, or any), as written before, the latest first: offered while one types."""
    where = [within(scope), Document.issuer.is_not(None)]
    if kinds is not None:
        where.append(Document.kind.in_(kinds))
    latest = func.max(Document.id)
    rows = session.scalars(
        select(Document.issuer).where(*where).group_by(Document.issuer).order_by(latest.desc()).limit(limit)
    )
    return tuple(issuer for issuer in rows if issuer)


_SAME_PAPER = (
    select(Document.id)
    .where(
        Document.facility_id == bindparam("facility_id"),
        Document.kind == bindparam("kind"),
        Document.number_key == bindparam("number_key"),
        Document.issued_on == bindparam("issued_on"),
        Document.issuer == bindparam("issuer"),
    )
    .limit(2)
    .execution_options(**BESIDE)
)


def find_same(session: Session, facts: DocumentFacts) -> int | None:
    """The one paper of the centre with that kind, number, date and issuer; None when there is none or several."""
    asked = {
        "facility_id": facts.facility_id,
        "kind": facts.kind,
        "number_key": number_key(facts.number),
        "issued_on": facts.issued_on,
        "issuer": facts.issuer,
    }
    papers = waiting(session, Document)
    alike = [paper.id for paper in papers if all(getattr(paper, name) == value for name, value in asked.items())]
    found = [*session.scalars(_SAME_PAPER, asked), *alike]
    return found[0] if len(found) == 1 else None


def find_document(
    session: Session,
    *,
    facility_id: int | None,
    kind: DocumentKind,
    number: str,
    issued_on: date | None = None,
    issuer: str | None = None,
) -> int | None:
    """The one paper with that number (and that date and issuer, where given); None when there is none or several."""
    where = [Document.kind == kind, Document.number_key == number_key(number)]
    where.append(Document.facility_id.is_(None) if facility_id is None else Document.facility_id == facility_id)
    if issued_on is not None:
        where.append(Document.issued_on == issued_on)
    if issuer is not None:
        where.append(Document.issuer == issuer)
    found = session.scalars(select(Document.id).where(and_(*where)).limit(2)).all()
    return found[0] if len(found) == 1 else None
