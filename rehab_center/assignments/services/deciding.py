"""Following or declining proposals, one or a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.models import Activity
from rehab_center.assignments.kinds import EndReason
from rehab_center.assignments.models import Assignment
from rehab_center.assignments.queries import load_assignments
from rehab_center.assignments.rules.facts import Plan
from rehab_center.assignments.rules.roster import Wanted
from rehab_center.assignments.services.assigning import (
    OverrideFacts,
    Planned,
    Written,
    add_overrides,
    check_override,
    check_right,
    note,
    plan_assignments,
)
from rehab_center.assignments.services.granting import grant_wishes
from rehab_center.audit.second_saver import refuse_stale
from rehab_center.errors import Blocked, Conflict, DomainError, ReasonNeeded
from rehab_center.names import clean
from rehab_center.permissions import Actor, Permission, Scope
from rehab_center.words import N_, message


def plan_decision(
    session: Session, ids: Sequence[int], *, today: date, scope: Scope, lifts: bool = False
) -> dict[int, Planned]:
    """What following these proposals would do, by proposal, in their order. Raises NotFound, Conflict."""
    rows = [_waiting(row) for row in load_assignments(session, ids, scope=scope)]
    plans = plan_assignments(session, [_wanted(row, today) for row in rows], today=today, scope=scope, lifts=lifts)
    return {row.id: plan for row, plan in zip(rows, plans, strict=True)}


def decide(
    session: Session,
    seen: Mapping[int, int],
    *,
    why: str | None = None,
    override: OverrideFacts | None = None,
    actor: Actor,
    now: datetime,
) -> Written:
    """Follow proposals (by number: the version that was seen); whoever a rule stops is left waiting, and told.

    One whose first day has passed begins today. ``override`` lets stand what may be overridden. Raises NotPermitted,
    Conflict, Blocked where no proposal can be followed, ReasonNeeded, DomainError, NotFound.
    """
    check_right(actor, Permission.ASSIGNMENTS_DECIDE)
    today, ground = clock.day_of(now), clean(why or "") or None
    if override is not None:
        check_override(session, override, actor=actor, today=today)
    plans = plan_decision(session, list(seen), today=today, scope=actor.scope, lifts=override is not None)
    load_seen(session, seen, actor.scope)
    followed = {number: plan for number, plan in plans.items() if not plan.stopped}
    if not followed:
        raise Blocked([one for plan in plans.values() for one in plan.blocks])
    mute = [number for number, plan in followed.items() if plan.warnings and not ground]
    mute = [number for number in mute if not session.get_one(Assignment, number).reason]
    if mute:
        raise ReasonNeeded([one for number in mute for one in followed[number].warnings])
    for number, plan in followed.items():
        row = session.get_one(Assignment, number)
        row.starts_on = plan.wanted.plan.from_on
        row.decided_on, row.decided_by = today, actor.label
        row.reason = (ground or row.reason) if plan.warnings or plan.lifted else row.reason
        session.flush()
        if override is not None:
            add_overrides(session, number, plan.lifted, override, actor=actor, now=now)
    grant_wishes(session, [session.get_one(Assignment, number) for number in followed])
    told = [(plan.wanted.stay_id, plan.activity) for plan in followed.values()]
    note(session, "assignment.decided", told, ground, actor, now)
    return Written(tuple(followed), tuple(plan for plan in plans.values() if plan.stopped))


def decline(session: Session, seen: Mapping[int, int], *, why: str | None, actor: Actor, now: datetime) -> int:
    """Decline proposals, and give how many. Raises NotPermitted, DomainError (field ``why``), Conflict, NotFound."""
    check_right(actor, Permission.ASSIGNMENTS_DECIDE)
    ground = clean(why or "")
    if not ground:
        raise DomainError(message(N_("Say why the proposal is declined")), field="why")
    told = []
    for row in map(_waiting, load_seen(session, seen, actor.scope)):
        row.ends_on, row.end_reason = clock.day_of(now), EndReason.DECLINED
        row.end_note, row.ended_by = ground, actor.label
        told.append((row.admission_id, session.get_one(Activity, row.activity_id).name))
    session.flush()
    note(session, "assignment.declined", told, ground, actor, now)
    return len(told)


def load_seen(session: Session, seen: Mapping[int, int], scope: Scope) -> list[Assignment]:
    """The rows of these numbers. Raises Conflict where somebody else has changed one since its version was seen."""
    rows = load_assignments(session, seen, scope=scope)
    for row in rows:
        refuse_stale(session, row, seen[row.id])
    return rows


def _waiting(row: Assignment) -> Assignment:
    if row.decided_on is not None or row.end_reason is not None:
        raise Conflict(message(N_("This proposal was answered already")), code="changed-meanwhile")
    return row


def _wanted(row: Assignment, today: date) -> Wanted:
    wanted = Wanted(row.admission_id, row.activity_id, Plan(row.starts_on, row.ends_on), why=row.reason, answers=row.id)
    late = row.starts_on < today and row.proposed_on <= row.starts_on
    return replace(wanted, plan=replace(wanted.plan, from_on=today)) if late else wanted
