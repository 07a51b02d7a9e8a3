"""The books: the papers of a year by number, what follows, and whether a number is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session

from rehab_center.documents.models import Attachment, Document
from rehab_center.documents.rules import number_key
from rehab_center.issuing.kinds import Book, Numbering, PaperKind, PaperState
from rehab_center.issuing.models import BookStart, IssuedPaper, PaperNumber
from rehab_center.issuing.rules.numbers import Run, next_number, number_in, run_of
from rehab_center.names import fold
from rehab_center.organisation.models import FacilityName
from rehab_center.permissions import Scope
from rehab_center.web.list_state import ListState


@dataclass(frozen=True)
class BookLine:
    """A paper as the book of outgoing papers lists it; ``printed`` None: it has no number yet."""

    id: int
    kind: PaperKind
    state: PaperState
    book: Book | None
    year: int | None
    number: int | None
    printed: str | None
    dated_on: date
    about: str
    stay_id: int
    signer: str | None
    cancelled_reason: str | None


@dataclass(frozen=True)
class BookSum:
    """One book of a year: how its numbers run, and how many papers entered elsewhere are among them."""

    book: Book
    year: int
    run: Run
    papers: int
    elsewhere: int


def book_starts(session: Session, facility_id: int, year: int) -> dict[Book, int]:
    """The books of a year that were begun on paper, each with the last number it had there."""
    rows = session.execute(
        select(BookStart.book, BookStart.last_number)
        .where(BookStart.facility_id == facility_id, BookStart.year == year)
        .order_by(BookStart.id)
    )
    return {Book(book): last for book, last in rows}


def numbers_elsewhere(session: Session, facility_id: int, year: int) -> dict[Book, set[int]]:
    """Numbers of papers of the centre that were entered by hand or imported, not issued here."""
    names = select(FacilityName.name).where(FacilityName.facility_id == facility_id)
    rows = session.scalars(
        select(Document.number)
        .outerjoin(PaperNumber, PaperNumber.document_id == Document.id)
        .where(
            Document.facility_id == facility_id,
            Document.issued_on.between(date(year, 1, 1), date(year, 12, 31)),
            or_(Document.own_book, Document.issuer.in_(names)),
            PaperNumber.id.is_(None),
        )
    )
    found: dict[Book, set[int]] = {}
    for text in rows:
        for book in Book:
            number = number_in(text, book)
            if number is not None:
                found.setdefault(book, set()).add(number)
    return found


def following_number(session: Session, facility_id: int, book: Book, year: int) -> int:
    """The number the next paper of that book will get. Inside ``transaction()`` nobody else can take it meanwhile.

    The first one follows the last number on paper: the one entered as such, else the last that the register knows.
    """
    last = session.scalar(
        select(func.max(PaperNumber.number)).where(
            PaperNumber.facility_id == facility_id, PaperNumber.book == book, PaperNumber.year == year
        )
    )
    taken = numbers_elsewhere(session, facility_id, year).get(book, set())
    if last is None:
        last = book_starts(session, facility_id, year).get(book, max(taken, default=0))
    return next_number(last, taken)


def last_day_in_book(session: Session, facility_id: int, book: Book, year: int) -> date | None:
    """The day of the latest number of that book; None where it has none."""
    return session.scalar(
        select(func.max(PaperNumber.issued_on)).where(
            PaperNumber.facility_id == facility_id, PaperNumber.book == book, PaperNumber.year == year
        )
    )


def book_sums(session: Session, *, facility_id: int, year: int) -> tuple[BookSum, ...]:
    """Every book of a centre that has a number in ``year``, from the first that is not on paper alone."""
    issued: dict[Book, set[int]] = {}
    rows = session.execute(
        select(PaperNumber.book, PaperNumber.number).where(
            PaperNumber.facility_id == facility_id, PaperNumber.year == year
        )
    )
    for word, number in rows:
        issued.setdefault(Book(word), set()).add(number)
    elsewhere = numbers_elsewhere(session, facility_id, year)
    starts = book_starts(session, facility_id, year)
    found = []
    for book, numbers in ((book, issued[book]) for book in Book if book in issued):
        before = starts.get(book, min(numbers) - 1)
        others = {number for number in elsewhere.get(book, set()) if before < number <= max(numbers)}
        run = run_of(numbers | others, before)
        if run is not None:
            found.append(BookSum(book, year, run, len(numbers), len(others - numbers)))
    return tuple(found)


def years_of(session: Session, *, scope: Scope) -> tuple[int, ...]:
    """The years that have a numbered paper within the scope, the latest first."""
    query = select(PaperNumber.year).distinct().order_by(PaperNumber.year.desc())
    if scope.facility_ids is not None:
        query = query.where(PaperNumber.facility_id.in_(scope.facility_ids))
    return tuple(session.scalars(query))


@dataclass(frozen=True)
class WaitingPaper:
    """A paper on its way: a draft, one printed without a number, or one numbered by hand whose scan is missing."""

    id: int
    kind: PaperKind
    state: PaperState
    about: str
    dated_on: date
    printed: str | None


def waiting_papers(session: Session, *, scope: Scope, drafts: bool, printed: bool) -> tuple[WaitingPaper, ...]:
    """Papers that wait, the longest first: ``drafts`` for a number of the program, ``printed`` ones for the office."""
    unsigned = and_(IssuedPaper.state == PaperState.ISSUED, PaperNumber.numbering == Numbering.HAND, ~_scan_of_number())
    asked = [IssuedPaper.state == PaperState.DRAFT] if drafts else []
    asked += [IssuedPaper.state == PaperState.TO_BE_NUMBERED, unsigned] if printed else []
    query = (
        select(
            IssuedPaper.id,
            IssuedPaper.kind,
            IssuedPaper.state,
            IssuedPaper.about,
            IssuedPaper.dated_on,
            PaperNumber.printed,
        )
        .outerjoin(PaperNumber, PaperNumber.paper_id == IssuedPaper.id)
        .where(or_(false(), *asked))
        .order_by(IssuedPaper.id)
    )
    if scope.facility_ids is not None:
        query = query.where(IssuedPaper.facility_id.in_(scope.facility_ids))
    return tuple(
        WaitingPaper(paper_id, PaperKind(kind), PaperState(state), about, dated_on, number)
        for paper_id, kind, state, about, dated_on, number in session.execute(query)
    )


def _scan_of_number() -> ColumnElement[bool]:
    return exists().where(Attachment.document_id == PaperNumber.document_id, Attachment.withdrawn_at.is_(None))


def book_lines(session: Session, *, scope: Scope, state: ListState) -> tuple[tuple[BookLine, ...], int]:
    """The papers a list asks for, and how many there are without its limit; dropped drafts are none."""
    where = list(_conditions(scope, state))
    joined = select(IssuedPaper, PaperNumber).outerjoin(PaperNumber, PaperNumber.paper_id == IssuedPaper.id)
    rows = session.execute(
        joined.where(*where).order_by(*_order(state)).limit(state.limit).offset(state.offset or None)
    )
    counted = select(func.count(IssuedPaper.id)).outerjoin(PaperNumber, PaperNumber.paper_id == IssuedPaper.id)
    total = session.scalar(counted.where(*where)) or 0
    return tuple(_line(paper, number) for paper, number in rows), total


def _line(paper: IssuedPaper, number: PaperNumber | None) -> BookLine:
    return BookLine(
        id=paper.id,
        kind=PaperKind(paper.kind),
        state=PaperState(paper.state),
        book=Book(number.book) if number else None,
        year=number.year if number else None,
        number=number.number if number else None,
        printed=number.printed if number else None,
        dated_on=number.issued_on if number else paper.dated_on,
        about=paper.about,
        stay_id=paper.admission_id,
        signer=paper.signer,
        cancelled_reason=paper.cancelled_reason,
    )


def _order(state: ListState) -> tuple[ColumnElement[Any], ...]:
    day = func.coalesce(PaperNumber.issued_on, IssuedPaper.dated_on)
    columns: dict[str, tuple[Any, ...]] = {
        "printed": (PaperNumber.year, PaperNumber.book, PaperNumber.number),
        "kind": (IssuedPaper.kind,),
        "about": (IssuedPaper.search_key,),
        "state": (IssuedPaper.state,),
    }
    chosen = columns.get(state.sort, (day,))
    ordered = tuple(column.desc() if state.descending else column.asc() for column in chosen)
    return (*(column.is_(None) for column in chosen[:1]), *ordered, IssuedPaper.id.desc())


def _conditions(scope: Scope, state: ListState) -> Iterable[ColumnElement[bool]]:
    yield IssuedPaper.state != PaperState.DROPPED
    if scope.facility_ids is not None:
        yield IssuedPaper.facility_id.in_(scope.facility_ids)
    for word in fold(state.q).split():
        yield or_(
            IssuedPaper.search_key.contains(word, autoescape=True),
            PaperNumber.number_key.contains(number_key(word), autoescape=True),
        )
    if (year := state.choice("year")) and year.isdigit():
        yield PaperNumber.year == int(year)
    if book := state.choice("book"):
        yield PaperNumber.book == book
    if kind := state.choice("kind"):
        yield IssuedPaper.kind == kind
    if wanted := state.choice("state"):
        yield IssuedPaper.state == wanted
    if signed := state.choice("signed"):
        printed = IssuedPaper.state.in_((PaperState.TO_BE_NUMBERED, PaperState.ISSUED))
        yield and_(printed, _scan_of_number() if signed == "there" else ~_scan_of_number())
    first, last = state.days.get("dated_on", (None, None))
    day = func.coalesce(PaperNumber.issued_on, IssuedPaper.dated_on)
    if first:
        yield day >= first
    if last:
        yield day <= last
