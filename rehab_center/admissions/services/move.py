"""Recording what happens to a stay after it has begun."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from rehab_center.admissions.hooks import movement_written
from rehab_center.admissions.models import Movement
from rehab_center.admissions.queries.ledger import load_stay
from rehab_center.admissions.queries.plans import plan_movement
from rehab_center.admissions.rules.facts import MoveFacts
from rehab_center.admissions.rules.movements import EXITS, MovementKind
from rehab_center.admissions.rules.sequence import Moved
from rehab_center.admissions.services.admit import log_subject, written
from rehab_center.admissions.services.deadlines import owe_deadlines, settle_deadlines
from rehab_center.admissions.services.details import write_details
from rehab_center.admissions.services.ledger import recompute_term, term_change
from rehab_center.admissions.services.papers import about_stay, owe_commune_notice, owe_paper, paper_id
from rehab_center.admissions.services.rest import leave_the_rest, owe_the_rest
from rehab_center.audit.recorder import record
from rehab_center.findings import settle
from rehab_center.names import clean
from rehab_center.permissions import Actor


def record_movement(
    session: Session,
    stay_id: int,
    *,
    facts: MoveFacts,
    reason: str | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Record a movement and give its id. Who comes back from an escape brings other things: they are to be listed.
    Of who leaves the rest of the intake is not owed any more.

    Raises Conflict when it does not fit into the ledger (naming the movement it collides with), Blocked and
    ReasonNeeded with the rules' findings, NotFound for a stranger.
    """
    movement_id = add_movement(session, stay_id, facts=facts, reason=reason, actor=actor, now=now)
    stay = load_stay(session, stay_id, scope=actor.scope)
    if facts.kind is MovementKind.RETURNED:
        owe_the_rest(session, stay, returned=True, actor=actor, now=now)
    if facts.kind in EXITS:
        leave_the_rest(session, stay, actor=actor, now=now)
    details = term_change(session, stay, session.get_one(Movement, movement_id), now=now)
    record("stay.moved", actor=actor, at=now, about=log_subject(session, stay), reason=reason, details=details)
    return movement_id


def add_movement(
    session: Session,
    stay_id: int,
    *,
    facts: MoveFacts,
    reason: str | None = None,
    old_book: bool = False,
    together: Sequence[Moved] = (),
    actor: Actor,
    now: datetime,
) -> int:
    """Write a movement with its paper and the new term, and give its id. No entry in the log: see ``record_movement``.

    A movement without its paper counts at once and the paper is owed; an escape also owes the search decision and the
    notice to the commune police (rules 16 and 17). ``old_book``: every missing paper is owed instead of refused, and
    no notice is due any more. ``together``: further movements that the caller writes in the same act, without which
    this one need not fit. Raises as :func:`record_movement`.
    """
    plan = plan_movement(
        session, stay_id, facts=facts, scope=actor.scope, now=now, old_book=old_book, together=together
    )
    settle(plan.findings, reason)
    stay = load_stay(session, stay_id, scope=actor.scope)
    about = about_stay(session, stay)
    movement = Movement(
        admission_id=stay_id,
        kind=facts.kind.value,
        effective_on=facts.effective_on,
        effective_time=facts.effective_time,
        recorded_at=now,
        actor=actor.label,
        document_id=paper_id(
            session, facts.document, facts.document_id, about=about, old_book=old_book, actor=actor, now=now
        ),
        months=facts.months or None,
        days=facts.days or None,
        note=clean(facts.note or "") or None,
        reason=reason or None,
    )
    session.add(movement)
    session.flush()
    settle_deadlines(session, plan, stay, actor=actor, now=now)
    owe_deadlines(session, movement, facts.details, about=about, old_book=old_book, actor=actor, now=now)
    write_details(session, movement, facts.details, actor=actor, now=now)
    owe_paper(session, movement, about=about, old_book=old_book, actor=actor, now=now)
    if facts.kind is MovementKind.ESCAPED and not old_book:
        owe_commune_notice(session, movement, about=about, actor=actor, now=now)
    recompute_term(session, stay, actor=actor, now=now)
    if not old_book:
        movement_written(session, written(movement, about), actor=actor, now=now)
    return movement.id
