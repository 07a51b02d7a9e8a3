"""Marking somebody who was at a session without being assigned to its programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from rehab_center.activities.rules import clock_text
from rehab_center.admissions.queries import load_stay
from rehab_center.admissions.rules.movements import PRESENT_STATES
from rehab_center.assignments.rules.facts import Plan
from rehab_center.assignments.rules.roster import Wanted
from rehab_center.assignments.services import Planned, plan_assignments
from rehab_center.attendance.kinds import WalkInReason
from rehab_center.attendance.queries.beside import attendee_beside, marked_elsewhere
from rehab_center.attendance.queries.expected import moves_between, state_at
from rehab_center.attendance.queries.sessions import MeetingPage, WalkIn, meeting_page
from rehab_center.attendance.rules.marking import Mark, check_mark
from rehab_center.attendance.rules.reasons import BEHAVIOUR, WALK_IN
from rehab_center.attendance.services.corrections import add_walk_in, propose_correction
from rehab_center.attendance.services.marking import add_marks, changes, open_page, subject_of, tidied
from rehab_center.audit.recorder import record
from rehab_center.errors import Conflict, DomainError
from rehab_center.findings import settle
from rehab_center.names import clean
from rehab_center.permissions import Actor, Scope
from rehab_center.words import N_, message


@dataclass(frozen=True)
class WalkInFacts:
    """Why somebody was there, and how they are marked (present, late, or gone early)."""

    reason: WalkInReason
    mark: Mark
    note: str | None = None


def centre_of(page: MeetingPage) -> Scope:
    """The session's centre: nobody of another one takes part."""
    return Scope(frozenset({page.meeting.facility_id}))


def as_assigned(session: Session, page: MeetingPage, stay_id: int) -> Planned:
    """What the rules of assignments would have said to this person at this session's programme on its day."""
    on = page.meeting.on
    wanted = Wanted(stay_id, page.meeting.activity_id, Plan(on, on))
    return plan_assignments(session, [wanted], today=on, scope=centre_of(page))[0]


def mark_walk_in(
    session: Session,
    session_id: int,
    stay_id: int,
    facts: WalkInFacts,
    *,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> bool:
    """Mark somebody who was there without an assignment; whether it waits for a second person (the window is over).

    What happened is written, whatever the rules say; where one speaks against it the note says why, and to the second
    person always. What waits for one stands nowhere before it is confirmed. Raises DomainError
    (fields "code", "note", "attended"), Conflict, Blocked (field "minutes"), NotFound.
    """
    page = open_page(session, session_id, actor=actor, expected_version=expected_version)
    if now < page.span.begins_at:
        raise Conflict(message(N_("The session has not begun: nobody was there yet")), code="not-begun")
    if not BEHAVIOUR[facts.mark.attended].counts:
        raise DomainError(message(N_("Whoever was there took part, came late or left early")), field="attended")
    _check_person(session, page, stay_id)
    planned = as_assigned(session, page, stay_id)
    settle(check_mark(tidied(facts.mark), page.span, who=planned.full_name, now=now), None)
    found = (*planned.blocks, *planned.warnings)
    note = clean(facts.note or "") or None
    late = not page.editable(now)
    if note is None and (found or late or WALK_IN[facts.reason].note):
        raise DomainError(message(N_("Say why this person was there")), field="note", code="no-reason")
    rules = tuple(dict.fromkeys(one.rule for one in found))
    walk_in = WalkIn(facts.reason, note, bool(found), actor.label, rules)
    if late:
        propose_correction(
            session,
            session_id,
            {stay_id: facts.mark},
            reason=note or "",
            beside=attendee_beside(session, stay_id, walk_in),
            expected_version=expected_version,
            actor=actor,
            now=now,
        )
        return True
    add_walk_in(session, page, stay_id, walk_in, now)
    page = meeting_page(session, session_id, scope=actor.scope)
    add_marks(session, page, changes(page, {stay_id: facts.mark}, now=now), actor=actor, now=now)
    record("attendance.walk-in-marked", actor=actor, at=now, about=subject_of(page))
    return False


def _check_person(session: Session, page: MeetingPage, stay_id: int) -> None:
    meeting = page.meeting
    load_stay(session, stay_id, scope=centre_of(page))
    if any(one.stay_id == stay_id for one in page.people):
        raise DomainError(message(N_("This person is on the list already: mark them there")), field="code")
    moves = moves_between(session, meeting.on, meeting.on, [stay_id]).get(stay_id, ())
    if state_at(moves, meeting.on, clock_text(meeting.begins)) not in PRESENT_STATES:
        words = message(N_("This person was not in the centre when the session began"))
        raise DomainError(words, field="code")
    elsewhere = marked_elsewhere(session, meeting, stay_id)
    if elsewhere is not None:
        words = message(N_("This person is marked as having been in “%(name)s” at that time"), name=elsewhere)
        raise DomainError(words, field="code")
