"""Where the office numbers by hand: printed without a number, signed, then number, day and scan are entered."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import record
from rehab_center.documents.services import add_scan
from rehab_center.errors import Conflict, DomainError
from rehab_center.issuing.kinds import Book, Numbering, PaperKind, PaperState
from rehab_center.issuing.models import IssuedPaper, PaperFreeze, PaperNumber
from rehab_center.issuing.queries import load_paper, number_line, numbering_on, situation, typed_of
from rehab_center.issuing.queries.papers import thawed_letterhead, thawed_text
from rehab_center.issuing.services.draft import check_post, subject_of
from rehab_center.issuing.services.issue import Ready, freeze, give_number, read_draft
from rehab_center.permissions import Actor, Role
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.rules import TaskSubject
from rehab_center.tasks.services import close_exceptions, open_exception
from rehab_center.words import N_, message

TO_SIGN = "issued-paper"
"""What the to-do of a paper printed for the signature hangs on."""
_SIGNED_WITHIN = timedelta(days=3)


def print_to_sign(
    session: Session,
    paper_id: int,
    *,
    expected_version: int,
    reason: str | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Freeze a draft's words without a number, for the signature; number, day and scan are owed from now on.

    Raises as ``issue``, and DomainError where the program numbers that book.
    """
    ready = read_draft(session, paper_id, expected_version=expected_version, reason=reason, actor=actor, now=now)
    paper = ready.paper
    if numbering_on(session, ready.book, ready.given.dated_on) is not Numbering.HAND:
        raise DomainError(message(N_("The program numbers this book: issue the paper")), code="by-machine")
    freeze(session, ready, Numbering.HAND, actor=actor, now=now)
    paper.state = PaperState.TO_BE_NUMBERED.value
    session.flush()
    open_exception(
        session,
        facility_id=paper.facility_id,
        kind=TaskKind.OTHER,
        subject=TaskSubject(TO_SIGN, paper.id, paper.about, ready.there.page.person.id),
        what=message(
            N_("Enter number and day of the signed paper and attach its scan: %(paper)s"), paper=ready.text.title
        ),
        owner_role=Role.INTAKE,
        due_at=clock.end_of(clock.day_of(now) + _SIGNED_WITHIN),
        actor=actor,
        now=now,
    )
    record(
        "paper.frozen", actor=actor, at=now, about=subject_of(paper), reason=reason, details={"paper_kind": paper.kind}
    )


def enter_number(
    session: Session,
    paper_id: int,
    *,
    number: int,
    issued_on: date,
    scan: tuple[str, bytes] | None,
    folder: Path,
    actor: Actor,
    now: datetime,
) -> str:
    """Number and day as written on the signed paper, with its scan where it is at hand; gives the number as printed.

    The to-do stays open until the scan is there too. Raises Conflict for a number that is taken or a paper that is not
    waiting for one, DomainError for a day to come or a file that is no scan, NotPermitted, NotFound.
    """
    paper = load_paper(session, paper_id, scope=actor.scope)
    kind = PaperKind(paper.kind)
    check_post(kind, actor)
    if paper.state != PaperState.TO_BE_NUMBERED:
        raise Conflict(message(N_("This paper is not waiting for a number")), code="not-waiting")
    today = clock.day_of(now)
    if issued_on > today:
        raise DomainError(
            message(N_("A paper cannot be dated after today; %(day)s is still to come"), day=issued_on),
            field="issued_on",
        )
    frozen = session.scalars(select(PaperFreeze).where(PaperFreeze.paper_id == paper.id)).one()
    text, letterhead = thawed_text(frozen.content), thawed_letterhead(frozen.letterhead)
    there = situation(session, paper.admission_id, scope=actor.scope, today=today)
    ready = Ready(paper, kind, Book(text.sign), there, typed_of(paper), text, letterhead)
    _refuse_taken(session, ready, number, issued_on.year)
    row = give_number(session, ready, number, issued_on, Numbering.HAND, actor=actor, now=now)
    if scan is not None:
        _attach(session, paper, row.document_id, scan, folder, actor=actor, now=now)
    record(
        "paper.numbered",
        actor=actor,
        at=now,
        about=subject_of(paper),
        details={"paper_kind": paper.kind, "number": row.printed},
    )
    return row.printed


def _refuse_taken(session: Session, ready: Ready, number: int, year: int) -> None:
    taken = session.scalar(
        select(PaperNumber.id).where(
            PaperNumber.facility_id == ready.paper.facility_id,
            PaperNumber.book == ready.book,
            PaperNumber.year == year,
            PaperNumber.number == number,
        )
    )
    if taken is not None:
        raise Conflict(
            message(N_("Number %(number)s is already in the centre's book of %(year)s"), number=number, year=year),
            field="number",
            code="number-taken",
        )


def signed_scan(
    session: Session, paper_id: int, *, scan: tuple[str, bytes], folder: Path, actor: Actor, now: datetime
) -> None:
    """The scan of a signed paper that has its number. Raises Conflict before the number, DomainError for a bad file."""
    paper = load_paper(session, paper_id, scope=actor.scope)
    check_post(PaperKind(paper.kind), actor)
    line = number_line(session, paper.id)
    if line is None or paper.state != PaperState.ISSUED:
        raise Conflict(message(N_("This paper has no number yet")), code="not-numbered")
    _attach(session, paper, line.document_id, scan, folder, actor=actor, now=now)
    record("paper.signed", actor=actor, at=now, about=subject_of(paper), details={"number": line.printed})


def _attach(
    session: Session,
    paper: IssuedPaper,
    document_id: int,
    scan: tuple[str, bytes],
    folder: Path,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    name, content = scan
    add_scan(session, document_id, content=content, name=name, folder=folder, actor=actor, now=now)
    close_exceptions(session, subject_kind=TO_SIGN, subject_id=paper.id, document_id=document_id, actor=actor, now=now)
