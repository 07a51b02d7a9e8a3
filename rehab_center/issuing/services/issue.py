"""Numbering and freezing a paper in one act, what it settles, and keeping its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.hooks import Written
from rehab_center.admissions.models import Movement
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.audit.recorder import record
from rehab_center.documents.rules import DocumentFacts, number_key
from rehab_center.documents.services import add_document
from rehab_center.errors import DomainError
from rehab_center.findings import settle
from rehab_center.issuing.kinds import Book, Numbering, PaperKind, PaperState
from rehab_center.issuing.models import IssuedPaper, PaperFile, PaperFreeze, PaperNumber
from rehab_center.issuing.queries import (
    Situation,
    following_number,
    frozen_letterhead,
    frozen_text,
    last_day_in_book,
    load_paper,
    numbering_on,
    situation,
    typed_of,
    worded,
)
from rehab_center.issuing.rules.checks import check_issue
from rehab_center.issuing.rules.facts import PaperText, Typed
from rehab_center.issuing.rules.numbers import number_text
from rehab_center.issuing.rules.people import law_of
from rehab_center.issuing.rules.table import PAPERS, variant_of
from rehab_center.issuing.services.draft import editable, subject_of
from rehab_center.issuing.services.right import check_signature, right_to_issue
from rehab_center.organisation.queries import Letterhead
from rehab_center.permissions import Actor
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.tasks.services import close_exceptions
from rehab_center.words import N_, message


@dataclass(frozen=True)
class Ready:
    """A draft read whole, about to be frozen."""

    paper: IssuedPaper
    kind: PaperKind
    book: Book
    there: Situation
    given: Typed
    text: PaperText
    letterhead: Letterhead


def issue(
    session: Session,
    paper_id: int,
    *,
    expected_version: int,
    reason: str | None = None,
    actor: Actor,
    now: datetime,
) -> str:
    """Give a draft the next number of its book, freeze its words, settle what it settles; gives the number printed.

    The number is taken inside the one writing transaction, so two who issue at once get two numbers and none is left
    out. Raises Blocked and ReasonNeeded with the findings, Conflict once it is frozen or changed, DomainError where the
    office numbers by hand, NotPermitted, NotFound.
    """
    ready = read_draft(session, paper_id, expected_version=expected_version, reason=reason, actor=actor, now=now)
    paper, day = ready.paper, ready.given.dated_on
    if numbering_on(session, ready.book, day) is not Numbering.MACHINE:
        raise DomainError(
            message(N_("This book is numbered by hand: print the paper for the signature")), code="by-hand"
        )
    right = right_to_issue(session, actor, paper.facility_id, clock.day_of(now), ready.given, ready.book)
    freeze(session, ready, Numbering.MACHINE, actor=actor, now=now)
    number = following_number(session, paper.facility_id, ready.book, day.year)
    row = give_number(session, ready, number, day, Numbering.MACHINE, actor=actor, now=now)
    record(
        "paper.issued",
        actor=actor,
        at=now,
        about=subject_of(paper),
        reason=reason,
        details={"paper_kind": paper.kind, "number": row.printed} | ({"by_paper": right.paper} if right else {}),
    )
    return row.printed


def read_draft(
    session: Session, paper_id: int, *, expected_version: int, reason: str | None, actor: Actor, now: datetime
) -> Ready:
    """A draft with its words as they stand now. Raises as :func:`issue`. Part of an act."""
    paper = editable(session, paper_id, expected_version=expected_version, actor=actor)
    kind, given, today = PaperKind(paper.kind), typed_of(paper), clock.day_of(now)
    there = situation(session, paper.admission_id, scope=actor.scope, today=today)
    _refuse_lost_ground(paper, kind, there)
    text, letterhead = worded(session, there, kind, paper.movement_id, given)
    book = Book(text.sign)
    check_signature(given, book)
    movement = there.movement_for(kind, paper.movement_id) if paper.movement_id else None
    variant = variant_of(kind, (law_of(there.page.regime), there.page.kind))
    last = last_day_in_book(session, paper.facility_id, book, given.dated_on.year)
    findings = check_issue(
        kind,
        there.case(movement, given.dated_on),
        given,
        source=variant.source if variant else "",
        today=today,
        last_in_book=last,
        leave_days=whole_on(session, PolicyKind.LEAVE_DAYS, given.dated_on),
    )
    settle(findings, reason)
    return Ready(paper, kind, book, there, given, text, letterhead)


def _refuse_lost_ground(paper: IssuedPaper, kind: PaperKind, there: Situation) -> None:
    """A movement voided while its paper was being written leaves nothing to write about."""
    if paper.movement_id is not None and there.movement_for(kind, paper.movement_id) is None:
        raise DomainError(message(N_("The movement this paper is about has been voided")), code="movement-voided")
    if paper.movement_id is None and kind not in there.offered:
        raise DomainError(message(N_("This stay can have no such paper now")), code="not-offered")


def freeze(session: Session, ready: Ready, numbering: Numbering, *, actor: Actor, now: datetime) -> None:
    """Keep the words as they are printed. Part of an act."""
    session.add(
        PaperFreeze(
            paper_id=ready.paper.id,
            numbering=numbering.value,
            content=frozen_text(ready.text),
            letterhead=frozen_letterhead(ready.letterhead),
            frozen_at=now,
            frozen_by=actor.label,
        )
    )


def give_number(
    session: Session, ready: Ready, number: int, day: date, numbering: Numbering, *, actor: Actor, now: datetime
) -> PaperNumber:
    """Write the number, make the paper one of the papers, settle what it settles. Part of an act.

    Raises Conflict (``number-taken``) where a paper entered elsewhere has the number.
    """
    paper = ready.paper
    printed = number_text(number, ready.letterhead.number_sign(ready.book.value))
    document_id = add_document(
        session,
        facts=DocumentFacts(
            PAPERS[ready.kind].document,
            printed,
            issued_on=day,
            issuer=ready.letterhead.name,
            facility_id=paper.facility_id,
            own_book=True,
        ),
        actor=actor,
        now=now,
    )
    row = PaperNumber(
        paper_id=paper.id,
        facility_id=paper.facility_id,
        book=ready.book.value,
        year=day.year,
        number=number,
        printed=printed,
        number_key=number_key(printed),
        issued_on=day,
        numbering=numbering.value,
        document_id=document_id,
        recorded_at=now,
        actor=actor.label,
    )
    session.add(row)
    paper.state = PaperState.ISSUED.value
    session.flush()
    if paper.movement_id is not None:
        _settle(session, paper.movement_id, ready.kind, document_id, actor=actor, now=now)
    return row


def _settle(
    session: Session, movement_id: int, kind: PaperKind, document_id: int, *, actor: Actor, now: datetime
) -> None:
    settled = PAPERS[kind].closes.get(MovementKind(session.get_one(Movement, movement_id).kind))
    if settled is not None:
        close_exceptions(
            session,
            subject_kind="movement",
            subject_id=movement_id,
            kinds=[settled],
            document_id=document_id,
            actor=actor,
            now=now,
        )


def adopt(session: Session, written: Written, *, actor: Actor, now: datetime) -> None:
    """A movement has come whose paper was issued before: the paper is about it. Part of the act that wrote it."""
    kinds = [kind.value for kind, one in PAPERS.items() if written.kind in one.about]
    if not kinds:
        return
    waiting = (
        select(IssuedPaper, PaperNumber.document_id)
        .join(PaperNumber)
        .where(
            IssuedPaper.admission_id == written.stay_id,
            IssuedPaper.kind.in_(kinds),
            IssuedPaper.movement_id.is_(None),
            IssuedPaper.state == PaperState.ISSUED,
        )
    )
    for paper, document_id in session.execute(waiting).all():
        paper.movement_id = written.movement_id
        _settle(session, written.movement_id, PaperKind(paper.kind), document_id, actor=actor, now=now)
    session.flush()


def keep_file(session: Session, paper_id: int, *, sha256: str, size: int, actor: Actor, now: datetime) -> None:
    """Tie the printed bytes to their paper: it has one file for ever. Raises NotFound."""
    paper = load_paper(session, paper_id, scope=actor.scope)
    if session.scalar(select(PaperFile.id).where(PaperFile.paper_id == paper_id)) is not None:
        return
    session.add(PaperFile(paper_id=paper_id, sha256=sha256, size=size, stored_at=now))
    record("paper.printed", actor=actor, at=now, about=subject_of(paper), details={"sha256": sha256})
