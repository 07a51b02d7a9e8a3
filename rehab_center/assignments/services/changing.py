"""What becomes of an assignment: paused, gone on with, ended, moved; a rule that the director lets stand again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.models import Activity
from rehab_center.assignments.kinds import CHOSEN_ENDS, EndReason, PauseReason
from rehab_center.assignments.models import Assignment, AssignmentOverride, AssignmentPause
from rehab_center.assignments.queries import load_assignment
from rehab_center.assignments.rules.facts import Plan
from rehab_center.assignments.rules.roster import Wanted
from rehab_center.assignments.services.assigning import (
    OverrideFacts,
    Written,
    assign,
    check_override,
    check_right,
    note,
)
from rehab_center.assignments.services.deciding import load_seen
from rehab_center.dates import ONE_DAY
from rehab_center.errors import Conflict, DomainError
from rehab_center.names import clean
from rehab_center.permissions import Actor, Permission
from rehab_center.words import N_, message

_LATEST = timedelta(days=366)


def pause(
    session: Session,
    assignment_id: int,
    *,
    from_on: date,
    until_on: date | None,
    reason: PauseReason,
    note_text: str | None = None,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> int:
    """Let an assignment stand still from a day, until a day where it is known, and give the pause's id.

    Raises NotPermitted, DomainError (fields ``from_on``, ``until_on``, ``note``), Conflict, NotFound.
    """
    check_right(actor, Permission.ASSIGNMENTS_PROPOSE)
    (row,) = map(_running, load_seen(session, {assignment_id: expected_version}, actor.scope))
    if from_on < row.starts_on or (row.ends_on is not None and from_on > row.ends_on):
        raise DomainError(message(N_("The assignment does not run on that day")), field="from_on")
    if until_on is not None and until_on < from_on:
        raise DomainError(message(N_("The last day lies before the first")), field="until_on")
    if reason is PauseReason.OTHER and not clean(note_text or ""):
        raise DomainError(message(N_("Say what it is")), field="note")
    for other in _pauses(session, assignment_id):
        if (other.until_on is None or from_on <= other.until_on) and (until_on is None or other.from_on <= until_on):
            raise Conflict(message(N_("It is paused on some of these days already")), field="from_on")
    added = AssignmentPause(
        assignment_id=assignment_id,
        from_on=from_on,
        until_on=until_on,
        reason=reason,
        note=clean(note_text or "") or None,
        recorded_at=now,
        actor=actor.label,
    )
    session.add(added)
    session.flush()
    _note(session, "assignment.paused", row, None, actor, now)
    return added.id


def resume(session: Session, assignment_id: int, *, on: date, actor: Actor, now: datetime) -> None:
    """Go on with a paused assignment from a day. Raises DomainError (``on``), Conflict, NotPermitted."""
    check_right(actor, Permission.ASSIGNMENTS_PROPOSE)
    row = _running(load_assignment(session, assignment_id, scope=actor.scope))
    standing = [one for one in _pauses(session, assignment_id) if one.until_on is None or one.until_on >= on]
    if not standing:
        raise Conflict(message(N_("The assignment is not paused")), code="changed-meanwhile")
    first = standing[0]
    if on <= first.from_on:
        raise DomainError(
            message(
                N_(
                    "The pause begins on %(day)s: go on later",
                ),
                day=first.from_on,
            ),
            field="on",
        )
    first.until_on = on - ONE_DAY
    session.flush()
    _note(session, "assignment.resumed", row, None, actor, now)


def end(
    session: Session,
    seen: Mapping[int, int],
    *,
    last_on: date,
    reason: EndReason,
    note_text: str | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """End assignments (by number: the version seen) with their last day, and give how many.

    A mistake ends on the eve of its first day, as if it had never been. Raises NotPermitted, DomainError (fields
    ``last_on``, ``reason``, ``note``), Conflict, NotFound.
    """
    check_right(actor, Permission.ASSIGNMENTS_DECIDE)
    if reason not in CHOSEN_ENDS:
        raise DomainError(message(N_("Choose the reason")), field="reason")
    words = clean(note_text or "") or None
    if reason in (EndReason.CONDUCT, EndReason.SAFETY, EndReason.MISTAKE) and not words:
        raise DomainError(message(N_("Say what happened")), field="note")
    if last_on > clock.day_of(now) + _LATEST:
        raise DomainError(message(N_("A year ahead at most")), field="last_on")
    rows = [_running(row) for row in load_seen(session, seen, actor.scope)]
    if not rows:
        raise DomainError(message(N_("Nobody was chosen")), code="nothing-new")
    for row in rows:
        last = row.starts_on - ONE_DAY if reason is EndReason.MISTAKE else last_on
        if last < row.starts_on - ONE_DAY:
            raise DomainError(message(N_("It only began on %(day)s"), day=row.starts_on), field="last_on")
        row.ends_on, row.end_reason, row.end_note, row.ended_by = last, reason, words, actor.label
    session.flush()
    note(session, "assignment.ended", _told(session, rows), words, actor, now)
    return len(rows)


def move(
    session: Session,
    seen: Mapping[int, int],
    activity_id: int,
    *,
    from_on: date,
    why: str | None = None,
    override: OverrideFacts | None = None,
    leave_out: bool = False,
    actor: Actor,
    now: datetime,
) -> Written:
    """Move people to another programme from a day on: the old assignment ends on its eve, the new one is decided.

    Whoever a rule stops stays where they are. Raises as :func:`assign`, and Conflict for a second saver.
    """
    check_right(actor, Permission.ASSIGNMENTS_DECIDE)
    rows = {row.id: _running(row) for row in load_seen(session, seen, actor.scope)}
    if any(row.activity_id == activity_id for row in rows.values()):
        raise DomainError(message(N_("Choose another programme than the one they are in")), field="activity")
    wishes = [Wanted(row.admission_id, activity_id, Plan(from_on), leaves=row.id) for row in rows.values()]
    if any(from_on <= row.starts_on for row in rows.values()):
        raise DomainError(message(N_("Move later than the first day there, or end it as a mistake")), field="from_on")
    written = assign(
        session, wishes, decided=True, why=why, override=override, leave_out=leave_out, actor=actor, now=now
    )
    staying = {plan.wanted.leaves for plan in written.refused}
    moved = [row for number, row in rows.items() if number not in staying]
    for row in moved:
        row.ends_on, row.end_reason, row.ended_by = from_on - ONE_DAY, EndReason.MOVED, actor.label
    session.flush()
    if moved:
        note(session, "assignment.moved", _told(session, moved), clean(why or "") or None, actor, now)
    return written


def sign(session: Session, assignment_id: int, rule: str, *, facts: OverrideFacts, actor: Actor, now: datetime) -> None:
    """Let an assignment stand against a rule again, until another day. Raises NotPermitted, DomainError, NotFound."""
    check_right(actor, Permission.ASSIGNMENTS_DECIDE)
    row = _running(load_assignment(session, assignment_id, scope=actor.scope))
    check_override(session, facts, actor=actor, today=clock.day_of(now))
    query = select(AssignmentOverride.id).where(
        AssignmentOverride.assignment_id == assignment_id, AssignmentOverride.rule == rule
    )
    if session.scalar(query.limit(1)) is None:
        raise DomainError(message(N_("Nothing was signed for this rule yet")), field="rule")
    session.add(
        AssignmentOverride(
            assignment_id=assignment_id,
            rule=rule,
            reason=facts.reason,
            note=clean(facts.note),
            signed_on=clock.day_of(now),
            signed_by=actor.label,
            expires_on=facts.expires_on,
            recorded_at=now,
        )
    )
    session.flush()
    _note(session, "assignment.signed", row, clean(facts.note), actor, now)


def _running(row: Assignment) -> Assignment:
    if row.decided_on is None or row.end_reason is not None:
        raise Conflict(message(N_("This assignment does not run any more")), code="changed-meanwhile")
    return row


def _pauses(session: Session, assignment_id: int) -> list[AssignmentPause]:
    query = select(AssignmentPause).where(AssignmentPause.assignment_id == assignment_id)
    return list(session.scalars(query.order_by(AssignmentPause.from_on)))


def _told(session: Session, rows: list[Assignment]) -> list[tuple[int, str]]:
    return [(row.admission_id, session.get_one(Activity, row.activity_id).name) for row in rows]


def _note(session: Session, act: str, row: Assignment, why: str | None, actor: Actor, now: datetime) -> None:
    note(session, act, _told(session, [row]), why, actor, now)
