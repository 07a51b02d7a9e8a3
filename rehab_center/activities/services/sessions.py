"""Making sessions of the slots, adding a single one, cancelling one and planning it again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.hooks import marked_of
from rehab_center.activities.kinds import OWN_REASONS, CancelReason, SessionState
from rehab_center.activities.models import Activity, ActivitySession
from rehab_center.activities.queries.calendar import holidays_between
from rehab_center.activities.queries.programmes import load_activity, slots_of
from rehab_center.activities.queries.sessions import load_session
from rehab_center.activities.rules.facts import check_times
from rehab_center.activities.rules.planning import why_not
from rehab_center.activities.rules.slots import clock_text
from rehab_center.activities.services.following import missing_sessions, span_of
from rehab_center.audit.recorder import Subject, record
from rehab_center.audit.waiting import rows_together
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.names import clean
from rehab_center.organisation.models import Facility
from rehab_center.permissions import Actor
from rehab_center.words import N_, message


def make_sessions(
    session: Session,
    facility_id: int,
    until: date,
    *,
    since: date | None = None,
    activity_ids: Collection[int] | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Make the sessions of a centre's slots from ``since`` (None: today) to ``until``, both included; gives how many.

    Once each: those that are there stay as they are, and a second call makes none. Holidays are left out. In four
    statements besides the rows. Raises NotFound for a stranger.
    """
    if not actor.scope.covers(facility_id):
        raise NotFound(message(N_("There is no such centre")))
    first = since or clock.day_of(now)
    query = select(Activity).where(
        Activity.facility_id == facility_id,
        Activity.begins_on <= until,
        or_(Activity.ends_on.is_(None), Activity.ends_on >= first),
        or_(Activity.closed_on.is_(None), Activity.closed_on >= first),
    )
    rows = [row for row in session.scalars(query) if activity_ids is None or row.id in activity_ids]
    off = holidays_between(session, facility_id, first, until)
    slots = slots_of(session, [row.id for row in rows])
    made = missing_sessions(session, rows, slots, first, until, off)
    if made:
        centre = session.get_one(Facility, facility_id)
        about = Subject("facility", centre.id, centre.code)
        with rows_together(session):
            session.add_all(made)
            record("activity.sessions-made", actor=actor, at=now, about=about, details={"made_sessions": len(made)})
    return len(made)


def add_session(
    session: Session, activity_id: int, *, on: date, begins: int, ends: int, actor: Actor, now: datetime
) -> int:
    """Let a programme meet once more on a day (times are minutes after midnight); gives the session's id.

    Raises DomainError for a time or day that cannot be, Conflict where it meets then already, NotFound.
    """
    row = load_activity(session, activity_id, scope=actor.scope)
    check_times(begins, ends)
    off = holidays_between(session, row.facility_id, on, on)
    why = why_not(span_of(row), None, on, off=off)
    if why is CancelReason.CLOSED:
        raise DomainError(message(N_("The programme is not held on that day")), field="on")
    if why is CancelReason.HOLIDAY:
        raise DomainError(message(N_("Nobody works on a holiday")), field="on")
    meets = select(ActivitySession.id).where(
        ActivitySession.activity_id == row.id,
        ActivitySession.on == on,
        ActivitySession.begins < ends,
        ActivitySession.ends > begins,
        ActivitySession.state == SessionState.PLANNED,
    )
    if session.scalar(meets.limit(1)) is not None:
        raise Conflict(message(N_("The programme meets at that time already")), field="begins")
    added = ActivitySession(activity_id=row.id, on=on, begins=begins, ends=ends, state=SessionState.PLANNED)
    session.add(added)
    session.flush()
    record("activity.session-added", actor=actor, at=now, about=_subject(row, added))
    return added.id


def cancel_session(
    session: Session, session_id: int, *, reason: CancelReason, note: str | None = None, actor: Actor, now: datetime
) -> None:
    """Say that a session does not take place, and why; another cause needs words.

    Raises DomainError, Conflict for one that is cancelled or was held, NotFound.
    """
    row = load_session(session, session_id, scope=actor.scope)
    if row.state == SessionState.CANCELLED:
        raise Conflict(message(N_("The session is cancelled already")))
    if marked_of(session, [row.id]):
        raise Conflict(message(N_("People are marked in this session: it was held")))
    note = clean(note or "") or None
    if reason in OWN_REASONS:
        raise DomainError(message(N_("Choose a reason")), field="reason")
    if reason is CancelReason.OTHER and note is None:
        raise DomainError(message(N_("Say why")), field="note")
    row.state, row.cancelled_reason, row.cancelled_note = SessionState.CANCELLED, reason, note
    session.flush()
    parent = session.get_one(Activity, row.activity_id)
    record("activity.session-cancelled", actor=actor, at=now, about=_subject(parent, row), reason=note)


def plan_again(session: Session, session_id: int, *, actor: Actor, now: datetime) -> None:
    """Take the cancelling of a session back. Raises Conflict where it is not cancelled or cannot be held, NotFound."""
    row = load_session(session, session_id, scope=actor.scope)
    if row.state != SessionState.CANCELLED:
        raise Conflict(message(N_("The session is not cancelled")))
    parent = session.get_one(Activity, row.activity_id)
    slots = {slot.id: slot for slot in slots_of(session, [parent.id]).get(parent.id, ())}
    off = holidays_between(session, parent.facility_id, row.on, row.on)
    if why_not(span_of(parent), slots.get(row.slot_id), row.on, off=off) is not None:
        raise Conflict(message(N_("A holiday, another timetable or the end of the programme stands against it")))
    row.state, row.cancelled_reason, row.cancelled_note = SessionState.PLANNED, None, None
    session.flush()
    record("activity.session-planned-again", actor=actor, at=now, about=_subject(parent, row))


def _subject(parent: Activity, row: ActivitySession) -> Subject:
    words = f"{parent.name}, {clock_text(row.begins)}–{clock_text(row.ends)} {row.on:%d/%m/%Y}"
    return Subject("activity_session", row.id, words)
