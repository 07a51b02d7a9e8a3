"""What stood before: marks of a session that were replaced, by whom, when, and whether two people did it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from rehab_center.admissions.models import Admission
from rehab_center.attendance.kinds import Attended
from rehab_center.attendance.models import AttendanceCorrection, AttendanceMark
from rehab_center.attendance.queries.sessions import mark_of
from rehab_center.attendance.rules.marking import Mark
from rehab_center.attendance.rules.reasons import note_shown
from rehab_center.permissions import Permission
from rehab_center.residents.models import Resident


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


def changes_of(session: Session, session_id: int, *, rights: frozenset[Permission]) -> tuple[Replaced, ...]:
    """Every change of a session's marks, the latest first; notes as the reader may read them."""
    old = aliased(AttendanceMark)
    rows = session.execute(
        select(Resident.full_name, Admission.file_code, old, AttendanceMark, AttendanceCorrection.reason)
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
            reason,
        )
        for name, code, before, after, reason in rows
    )


def _readable(mark: Mark, rights: frozenset[Permission]) -> Mark:
    note = note_shown(Attended(mark.attended), mark.note, rights)
    return Mark(mark.attended, mark.minutes, mark.output, note)
