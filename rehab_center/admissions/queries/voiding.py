"""What voiding a movement would change, and who may do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from rehab_center import clock
from rehab_center.accounts.models import Account
from rehab_center.admissions.counted import CountedIn, counted_in
from rehab_center.admissions.models import Movement
from rehab_center.admissions.queries.conventions import policies_of
from rehab_center.admissions.queries.ledger import calculated_term, load_stay, movements_of, term_input
from rehab_center.admissions.queries.overrides import overrides_of
from rehab_center.admissions.rules.sequence import Moved, StayState, check_void, live, state_of
from rehab_center.admissions.rules.term_case import TermResult
from rehab_center.audit.authors import author_of
from rehab_center.errors import Conflict, NotFound
from rehab_center.permissions import ROLES, Actor, Permission, Role, Scope
from rehab_center.policies.queries import is_open, whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import TaskLine, of_subject
from rehab_center.tasks.taking_back import Way, way_of
from rehab_center.words import N_, Message, message


@dataclass(frozen=True)
class VoidPlan:
    """What a void would change as of today. ``refusal`` says why it cannot be; ``request`` is one that stands open.

    ``way`` is how the reader may go about it, ``hours`` the length of a shift, to be confirmed where ``hours_open``;
    ``deciders`` are the people who may decide on what the author asks for.
    """

    before: StayState
    after: StayState
    term_before: TermResult | None
    term_after: TermResult | None
    refusal: Message | None
    counted: tuple[CountedIn, ...]
    way: Way
    hours: int
    hours_open: bool
    author: str
    request: TaskLine | None
    deciders: tuple[str, ...]


def void_plan(session: Session, movement_id: int, *, actor: Actor, now: datetime) -> VoidPlan:
    """What voiding this movement would do, for this reader. Raises NotFound for a stranger."""
    row = session.get(Movement, movement_id)
    if row is None:
        raise NotFound(message(N_("There is no such movement")))
    stay = load_stay(session, row.admission_id, scope=actor.scope)
    today = clock.day_of(now)
    movements = movements_of(session, [stay.id])[stay.id]
    without = [moved for moved in movements if moved.id != row.id]
    policies, given = policies_of(session), term_input(stay, overrides_of(session, [stay.id])[stay.id])
    author = author_of(session, "movement", row.id)
    return VoidPlan(
        before=state_of(movements, as_of=today),
        after=state_of(without, as_of=today),
        term_before=calculated_term(policies, given, live(movements)),
        term_after=calculated_term(policies, given, live(without)),
        refusal=_refusal(movements, row.id),
        counted=counted_in(session, stay.id, row.recorded_at),
        way=way_for(session, row, actor=actor, now=now),
        hours=_hours(session, row),
        hours_open=is_open(session, PolicyKind.TAKE_BACK_HOURS, clock.day_of(row.recorded_at)),
        author=author.label if author else row.actor,
        request=void_request(session, row.id, scope=actor.scope),
        deciders=deciders(session, stay.facility_id, but=author.name if author else row.actor),
    )


def way_for(session: Session, row: Movement, *, actor: Actor, now: datetime) -> Way:
    """How somebody may void a movement: alone, as the second person, or by asking."""
    author = author_of(session, "movement", row.id)
    return way_of(
        actor,
        author=author.name if author else None,
        written_at=row.recorded_at,
        now=now,
        hours=_hours(session, row),
        right=Permission.ADMISSIONS_VOID,
    )


def _hours(session: Session, row: Movement) -> int:
    return whole_on(session, PolicyKind.TAKE_BACK_HOURS, clock.day_of(row.recorded_at))


def void_request(session: Session, movement_id: int, *, scope: Scope) -> TaskLine | None:
    """The open request to void a movement; None where nobody has asked."""
    asked = of_subject(session, "movement", movement_id, scope=scope)
    return next((task for task in asked if task.is_open and task.kind is TaskKind.VOID_REQUEST), None)


def deciders(session: Session, facility_id: int, *, but: str) -> tuple[str, ...]:
    """The names of the accounts in use that may decide for a centre, but one of them."""
    may_decide = {role for role in Role if Permission.ADMISSIONS_VOID in ROLES[role]}
    used = select(Account).where(Account.active, Account.username != but)
    rows = session.scalars(used.options(selectinload(Account.roles)).order_by(Account.full_name))
    return tuple(
        row.full_name
        for row in rows
        if row.facility_id in (None, facility_id) and may_decide & {Role(held.role) for held in row.roles}
    )


def _refusal(movements: Sequence[Moved], movement_id: int) -> Message | None:
    try:
        check_void(movements, movement_id)
    except Conflict as error:
        return error.message
    return None
