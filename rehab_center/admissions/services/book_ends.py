"""Working off ends that differ from the old book: the computed end is accepted by a paper, and confirmed by another."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import BookEndAnswer
from rehab_center.admissions.queries.book_ends import BookEnd, book_end_of, stay_of_opening
from rehab_center.admissions.queries.ledger import load_stay
from rehab_center.admissions.rules.book_end import AnswerAct, GapState
from rehab_center.admissions.services.admit import log_subject
from rehab_center.admissions.services.checking import right_to_check
from rehab_center.admissions.services.papers import whole_paper
from rehab_center.audit.authors import author_of
from rehab_center.audit.recorder import record
from rehab_center.documents.rules import DocumentFacts
from rehab_center.errors import Conflict, DomainError, NotPermitted
from rehab_center.names import clean
from rehab_center.permissions import Actor, Permission
from rehab_center.words import N_, message


def accept_computed(
    session: Session, opening_id: int, *, paper: DocumentFacts, note: str, seen_id: int, actor: Actor, now: datetime
) -> int:
    """Accept that the computed end holds and not the book's, by a paper; a second person has to confirm.

    ``seen_id``: the last answer that the author looked at, 0 for none. Gives the row's id. Raises NotPermitted,
    DomainError without words or with an incomplete paper, Conflict where it has been worked off or answered meanwhile,
    NotFound for a stranger.
    """
    found = _open(session, opening_id, seen_id, actor=actor, now=now)
    if not actor.may(Permission.ADMISSIONS_ADMIT):
        right_to_check(session, actor, found.facility_id, clock.day_of(now))
    if found.closed.state is not GapState.OPEN:
        raise _meanwhile()
    words = clean(note)
    if not words:
        raise DomainError(message(N_("Write the reason in words")), field="note")
    row = BookEndAnswer(
        opening_id=opening_id,
        act=AnswerAct.ACCEPTED.value,
        computed_on=found.computed_on,
        document_id=whole_paper(session, paper, facility_id=found.facility_id, actor=actor, now=now),
        note=words,
        author=actor.label,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    _note("term.book-end-answered", session, found, words, actor, now)
    return row.id


def answer_acceptance(
    session: Session, opening_id: int, *, confirmed: bool, note: str | None, seen_id: int, actor: Actor, now: datetime
) -> None:
    """Confirm as the second person that the computed end holds, or take the acceptance back with a reason.

    Whoever accepted it does not confirm it, but may take it back. Raises as :func:`accept_computed`.
    """
    found = _open(session, opening_id, seen_id, actor=actor, now=now)
    proposed = found.proposed
    if proposed is None:
        raise _meanwhile()
    author = author_of(session, "book_end_answer", proposed.id)
    own = author is not None and author.name == actor.name
    delegation_id = None
    if confirmed and own:
        raise NotPermitted(message(N_("You accepted this end yourself: somebody else confirms it")))
    if confirmed or not own:
        delegation_id = right_to_check(session, actor, found.facility_id, clock.day_of(now))
    words = clean(note or "") or None
    if not confirmed and not words:
        raise DomainError(message(N_("Write the reason in words")), field="note")
    act = AnswerAct.CONFIRMED if confirmed else AnswerAct.WITHDRAWN
    session.add(
        BookEndAnswer(
            opening_id=opening_id,
            act=act.value,
            answers_id=proposed.id,
            computed_on=found.computed_on,
            note=words,
            delegation_id=delegation_id,
            author=actor.label,
            recorded_at=now,
        )
    )
    session.flush()
    _note("term.book-end-confirmed" if confirmed else "term.book-end-withdrawn", session, found, words, actor, now)


def _open(session: Session, opening_id: int, seen_id: int, *, actor: Actor, now: datetime) -> BookEnd:
    stay_id = stay_of_opening(session, opening_id, scope=actor.scope)
    found = book_end_of(session, stay_id, scope=actor.scope, today=clock.day_of(now))
    last_id = found.answers[-1].id if found and found.answers else 0
    if found is None or found.opening.id != opening_id or not found.is_open or last_id != seen_id:
        raise _meanwhile()
    return found


def _meanwhile() -> Conflict:
    return Conflict(message(N_("This difference has been worked off or answered meanwhile: look at it again")))


def _note(act: str, session: Session, found: BookEnd, words: str | None, actor: Actor, now: datetime) -> None:
    stay = load_stay(session, found.stay_id, scope=actor.scope)
    record(act, actor=actor, at=now, about=log_subject(session, stay), reason=words)
