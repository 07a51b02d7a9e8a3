"""Changing marks after the edit window: one proposes with a reason, another confirms; the old marks stay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.attendance.models import AttendanceCorrection, CorrectionLine
from rehab_center.attendance.queries.corrections import load_correction
from rehab_center.attendance.queries.sessions import mark_of, meeting_page
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
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> int:
    """Propose other marks for a session whose edit window is over; gives the correction's id.

    Nothing counts until a second person has confirmed it. Raises DomainError (field "reason", or where nothing would
    change), Conflict where a correction of the session waits already, and as ``mark_session``.
    """
    page = open_page(session, session_id, actor=actor, expected_version=expected_version)
    if page.editable(now):
        raise Conflict(message(N_("These marks can still be changed without a second person")), code="window-open")
    if page.correction_id is not None:
        raise Conflict(message(N_("A correction of this session waits for its second person")), code="waits-already")
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
        session.add(
            CorrectionLine(
                correction_id=correction.id,
                admission_id=one.stay_id,
                attended=mark.attended.value,
                minutes=mark.minutes,
                output=mark.output,
                note=mark.note,
                base_id=one.mark_id,
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

    Raises NotPermitted for whoever proposed it, Conflict once decided or where a mark has changed since, NotFound.
    """
    correction = _open(session, correction_id, actor=actor)
    page = meeting_page(session, correction.activity_session_id, scope=actor.scope)
    people = {one.stay_id: one for one in page.people}
    lines = session.scalars(select(CorrectionLine).where(CorrectionLine.correction_id == correction.id)).all()
    if any(line.admission_id not in people or people[line.admission_id].mark_id != line.base_id for line in lines):
        raise Conflict(
            message(N_("A mark has changed since this was proposed: refuse it, and propose it anew")), code="stale"
        )
    correction.decider, correction.decided_by, correction.decided_at = actor.name, actor.label, now
    correction.confirmed = True
    changed = [(people[line.admission_id], mark_of(line)) for line in lines]
    add_marks(session, page, changed, correction_id=correction.id, actor=actor, now=now)
    record(
        "attendance.correction-confirmed",
        actor=actor,
        at=now,
        about=subject_of(page),
        reason=correction.reason,
        details={"people_marked": len(changed)},
    )
    return len(changed)


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
