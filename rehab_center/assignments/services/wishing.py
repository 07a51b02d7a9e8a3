"""The waiting list: somebody asks, and gets an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.queries import load_activity
from rehab_center.admissions.queries import load_stay
from rehab_center.admissions.services.admit import log_subject
from rehab_center.assignments.kinds import Answer, Asker, WishPriority
from rehab_center.assignments.models import ActivityWish
from rehab_center.assignments.queries import load_assignment, load_wish
from rehab_center.assignments.services.assigning import check_right
from rehab_center.audit.recorder import record
from rehab_center.audit.second_saver import refuse_stale
from rehab_center.errors import Conflict, DomainError
from rehab_center.names import clean
from rehab_center.permissions import Actor, Permission
from rehab_center.words import N_, message


@dataclass(frozen=True)
class WishFacts:
    """A wish for a programme, or for any of a kind (and trade). With a ``priority`` the note says why."""

    asked_on: date
    asker: Asker
    activity_id: int | None = None
    kind: ActivityKind | None = None
    trade: str | None = None
    note: str | None = None
    priority: WishPriority | None = None


def ask(session: Session, stay_id: int, *, facts: WishFacts, actor: Actor, now: datetime) -> int:
    """Put somebody on the waiting list and give the wish's id.

    Who lets it wait before others has the right of :func:`rank_wish` and says why. Raises NotPermitted, DomainError
    (fields ``asked_on``, ``activity``, ``note``), Conflict where the same waits, NotFound.
    """
    check_right(actor, Permission.ASSIGNMENTS_PROPOSE)
    words = clean(facts.note or "") or None
    if facts.priority is not None:
        check_right(actor, Permission.ASSIGNMENTS_DECIDE)
        if words is None:
            raise DomainError(message(N_("Say why")), field="note")
    stay = load_stay(session, stay_id, scope=actor.scope)
    if facts.activity_id is None and facts.kind is None:
        raise DomainError(message(N_("Choose a programme, or a kind of programme")), field="activity")
    if facts.activity_id is not None:
        load_activity(session, facts.activity_id, scope=actor.scope)
    if facts.asked_on > clock.day_of(now):
        raise DomainError(message(N_("%(day)s is still to come"), day=facts.asked_on), field="asked_on")
    if facts.asked_on < stay.admitted_on:
        raise DomainError(message(N_("The stay only began on %(day)s"), day=stay.admitted_on), field="asked_on")
    same = select(ActivityWish.id).where(
        ActivityWish.admission_id == stay_id,
        ActivityWish.decision.is_(None),
        ActivityWish.activity_id == facts.activity_id
        if facts.activity_id is not None
        else ActivityWish.activity_id.is_(None) & (ActivityWish.kind == facts.kind),
    )
    if session.scalar(same.limit(1)) is not None:
        raise Conflict(message(N_("The same wish is on the waiting list already")), field="activity")
    row = ActivityWish(
        admission_id=stay_id,
        activity_id=facts.activity_id,
        kind=facts.kind if facts.activity_id is None else None,
        trade=clean(facts.trade or "") or None if facts.activity_id is None else None,
        asked_on=facts.asked_on,
        asker=facts.asker,
        priority=facts.priority,
        note=words,
        recorded_at=now,
        actor=actor.label,
    )
    session.add(row)
    session.flush()
    why = words if facts.priority is not None else None
    record("wish.added", actor=actor, at=now, about=log_subject(session, stay), reason=why)
    return row.id


def answer(
    session: Session,
    wish_id: int,
    *,
    decision: Answer,
    reason: str | None,
    assignment_id: int | None = None,
    expected_version: int | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Answer a wish; a granted one may name the assignment it led to.

    Raises NotPermitted, DomainError (field ``reason``) without a ground for a refusal, Conflict, NotFound.
    """
    withdraws = decision is Answer.WITHDRAWN
    check_right(actor, Permission.ASSIGNMENTS_PROPOSE if withdraws else Permission.ASSIGNMENTS_DECIDE)
    row = load_wish(session, wish_id, scope=actor.scope)
    if row.decision is not None or (expected_version is not None and row.version != expected_version):
        raise Conflict(message(N_("Somebody else has answered meanwhile: look at the list again")),
                       code="changed-meanwhile")  # fmt: skip
    words = clean(reason or "") or None
    if decision is not Answer.GRANTED and not words:
        raise DomainError(message(N_("Say why")), field="reason")
    if (
        assignment_id is not None
        and load_assignment(session, assignment_id, scope=actor.scope).admission_id != row.admission_id
    ):
        raise DomainError(message(N_("The assignment is somebody else's")), field="assignment")
    row.decision, row.decided_on, row.decided_by = decision, clock.day_of(now), actor.label
    row.reason, row.assignment_id = words, assignment_id
    session.flush()
    stay = load_stay(session, row.admission_id, scope=actor.scope)
    record("wish.withdrawn" if withdraws else "wish.answered", actor=actor, at=now,
           about=log_subject(session, stay), reason=words)  # fmt: skip


def rank_wish(
    session: Session,
    wish_id: int,
    priority: WishPriority | None,
    *,
    reason: str | None,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Let a wish wait before others, or in the order of asking again (None), and say why.

    Raises NotPermitted, DomainError (fields ``reason``, ``priority``), Conflict once answered or changed, NotFound.
    """
    check_right(actor, Permission.ASSIGNMENTS_DECIDE)
    row = load_wish(session, wish_id, scope=actor.scope)
    if row.decision is not None:
        raise Conflict(message(N_("This wish is answered already")))
    refuse_stale(session, row, expected_version)
    words = clean(reason or "") or None
    if words is None:
        raise DomainError(message(N_("Say why")), field="reason")
    if row.priority == priority:
        raise DomainError(message(N_("Nothing is different from what stands there")), field="priority")
    row.priority = priority
    session.flush()
    stay = load_stay(session, row.admission_id, scope=actor.scope)
    record("wish.ranked", actor=actor, at=now, about=log_subject(session, stay), reason=words)
