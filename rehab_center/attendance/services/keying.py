"""Keying in the sheets of many sessions at once: everybody was there, but for the exceptions of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.activities.queries import Meeting
from rehab_center.attendance.kinds import Attended
from rehab_center.attendance.models import SessionRoll, Sheet
from rehab_center.attendance.queries.sessions import MeetingPage, meeting_pages
from rehab_center.attendance.rules.marking import Mark
from rehab_center.attendance.services.marking import changes, refuse_cancelled, refuse_late, subject_of, write_marks
from rehab_center.attendance.services.sheets import follow_marks, is_back
from rehab_center.audit.recorder import record
from rehab_center.errors import NotFound
from rehab_center.permissions import Actor
from rehab_center.words import N_, message


def key_sheets(
    session: Session,
    meetings: Sequence[Meeting],
    exceptions: Callable[[MeetingPage], Mapping[int, Mark]],
    *,
    actor: Actor,
    now: datetime,
) -> int:
    """Mark whoever was expected at these sessions as present, but for the ``exceptions`` that a session's sheet names.

    Whoever is marked already keeps that mark unless the sheet says otherwise. Gives how many marks were written. The
    rules, rolls and entries of the log are those of :func:`mark_session`, session by session; it takes a dozen
    statements for all of them, and inside ``rows_together`` the rows of all go to the database at once. Nothing is
    written where one sheet cannot be: raises as :func:`mark_session`, fields of findings being "note_5_17" for session
    5 and stay 17.
    """
    if any(not actor.scope.covers(one.facility_id) for one in meetings):
        raise NotFound(message(N_("There is no such session")))
    pages = meeting_pages(session, meetings)
    for page in pages:
        refuse_cancelled(page)
        refuse_late(page, now)
    planned = [(page, changes(page, _told(page, exceptions), now=now, key=f"{page.meeting.id}_")) for page in pages]
    ids = [one.id for one in meetings]
    back = set(session.scalars(select(Sheet.activity_session_id).where(is_back(), Sheet.activity_session_id.in_(ids))))
    rolls = {
        roll.activity_session_id: roll
        for roll in session.scalars(select(SessionRoll).where(SessionRoll.activity_session_id.in_(ids)))
    }
    for page, changed in planned:
        if changed:
            write_marks(session, page, changed, rolls.get(page.meeting.id), actor=actor, now=now)
            if page.meeting.id in back:
                follow_marks(session, page.meeting.id, actor=actor, now=now)
            about, details = subject_of(page), {"people_marked": len(changed)}
            record("attendance.marked", actor=actor, at=now, about=about, details=details)
    return sum(len(changed) for _page, changed in planned)


def _told(page: MeetingPage, exceptions: Callable[[MeetingPage], Mapping[int, Mark]]) -> dict[int, Mark]:
    present = {one.stay_id: Mark(Attended.PRESENT) for one in page.people if one.expected and one.mark is None}
    return present | dict(exceptions(page))
