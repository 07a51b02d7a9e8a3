"""Stating what an old book says of a stay that began before the program, and voiding it.

Each is a row; the term that follows waits for a second person like any other calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission, TermOpening
from rehab_center.admissions.opening_parts import write_opening_parts
from rehab_center.admissions.queries.ledger import load_stay
from rehab_center.admissions.queries.openings import as_standing, opening_of, plan_opening
from rehab_center.admissions.rules.term_opening import OpeningFacts, packed_opening
from rehab_center.admissions.services.admit import log_subject
from rehab_center.admissions.services.ledger import recompute_term
from rehab_center.admissions.services.papers import whole_paper
from rehab_center.audit.recorder import record
from rehab_center.audit.waiting import give_key
from rehab_center.errors import Conflict, Difference, DomainError
from rehab_center.findings import settle
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.words import N_, message


def state_opening(
    session: Session,
    stay_id: int,
    *,
    facts: OpeningFacts,
    seen_id: int,
    answers: Mapping[str, str] | None = None,
    reason: str | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Write what the old book says; what it said before no longer holds. Gives the row's id.

    ``seen_id``: the opening that held when the author looked, 0 for none. ``answers``: what other rooms asked on the
    same form, written by them in this transaction. Raises Conflict with both values where somebody wrote meanwhile,
    DomainError for an incomplete paper, Blocked and ReasonNeeded with the findings, NotFound for a stranger.
    """
    stay = load_stay(session, stay_id, scope=actor.scope)
    _unchanged(stay, facts, seen_id)
    if facts.paper is None or not facts.paper.complete:
        raise DomainError(message(N_("The paper needs its number, its date and who made it")), field="paper_number")
    row_id = add_opening(session, stay_id, facts=facts, reason=reason, actor=actor, now=now)
    if answers:
        today, book = clock.day_of(now), facts.paper.number
        write_opening_parts(session, stay, answers, today=today, book=book, actor=actor, now=now)
    record("term.opening-stated", actor=actor, at=now, about=log_subject(session, stay), reason=reason)
    return row_id


def add_opening(
    session: Session,
    stay_id: int,
    *,
    facts: OpeningFacts,
    reason: str | None = None,
    first_day: date | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Write an opening and the term with it, and give its id. No entry in the log: see ``state_opening``.

    Part of a larger act (an import): the book may be named by ``source`` instead of a paper. Raises as
    :func:`state_opening`.
    """
    stay = load_stay(session, stay_id, scope=actor.scope)
    plan = plan_opening(session, stay_id, facts=facts, scope=actor.scope, now=now, first_day=first_day)
    settle(plan.findings, reason)
    paper = facts.paper
    document_id = whole_paper(session, paper, facility_id=stay.facility_id, actor=actor, now=now) if paper else None
    computed_on = plan.after.end_on if plan.after else None
    row_id = _write(session, stay, facts, computed_on, document_id, reason=reason, actor=actor, now=now)
    recompute_term(session, stay, actor=actor, now=now)
    return row_id


def add_book_end(session: Session, stay: Admission, *, facts: OpeningFacts, actor: Actor, now: datetime) -> int:
    """Write an opening that says only which end the old book has: the term stays as it is, so nothing need be read.

    Part of a larger act (an import). Raises ValueError for one that counts anything.
    """
    if facts.counts:
        raise ValueError("the term would have to be calculated")
    return _write(session, stay, facts, stay.term_end_on, None, reason=None, actor=actor, now=now)


def _write(
    session: Session,
    stay: Admission,
    facts: OpeningFacts,
    computed_on: date | None,
    document_id: int | None,
    *,
    reason: str | None,
    actor: Actor,
    now: datetime,
) -> int:
    row = TermOpening(
        admission_id=stay.id,
        voided=False,
        until_on=facts.until_on,
        uncounted_days=facts.days,
        reduced_months=facts.months,
        book_end_on=facts.book_end_on,
        state=facts.state.value if facts.state else None,
        computed_on=computed_on,
        document_id=document_id,
        source=facts.source,
        note=clean(facts.note or "") or None,
        reason=reason or None,
        author=actor.label,
        recorded_at=now,
    )
    session.add(row)
    give_key(session)
    stay.opening = packed_opening(as_standing(row))
    return row.id


def void_opening(session: Session, stay_id: int, *, seen_id: int, note: str, actor: Actor, now: datetime) -> None:
    """The opening was a mistake: none holds any more; the earlier calculations still show it.

    Raises DomainError without words, Conflict where another holds meanwhile or none, NotFound for a stranger.
    """
    stay = load_stay(session, stay_id, scope=actor.scope)
    words = clean(note)
    if not words:
        raise DomainError(message(N_("Write the reason in words")), field="note")
    standing = opening_of(stay)
    if standing is None or standing.id != seen_id:
        raise Conflict(message(N_("The opening has been changed or voided meanwhile: look at it again")))
    session.add(
        TermOpening(
            admission_id=stay_id,
            voided=True,
            uncounted_days=0,
            reduced_months=0,
            note=words,
            author=actor.label,
            recorded_at=now,
        )
    )
    session.flush()
    stay.opening = None
    recompute_term(session, stay, actor=actor, now=now)
    record("term.opening-voided", actor=actor, at=now, about=log_subject(session, stay), reason=words)


def _unchanged(stay: Admission, facts: OpeningFacts, seen_id: int) -> None:
    standing = opening_of(stay)
    if (standing.id if standing else 0) == seen_id:
        return
    theirs = standing.facts if standing else OpeningFacts()
    pairs = [
        (name, getattr(theirs, name), getattr(facts, name))
        for name in ("until_on", "days", "months", "book_end_on", "state", "note")
    ]
    raise Conflict(
        message(N_("Somebody else has written about the old book in the meantime")),
        code="changed-meanwhile",
        differences=[Difference(name, one, two) for name, one, two in pairs if one != two],
    )
