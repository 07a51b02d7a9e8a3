"""Taking a paper back: a draft is dropped; what was printed is cancelled, and its number stays used."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Movement
from rehab_center.audit.recorder import record
from rehab_center.documents.services import mark_cancelled
from rehab_center.errors import Conflict, DomainError
from rehab_center.issuing.kinds import PaperKind, PaperState
from rehab_center.issuing.models import IssuedPaper
from rehab_center.issuing.queries import load_paper, number_line, typed_of
from rehab_center.issuing.services.draft import check_post, fill, subject_of
from rehab_center.issuing.services.hand import TO_SIGN
from rehab_center.names import clean
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.tasks.queries import closed_by
from rehab_center.tasks.services import close_exceptions, reopen
from rehab_center.words import N_, message


def drop(session: Session, paper_id: int, *, actor: Actor, now: datetime) -> None:
    """Give a draft up. Raises Conflict once it is printed, NotPermitted, NotFound."""
    paper = load_paper(session, paper_id, scope=actor.scope)
    check_post(PaperKind(paper.kind), actor)
    if paper.state != PaperState.DRAFT:
        raise Conflict(message(N_("This paper is no draft any more: its words cannot be changed")), code="frozen")
    paper.state = PaperState.DROPPED.value
    session.flush()
    record("paper.dropped", actor=actor, at=now, about=subject_of(paper), details={"paper_kind": paper.kind})


def cancel(
    session: Session, paper_id: int, *, reason: str, replace: bool = False, actor: Actor, now: datetime
) -> int | None:
    """Cancel a printed or issued paper for a reason; what it had settled is owed again. Its number stays used.

    ``replace``: a draft with the same words typed takes its place, whose id is given. Raises DomainError without a
    reason or where a movement rests on the paper, Conflict when it is no such paper, NotFound.
    """
    paper = load_paper(session, paper_id, scope=actor.scope)
    reason = clean(reason)
    if not reason:
        raise DomainError(message(N_("Say why it is cancelled")), field="reason")
    if paper.state not in (PaperState.TO_BE_NUMBERED, PaperState.ISSUED):
        raise Conflict(message(N_("Only a paper that was printed can be cancelled")), code="not-printed")
    line = number_line(session, paper.id)
    if line is not None:
        _refuse_resting(session, line.document_id)
        mark_cancelled(session, line.document_id, reason, actor=actor)
        reopen(session, [task.id for task in closed_by(session, line.document_id, scope=EVERYWHERE)])
    close_exceptions(session, subject_kind=TO_SIGN, subject_id=paper.id, reason=reason, actor=actor, now=now)
    paper.state = PaperState.CANCELLED.value
    paper.cancelled_at, paper.cancelled_by, paper.cancelled_reason = now, actor.label, reason
    session.flush()
    following = _replacement(session, paper, actor=actor, now=now) if replace else None
    details = {"paper_kind": paper.kind} | ({"number": line.printed} if line else {})
    record("paper.cancelled", actor=actor, at=now, about=subject_of(paper), reason=reason, details=details)
    return following.id if following else None


def _refuse_resting(session: Session, document_id: int) -> None:
    voided = select(Movement.voids_id).where(Movement.voids_id.is_not(None))
    resting = session.scalar(
        select(Movement).where(Movement.document_id == document_id, Movement.id.not_in(voided)).limit(1)
    )
    if resting is not None:
        raise DomainError(
            message(
                N_("The movement of %(day)s rests on this paper: void that movement first"), day=resting.effective_on
            ),
            code="rests-on-it",
        )


def _replacement(session: Session, paper: IssuedPaper, *, actor: Actor, now: datetime) -> IssuedPaper:
    following = IssuedPaper(
        facility_id=paper.facility_id,
        admission_id=paper.admission_id,
        kind=paper.kind,
        movement_id=paper.movement_id,
        state=PaperState.DRAFT.value,
        about=paper.about,
        search_key=paper.search_key,
        replaces_id=paper.id,
        drafted_at=now,
        drafted_by=actor.label,
    )
    fill(following, typed_of(paper))
    session.add(following)
    session.flush()
    return following
