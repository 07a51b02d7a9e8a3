"""Letting an assignment stand still for some days, changing and withdrawing that, going on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.assignments.kinds import PauseReason
from rehab_center.assignments.models import Assignment, AssignmentPause
from rehab_center.assignments.queries import load_assignment
from rehab_center.assignments.queries.pauses import pause_rows
from rehab_center.assignments.services.assigning import check_right
from rehab_center.assignments.services.changing import note_one, running
from rehab_center.assignments.services.deciding import load_seen
from rehab_center.dates import ONE_DAY
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.names import clean
from rehab_center.permissions import Actor, Permission
from rehab_center.words import N_, message


@dataclass(frozen=True)
class PauseFacts:
    """From which day to which (None: nobody knows yet) an assignment stands still, and why."""

    from_on: date
    until_on: date | None
    reason: PauseReason
    note: str | None = None


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
    today = clock.day_of(now)
    (row,) = (running(one, today) for one in load_seen(session, {assignment_id: expected_version}, actor.scope))
    facts = PauseFacts(from_on, until_on, reason, note_text)
    _check(row, facts, pause_rows(session, [assignment_id]))
    added = _added(session, row, facts, actor=actor, now=now)
    note_one(session, "assignment.paused", row, None, actor, now)
    return added.id


def change_pause(
    session: Session, pause_id: int, *, facts: PauseFacts | None, newest_id: int, actor: Actor, now: datetime
) -> None:
    """Put other days in the place of a pause, or with ``facts`` None withdraw it: a later row says so.

    ``newest_id``: the latest pause of the assignment as it was seen. Raises as :func:`pause`, and Conflict where
    somebody has changed a pause of it meanwhile.
    """
    check_right(actor, Permission.ASSIGNMENTS_PROPOSE)
    old = session.get(AssignmentPause, pause_id)
    if old is None:
        raise NotFound(message(N_("There is no such pause")))
    row = running(load_assignment(session, old.assignment_id, scope=actor.scope), clock.day_of(now))
    standing = pause_rows(session, [row.id])
    if old.id not in {one.id for one in standing} or newest_id != newest(session, row.id):
        raise Conflict(message(N_("Somebody else has changed this in the meantime")), code="changed-meanwhile")
    if facts is not None:
        _check(row, facts, [one for one in standing if one.id != old.id])
    kept = facts or PauseFacts(old.from_on, old.until_on, PauseReason(old.reason), old.note)
    _added(session, row, kept, replaces=old, withdrawn=facts is None, actor=actor, now=now)
    note_one(session, "assignment.pause-changed", row, None, actor, now)


def newest(session: Session, assignment_id: int) -> int:
    """The number of the latest row about pauses of an assignment; nought where there is none."""
    rows = pause_rows(session, [assignment_id], everything=True)
    return max((one.id for one in rows), default=0)


def resume(session: Session, assignment_id: int, *, on: date, actor: Actor, now: datetime) -> None:
    """Go on with a paused assignment from a day: a later row ends its pause on the eve.

    Raises DomainError (``on``), Conflict, NotPermitted.
    """
    check_right(actor, Permission.ASSIGNMENTS_PROPOSE)
    row = running(load_assignment(session, assignment_id, scope=actor.scope), clock.day_of(now))
    standing = [one for one in pause_rows(session, [assignment_id]) if one.until_on is None or one.until_on >= on]
    if not standing:
        raise Conflict(message(N_("The assignment is not paused")), code="changed-meanwhile")
    first = standing[0]
    if on <= first.from_on:
        words = message(N_("The pause begins on %(day)s: go on later, or withdraw the pause"), day=first.from_on)
        raise DomainError(words, field="on")
    shorter = PauseFacts(first.from_on, on - ONE_DAY, PauseReason(first.reason), first.note)
    _added(session, row, shorter, replaces=first, actor=actor, now=now)
    note_one(session, "assignment.resumed", row, None, actor, now)


def _check(row: Assignment, facts: PauseFacts, others: list[AssignmentPause]) -> None:
    from_on, until_on = facts.from_on, facts.until_on
    if from_on < row.starts_on or (row.ends_on is not None and from_on > row.ends_on):
        raise DomainError(message(N_("The assignment does not run on that day")), field="from_on")
    if until_on is not None and until_on < from_on:
        raise DomainError(message(N_("The last day lies before the first")), field="until_on")
    if facts.reason is PauseReason.OTHER and not clean(facts.note or ""):
        raise DomainError(message(N_("Say what it is")), field="note")
    for other in others:
        if (other.until_on is None or from_on <= other.until_on) and (until_on is None or other.from_on <= until_on):
            raise Conflict(message(N_("It is paused on some of these days already")), field="from_on")


def _added(
    session: Session,
    row: Assignment,
    facts: PauseFacts,
    *,
    replaces: AssignmentPause | None = None,
    withdrawn: bool = False,
    actor: Actor,
    now: datetime,
) -> AssignmentPause:
    added = AssignmentPause(
        assignment_id=row.id,
        from_on=facts.from_on,
        until_on=facts.until_on,
        reason=facts.reason,
        note=clean(facts.note or "") or None,
        replaces_id=replaces.id if replaces else None,
        withdrawn=True if withdrawn else None,
        recorded_at=now,
        actor=actor.label,
    )
    session.add(added)
    session.flush()
    return added
