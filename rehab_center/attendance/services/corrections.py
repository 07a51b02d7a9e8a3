"""Changing marks after the edit window: one proposes with a reason, another confirms; the old marks stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.attendance.kinds import WalkInReason
from rehab_center.attendance.models import AttendanceCorrection, AttendanceWalkIn, CorrectionLine
from rehab_center.attendance.queries.beside import attendee_beside, marked_elsewhere
from rehab_center.attendance.queries.corrections import load_correction
from rehab_center.attendance.queries.sessions import Attendee, MeetingPage, WalkIn, codes_of, mark_of, meeting_page
from rehab_center.attendance.rules.marking import Mark, may_confirm
from rehab_center.attendance.services.marking import add_marks, changes, open_page, subject_of
from rehab_center.audit.recorder import record
from rehab_center.errors import Conflict, DomainError, NotPermitted
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.words import N_, message


def propose_correction(
    session: Session,
    session_id: int,
    marks: Mapping[int, Mark],
    *,
    reason: str,
    beside: Attendee | None = None,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> int:
    """Propose other marks for a session whose edit window is over; gives the correction's id.

    ``beside``: somebody marked who is not on the list, for they were there without an assignment. Nothing counts until
    a second person has confirmed it. Raises DomainError (field "reason", or where nothing would
    change), Conflict where a correction of the session waits already, and as ``mark_session``.
    """
    page = open_page(session, session_id, actor=actor, expected_version=expected_version)
    if page.editable(now):
        raise Conflict(message(N_("These marks can still be changed without a second person")), code="window-open")
    if page.correction_id is not None:
        raise Conflict(message(N_("A correction of this session waits for its second person")), code="waits-already")
    if beside is not None:
        page = replace(page, people=(*page.people, beside))
    changed = changes(page, marks, now=now)
    if not changed:
        raise DomainError(message(N_("Nothing is different from what stands there")), code="nothing-new")
    reason = clean(reason)
    if not reason:
        raise DomainError(message(N_("Say why these marks are changed")), field="reason", code="no-reason")
    correction = AttendanceCorrection(
        activity_session_id=session_id,
        reason=reason,
        proposer=actor.name,
        proposed_by=actor.label,
        proposed_at=now,
    )
    session.add(correction)
    session.flush()
    for one, mark in changed:
        walk_in = one.walk_in if one is beside else None
        session.add(
            CorrectionLine(
                correction_id=correction.id,
                admission_id=one.stay_id,
                attended=mark.attended.value,
                minutes=mark.minutes,
                output=mark.output,
                note=mark.note,
                base_id=one.mark_id,
                walked=walk_in.reason if walk_in else None,
                against_rule=walk_in.against_rule if walk_in else None,
                rules=(" ".join(walk_in.rules) or None) if walk_in else None,
            )
        )
    session.flush()
    record(
        "attendance.correction-proposed",
        actor=actor,
        at=now,
        about=subject_of(page),
        reason=reason,
        details={"people_marked": len(changed)},
    )
    return correction.id


def confirm_correction(session: Session, correction_id: int, *, actor: Actor, now: datetime) -> int:
    """Let a proposed correction count, as its second person; gives how many marks it replaced.

    Whoever was there without an assignment stands on the list from now on. Raises NotPermitted for whoever proposed
    it, Conflict once decided or where a mark has changed since, NotFound.
    """
    correction = _open(session, correction_id, actor=actor)
    page = meeting_page(session, correction.activity_session_id, scope=actor.scope)
    lines = session.scalars(select(CorrectionLine).where(CorrectionLine.correction_id == correction.id)).all()
    walked = _walked(session, page, correction, lines, now)
    people = {one.stay_id: one for one in (*page.people, *walked)}
    if any(line.admission_id not in people or people[line.admission_id].mark_id != line.base_id for line in lines):
        raise Conflict(
            message(N_("A mark has changed since this was proposed: refuse it, and propose it anew")), code="stale"
        )
    correction.decider, correction.decided_by, correction.decided_at = actor.name, actor.label, now
    correction.confirmed = True
    changed = [(people[line.admission_id], mark_of(line)) for line in lines]
    add_marks(session, page, changed, correction=correction, actor=actor, now=now)
    record(
        "attendance.correction-confirmed",
        actor=actor,
        at=now,
        about=subject_of(page),
        reason=correction.reason,
        details={"people_marked": len(changed)},
    )
    return len(changed)


def _walked(
    session: Session,
    page: MeetingPage,
    correction: AttendanceCorrection,
    lines: Iterable[CorrectionLine],
    now: datetime,
) -> list[Attendee]:
    """Those among the lines who were there without an assignment; why they were is written. Part of an act."""
    listed, found = {one.stay_id for one in page.people}, []
    for line in lines:
        if line.walked is None:
            continue
        if line.admission_id in listed:
            words = message(N_("This person is on the list by now: refuse it, and propose the mark there"))
            raise Conflict(words, code="stale")
        elsewhere = marked_elsewhere(session, page.meeting, line.admission_id)
        if elsewhere is not None:
            words = message(N_("This person is marked as having been in “%(name)s” at that time"), name=elsewhere)
            raise Conflict(words, code="stale")
        reason, rule = WalkInReason(line.walked), bool(line.against_rule)
        walk_in = WalkIn(reason, correction.reason, rule, correction.proposed_by, codes_of(line.rules))
        add_walk_in(session, page, line.admission_id, walk_in, now)
        found.append(attendee_beside(session, line.admission_id, walk_in))
    return found


def add_walk_in(session: Session, page: MeetingPage, stay_id: int, found: WalkIn, now: datetime) -> None:
    """Write why somebody was at a session without an assignment. Part of an act."""
    session.add(
        AttendanceWalkIn(
            activity_session_id=page.meeting.id,
            admission_id=stay_id,
            reason=found.reason,
            note=found.note,
            against_rule=found.against_rule,
            rules=" ".join(found.rules) or None,
            actor=found.actor,
            recorded_at=now,
        )
    )
    session.flush()


def refuse_correction(session: Session, correction_id: int, *, answer: str, actor: Actor, now: datetime) -> None:
    """Refuse a proposed correction with a word; the marks stay as they are. Whoever proposed it cannot take part.

    Raises DomainError (field "answer"), NotPermitted, Conflict once it is decided, NotFound.
    """
    correction = _open(session, correction_id, actor=actor)
    answer = clean(answer)
    if not answer:
        raise DomainError(message(N_("Say why it is refused")), field="answer", code="no-reason")
    correction.decider, correction.decided_by, correction.decided_at = actor.name, actor.label, now
    correction.confirmed, correction.answer = False, answer
    session.flush()
    page = meeting_page(session, correction.activity_session_id, scope=actor.scope)
    record("attendance.correction-refused", actor=actor, at=now, about=subject_of(page), reason=answer)


def _open(session: Session, correction_id: int, *, actor: Actor) -> AttendanceCorrection:
    correction = load_correction(session, correction_id, scope=actor.scope)
    if correction.decided_at is not None:
        raise Conflict(
            message(N_("This correction is decided already: %(who)s"), who=correction.decided_by),
            code="decided-already",
        )
    if not may_confirm(correction.proposer, actor.name):
        raise NotPermitted(message(N_("Whoever proposed a correction cannot be its second person")))
    return correction
