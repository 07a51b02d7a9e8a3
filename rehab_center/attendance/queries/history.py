"""What stood before: marks of a session that were replaced, by whom, when, and whether two people did it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from rehab_center.admissions.models import Admission
from rehab_center.attendance.kinds import Attended
from rehab_center.attendance.models import AttendanceCorrection, AttendanceMark
from rehab_center.attendance.queries.sessions import MeetingPage, mark_of
from rehab_center.attendance.rules.marking import Mark
from rehab_center.attendance.rules.reasons import note_shown
from rehab_center.permissions import Permission
from rehab_center.residents.models import Resident


@dataclass(frozen=True)
class ByTwo:
    """A correction that counts: who proposed it, who confirmed it as the second person, when."""

    id: int
    proposed_by: str
    confirmed_by: str
    confirmed_at: datetime


@dataclass(frozen=True)
class Marking:
    """Who marked a session and when, None while it is not marked whole; the corrections by two people apart."""

    marked_by: str | None
    marked_at: datetime | None
    corrections: tuple[ByTwo, ...]


def marking_of(session: Session, page: MeetingPage) -> Marking:
    """Who marked a session: never the second person of a correction, who was not there."""
    rows = session.scalars(
        select(AttendanceCorrection)
        .where(AttendanceCorrection.activity_session_id == page.meeting.id, AttendanceCorrection.confirmed.is_(True))
        .order_by(AttendanceCorrection.id)
    ).all()
    found = tuple(_by_two(one) for one in rows)
    if page.closed_at not in {one.confirmed_at for one in found}:
        return Marking(page.closed_by, page.closed_at, found)
    # A correction made it whole; sessions from before that was looked at bear the second person's name.
    first_hand = session.execute(
        select(AttendanceMark.marked_by, AttendanceMark.recorded_at)
        .where(AttendanceMark.activity_session_id == page.meeting.id, AttendanceMark.correction_id.is_(None))
        .order_by(AttendanceMark.id.desc())
        .limit(1)
    ).first()
    by, at = first_hand or (rows[0].proposed_by, rows[0].proposed_at)
    return Marking(by, at, found)


@dataclass(frozen=True)
class Replaced:
    """One mark that another took the place of. ``reason`` is that of a correction by two people, None without one."""

    full_name: str
    file_code: str
    before: Mark
    before_by: str
    before_at: datetime
    after: Mark
    after_by: str
    after_at: datetime
    reason: str | None
    correction: ByTwo | None = None


def changes_of(session: Session, session_id: int, *, rights: frozenset[Permission]) -> tuple[Replaced, ...]:
    """Every change of a session's marks, the latest first; notes as the reader may read them."""
    old = aliased(AttendanceMark)
    rows = session.execute(
        select(Resident.full_name, Admission.file_code, old, AttendanceMark, AttendanceCorrection)
        .join(old, old.id == AttendanceMark.replaces_id)
        .join(Admission, Admission.id == AttendanceMark.admission_id)
        .join(Resident, Resident.id == Admission.resident_id)
        .outerjoin(AttendanceCorrection, AttendanceCorrection.id == AttendanceMark.correction_id)
        .where(AttendanceMark.activity_session_id == session_id)
        .order_by(AttendanceMark.id.desc())
    )
    return tuple(
        Replaced(
            name,
            code,
            _readable(mark_of(before), rights),
            before.marked_by,
            before.recorded_at,
            _readable(mark_of(after), rights),
            after.marked_by,
            after.recorded_at,
            row.reason if row else None,
            _by_two(row) if row else None,
        )
        for name, code, before, after, row in rows
    )


def _by_two(row: AttendanceCorrection) -> ByTwo:
    return ByTwo(row.id, row.proposed_by, row.decided_by or "", row.decided_at or row.proposed_at)


def _readable(mark: Mark, rights: frozenset[Permission]) -> Mark:
    note = note_shown(Attended(mark.attended), mark.note, rights)
    return Mark(mark.attended, mark.minutes, mark.output, note)
