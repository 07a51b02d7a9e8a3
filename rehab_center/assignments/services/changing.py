"""What becomes of an assignment: ended, moved, its planned end changed; a rule that the director lets stand again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.models import Activity
from rehab_center.admissions.models import Admission
from rehab_center.assignments.kinds import CHOSEN_ENDS, EndReason
from rehab_center.assignments.models import Assignment, AssignmentOverride
from rehab_center.assignments.queries import load_assignment
from rehab_center.assignments.rules.facts import Plan
from rehab_center.assignments.rules.roster import Wanted
from rehab_center.assignments.rules.suitability import not_overridden
from rehab_center.assignments.services.assigning import (
    OverrideFacts,
    Written,
    assign,
    check_override,
    check_right,
    note,
    plan_assignments,
)
from rehab_center.assignments.services.deciding import load_seen
from rehab_center.dates import ONE_DAY
from rehab_center.errors import Blocked, Conflict, DomainError, ReasonNeeded
from rehab_center.names import clean
from rehab_center.permissions import Actor, Permission
from rehab_center.residents.models import Resident
from rehab_center.words import N_, message

_LATEST = timedelta(days=366)


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

    A mistake ends on the eve of its first day, as if it had never been. An end that is planned may come earlier so; a
    later one is :func:`change_end`'s, which looks at the days that are added. Raises NotPermitted, DomainError (fields
    ``last_on``, ``reason``, ``note``), Conflict (where it ends by a move, too), NotFound.
    """
    check_right(actor, Permission.ASSIGNMENTS_DECIDE)
    if reason not in CHOSEN_ENDS:
        raise DomainError(message(N_("Choose the reason")), field="reason")
    words = clean(note_text or "") or None
    if reason in (EndReason.CONDUCT, EndReason.SAFETY, EndReason.MISTAKE) and not words:
        raise DomainError(message(N_("Say what happened")), field="note")
    if last_on > clock.day_of(now) + _LATEST:
        raise DomainError(message(N_("A year ahead at most")), field="last_on")
    rows = [running(row, clock.day_of(now)) for row in load_seen(session, seen, actor.scope)]
    if not rows:
        raise DomainError(message(N_("Nobody was chosen")), code="nothing-new")
    for row in rows:
        last = row.starts_on - ONE_DAY if reason is EndReason.MISTAKE else last_on
        if last < row.starts_on - ONE_DAY:
            raise DomainError(message(N_("It only began on %(day)s"), day=row.starts_on), field="last_on")
        if row.end_reason == EndReason.MOVED:
            says = N_("%(who)s is moved to another programme after %(day)s: end the assignment there, or move earlier")
            raise Conflict(message(says, who=who(session, row), day=row.ends_on))
        if row.ends_on is not None and last > row.ends_on:
            says = N_("%(who)s ends on %(day)s already: whoever stays longer gets another planned end")
            raise DomainError(message(says, who=who(session, row), day=row.ends_on), field="last_on")
        row.ends_on, row.end_reason, row.end_note, row.ended_by = last, reason, words, actor.label
    session.flush()
    note(session, "assignment.ended", told(session, rows), words, actor, now)
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
    today = clock.day_of(now)
    rows = {row.id: running(row, today) for row in load_seen(session, seen, actor.scope)}
    if any(row.activity_id == activity_id for row in rows.values()):
        raise DomainError(message(N_("Choose another programme than the one they are in")), field="activity")
    wishes = [Wanted(row.admission_id, activity_id, Plan(from_on), leaves=row.id) for row in rows.values()]
    if any(from_on <= row.starts_on for row in rows.values()):
        raise DomainError(message(N_("Move later than the first day there, or end it as a mistake")), field="from_on")
    for row in rows.values():
        if row.ends_on is not None and from_on > row.ends_on + ONE_DAY:
            words = N_("%(who)s ends on %(day)s already: move on the day after at the latest, or assign anew")
            raise DomainError(message(words, who=who(session, row), day=row.ends_on), field="from_on")
    written = assign(
        session, wishes, decided=True, why=why, override=override, leave_out=leave_out, actor=actor, now=now
    )
    staying = {plan.wanted.leaves for plan in written.refused}
    moved = [row for number, row in rows.items() if number not in staying]
    for row in moved:
        row.ends_on, row.end_reason, row.end_note = from_on - ONE_DAY, EndReason.MOVED, None
        row.ended_by = actor.label
    session.flush()
    if moved:
        note(session, "assignment.moved", told(session, moved), clean(why or "") or None, actor, now)
    return written


def sign(session: Session, assignment_id: int, rule: str, *, facts: OverrideFacts, actor: Actor, now: datetime) -> None:
    """Let an assignment stand against a rule again, until another day. Raises NotPermitted, DomainError, NotFound."""
    check_right(actor, Permission.ASSIGNMENTS_DECIDE)
    today = clock.day_of(now)
    row = running(load_assignment(session, assignment_id, scope=actor.scope), today)
    check_override(session, facts, actor=actor, today=today)
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
    note_one(session, "assignment.signed", row, clean(facts.note), actor, now)


def change_end(
    session: Session,
    assignment_id: int,
    *,
    last_on: date | None,
    why: str | None = None,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Set another last day than the planned one, or none (``last_on`` None): the end is withdrawn.

    Days that are added are looked at as a new assignment would be; what the director signed for stands as far as the
    signature goes. Raises NotPermitted, Blocked, ReasonNeeded,
    DomainError (field ``last_on``), Conflict where no end lies ahead or for a second saver, NotFound.
    """
    check_right(actor, Permission.ASSIGNMENTS_DECIDE)
    today, words = clock.day_of(now), clean(why or "") or None
    (row,) = (running(one, today) for one in load_seen(session, {assignment_id: expected_version}, actor.scope))
    if row.ends_on is None:
        raise Conflict(message(N_("No end is planned for this assignment")))
    if row.end_reason == EndReason.MOVED:
        raise Conflict(message(N_("It ends by a move: end the assignment to the other programme first")))
    if last_on is not None and not today <= last_on <= today + _LATEST:
        raise DomainError(message(N_("From today until a year ahead")), field="last_on")
    if last_on is not None and last_on < row.starts_on:
        raise DomainError(message(N_("It only began on %(day)s"), day=row.starts_on), field="last_on")
    if last_on is None or last_on > row.ends_on:
        plan = Plan(max(row.ends_on + ONE_DAY, today), last_on)
        wanted = Wanted(row.admission_id, row.activity_id, plan, leaves=row.id, why=words)
        (planned,) = plan_assignments(session, [wanted], today=today, scope=actor.scope)
        planned = replace(planned, findings=not_overridden(planned.findings, _signed(session, row.id, last_on)))
        if planned.stopped:
            raise Blocked(planned.blocks)
        if planned.warnings and words is None:
            raise ReasonNeeded(planned.warnings)
    row.ends_on = last_on
    if last_on is None:
        row.end_reason = row.end_note = row.ended_by = None
    session.flush()
    note_one(session, "assignment.end-changed", row, words, actor, now)


def _signed(session: Session, assignment_id: int, last_on: date | None) -> frozenset[str]:
    """The rules that the director lets stand until that day: no signature holds for ever."""
    if last_on is None:
        return frozenset()
    query = select(AssignmentOverride.rule).where(AssignmentOverride.assignment_id == assignment_id)
    return frozenset(session.scalars(query.where(AssignmentOverride.expires_on >= last_on)))


def running(row: Assignment, today: date) -> Assignment:
    """The row, where it is decided and not over. Part of an act. Raises Conflict."""
    over = row.ends_on is not None and row.ends_on < max(today, row.starts_on)
    if row.decided_on is None or over:
        raise Conflict(message(N_("This assignment does not run any more")), code="changed-meanwhile")
    return row


def who(session: Session, row: Assignment) -> str:
    """Name and file code of whoever is assigned."""
    stay = session.get_one(Admission, row.admission_id)
    return f"{session.get_one(Resident, stay.resident_id).full_name} ({stay.file_code})"


def told(session: Session, rows: list[Assignment]) -> list[tuple[int, str]]:
    """Stay and programme of each, for the log."""
    return [(row.admission_id, session.get_one(Activity, row.activity_id).name) for row in rows]


def note_one(session: Session, act: str, row: Assignment, why: str | None, actor: Actor, now: datetime) -> None:
    """Name an act about one assignment in the log."""
    note(session, act, told(session, [row]), why, actor, now)
