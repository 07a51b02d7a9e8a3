"""Marking a session while its edit window is open. Earlier marks stay: a later one names the one it replaces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.activities.queries import sessions_of
from rehab_center.attendance.models import AttendanceCorrection, AttendanceMark, SessionRoll
from rehab_center.attendance.queries.sessions import Attendee, MeetingPage, meeting_page, meeting_pages
from rehab_center.attendance.rules.marking import Mark, check_mark, minutes_of
from rehab_center.attendance.rules.reasons import BEHAVIOUR, WALK_IN
from rehab_center.attendance.services.sheets import follow_marks
from rehab_center.audit.recorder import Subject, record
from rehab_center.audit.second_saver import refuse_stale
from rehab_center.audit.waiting import add_rows
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.findings import Finding, settle
from rehab_center.names import clean
from rehab_center.permissions import Actor
from rehab_center.words import N_, message


def mark_session(
    session: Session,
    session_id: int,
    marks: Mapping[int, Mark],
    *,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> int:
    """Mark people at a session, by stay, and give how many marks were written; what stands so already is left alone.

    The session is closed under the actor's name once everybody expected is marked. Raises Conflict where somebody else
    has saved meanwhile (nothing of theirs is lost), where the session is cancelled or the edit window is over; Blocked
    with findings whose field is "attended_17", "minutes_17", "output_17", "note_17"; NotFound.
    """
    page = open_page(session, session_id, actor=actor, expected_version=expected_version)
    refuse_late(page, now)
    changed = changes(page, marks, now=now)
    add_marks(session, page, changed, actor=actor, now=now)
    record(
        "attendance.marked",
        actor=actor,
        at=now,
        about=subject_of(page),
        details={"people_marked": len(changed)},
    )
    return len(changed)


def mark_room(
    session: Session,
    on: date,
    marks: Mapping[int, Mapping[int, Mark]],
    *,
    room: Subject,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> int:
    """Mark the people of a room at several sessions of a day in one act, by session and stay; gives how many marks.

    ``expected_version`` is the sum of the versions of those sessions as they were seen: somebody else's saving of any
    of them is told. Raises as :func:`mark_session`, fields of findings being "note_5_17" for session 5 and stay 17.
    """
    found = [one for one in sessions_of(session, on, scope=actor.scope) if one.id in marks]
    if len(found) != len(marks):
        raise NotFound(message(N_("There is no such session")))
    pages = meeting_pages(session, found)
    if sum(page.version for page in pages) != expected_version:
        raise Conflict(message(N_("Somebody else has changed this in the meantime")), code="changed-meanwhile")
    total = 0
    for page in pages:
        refuse_cancelled(page)
        refuse_late(page, now)
    planned = [(page, changes(page, marks[page.meeting.id], now=now, key=f"{page.meeting.id}_")) for page in pages]
    for page, changed in planned:
        if changed:
            add_marks(session, page, changed, actor=actor, now=now)
        total += len(changed)
    record("attendance.room-marked", actor=actor, at=now, about=room, details={"people_marked": total})
    return total


def refuse_late(page: MeetingPage, now: datetime) -> None:
    """Raises Conflict where the edit window is over."""
    if not page.editable(now):
        raise Conflict(
            message(N_("The time for changing these marks alone is over: propose a correction")), code="window-closed"
        )


def refuse_cancelled(page: MeetingPage) -> None:
    """Raises Conflict where the session does not take place."""
    if not page.meeting.is_planned:
        raise Conflict(message(N_("This session is cancelled: nobody was there")), code="cancelled")


def open_page(session: Session, session_id: int, *, actor: Actor, expected_version: int) -> MeetingPage:
    """The session as it stands inside the writing transaction. Part of an act. Raises Conflict naming who, NotFound."""
    page = meeting_page(session, session_id, scope=actor.scope)
    refuse_cancelled(page)
    if roll := session.scalar(select(SessionRoll).where(SessionRoll.activity_session_id == session_id)):
        refuse_stale(session, roll, expected_version)
    return page


def changes(
    page: MeetingPage, marks: Mapping[int, Mark], *, now: datetime, key: str = ""
) -> list[tuple[Attendee, Mark]]:
    """What of these marks is new, tidied and checked. Raises Blocked; DomainError for somebody with no part in it."""
    people = {one.stay_id: one for one in page.people}
    if not marks.keys() <= people.keys():
        raise DomainError(message(N_("Somebody who is not assigned to this programme cannot be marked")))
    span, found, changed = page.span, list[Finding](), []
    for stay_id, given in marks.items():
        mark = tidied(given)
        found += [
            replace(one, field=f"{one.field}_{key}{stay_id}")
            for one in check_mark(mark, span, who=people[stay_id].full_name, now=now)
        ]
        whole = replace(mark, minutes=_minutes(people[stay_id], mark, span.minutes))
        if whole != people[stay_id].mark:
            changed.append((people[stay_id], whole))
    settle(found, None)
    return changed


def _minutes(one: Attendee, mark: Mark, whole: int) -> int:
    """Whoever was there without an assignment counts as their reason says."""
    counts = one.walk_in is None or WALK_IN[one.walk_in.reason].counts
    return minutes_of(mark, whole) if counts else 0


def tidied(mark: Mark) -> Mark:
    """A mark without what its kind does not ask for, and its note cleaned."""
    behaviour = BEHAVIOUR[mark.attended]
    return replace(mark, minutes=mark.minutes if behaviour.partial else None, note=clean(mark.note or "") or None)


def add_marks(
    session: Session,
    page: MeetingPage,
    changed: list[tuple[Attendee, Mark]],
    *,
    correction: AttendanceCorrection | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Write marks and count the saving. Part of an act."""
    roll = session.scalar(select(SessionRoll).where(SessionRoll.activity_session_id == page.meeting.id))
    write_marks(session, page, changed, roll, correction=correction, actor=actor, now=now)
    session.flush()
    if changed:
        follow_marks(session, page.meeting.id, actor=actor, now=now)


def write_marks(
    session: Session,
    page: MeetingPage,
    changed: list[tuple[Attendee, Mark]],
    roll: SessionRoll | None,
    *,
    correction: AttendanceCorrection | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Add the rows of marks, and count the saving in the session's roll; None: nobody has saved it yet.

    With a ``correction`` by two people the marks bear the name of whoever proposed them, and the session stays under
    the name of whoever marked it, or else theirs: the second person was not there.
    """
    marker = correction.proposed_by if correction else actor.label
    rows = (
        {
            "activity_session_id": page.meeting.id,
            "admission_id": one.stay_id,
            "attended": mark.attended.value,
            "minutes": mark.minutes,
            "output": mark.output,
            "note": mark.note,
            "revision": one.revision + 1,
            "replaces_id": one.mark_id,
            "correction_id": correction.id if correction else None,
            "marked_by": marker,
            "recorded_at": now,
        }
        for one, mark in changed
    )
    add_rows(session, AttendanceMark, rows)
    marked = {one.stay_id for one in page.people if one.mark} | {one.stay_id for one, _mark in changed}
    whole = all(one.stay_id in marked for one in page.people if one.expected)
    closed = whole and bool(marked) and now >= page.span.begins_at
    added = roll or SessionRoll(activity_session_id=page.meeting.id, version=0)
    added.version += 1
    added.saved_at, added.saved_by = now, actor.label
    if not closed:
        added.closed_at = added.closed_by = None
    elif correction is None or added.closed_at is None:
        added.closed_at, added.closed_by = now, marker
    if roll is None:
        session.add(added)


def subject_of(page: MeetingPage) -> Subject:
    """The attendance of a session as the log names it."""
    return Subject("attendance", page.meeting.id, page.label)
