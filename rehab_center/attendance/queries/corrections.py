"""Corrections by two people: one with what it would change, and the list of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from rehab_center.activities.models import Activity, ActivitySession
from rehab_center.activities.queries import Meeting, meeting
from rehab_center.admissions.models import Admission
from rehab_center.attendance.kinds import WalkInReason
from rehab_center.attendance.models import AttendanceCorrection, AttendanceMark, CorrectionLine
from rehab_center.attendance.queries.sessions import codes_of, mark_of, times_of
from rehab_center.attendance.rules.marking import Mark
from rehab_center.errors import NotFound
from rehab_center.permissions import Scope
from rehab_center.residents.models import Resident
from rehab_center.residents.queries.order import listed_by
from rehab_center.web.list_state import ListState
from rehab_center.words import N_, message


@dataclass(frozen=True)
class CorrectionRow:
    """A correction in the list. ``confirmed`` None: it waits for its second person."""

    id: int
    session_id: int
    activity: str
    on: date
    reason: str
    people: int
    proposer: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    confirmed: bool | None
    answer: str | None


@dataclass(frozen=True)
class Change:
    """What a correction says of one person; ``before`` None: they were not marked.

    ``walked``: why they were there without an assignment, None of whoever had one.
    """

    stay_id: int
    full_name: str
    file_code: str
    before: Mark | None
    after: Mark
    walked: WalkInReason | None = None
    against_rule: bool = False
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class CorrectionPage:
    """One correction, person by person."""

    row: CorrectionRow
    meeting: Meeting
    changes: tuple[Change, ...]

    @property
    def times(self) -> str:
        """ "07:30–11:00"."""
        return times_of(self.meeting)


def load_correction(session: Session, correction_id: int, *, scope: Scope) -> AttendanceCorrection:
    """The row itself, for services. Raises NotFound, outside the scope too."""
    row = session.get(AttendanceCorrection, correction_id)
    if row is None:
        raise NotFound(message(N_("There is no such correction")))
    meeting(session, row.activity_session_id, scope=scope)
    return row


def _rows(scope: Scope) -> Select[Any]:
    people = select(func.count()).where(CorrectionLine.correction_id == AttendanceCorrection.id).scalar_subquery()
    found = (
        select(
            AttendanceCorrection.id, ActivitySession.id, Activity.name, ActivitySession.on, AttendanceCorrection.reason,
            people, AttendanceCorrection.proposer, AttendanceCorrection.proposed_by, AttendanceCorrection.proposed_at,
            AttendanceCorrection.decided_by, AttendanceCorrection.decided_at, AttendanceCorrection.confirmed,
            AttendanceCorrection.answer,
        )
        .join(ActivitySession, ActivitySession.id == AttendanceCorrection.activity_session_id)
        .join(Activity, Activity.id == ActivitySession.activity_id)
    )  # fmt: skip
    return found if scope.facility_ids is None else found.where(Activity.facility_id.in_(sorted(scope.facility_ids)))


def correction_list(session: Session, state: ListState, *, scope: Scope) -> tuple[Sequence[CorrectionRow], int]:
    """The corrections, the latest first; filter ``state``: waits, confirmed, refused; ``on``: days of the session."""
    query = _rows(scope)
    wanted = state.choice("state")
    if wanted == "waits":
        query = query.where(AttendanceCorrection.decided_at.is_(None))
    elif wanted in ("confirmed", "refused"):
        query = query.where(AttendanceCorrection.confirmed.is_(wanted == "confirmed"))
    first, last = state.range_of("on")
    if first:
        query = query.where(ActivitySession.on >= first)
    if last:
        query = query.where(ActivitySession.on <= last)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    column = ActivitySession.on if state.sort == "on" else AttendanceCorrection.proposed_at
    order = (column.desc(), AttendanceCorrection.id.desc()) if state.descending else (column, AttendanceCorrection.id)
    rows = session.execute(query.order_by(*order).offset(state.offset).limit(state.limit))
    return [CorrectionRow(*row) for row in rows], total


def correction_page(session: Session, correction_id: int, *, scope: Scope) -> CorrectionPage:
    """One correction with what it changes, in the order of lists. Raises NotFound, outside the scope too."""
    row = session.execute(_rows(scope).where(AttendanceCorrection.id == correction_id)).first()
    if row is None:
        raise NotFound(message(N_("There is no such correction")))
    lines = session.execute(
        select(CorrectionLine, Resident.full_name, Admission.file_code)
        .join(Admission, Admission.id == CorrectionLine.admission_id)
        .join(Resident, Resident.id == Admission.resident_id)
        .where(CorrectionLine.correction_id == correction_id)
        .order_by(listed_by(session), Admission.id)
    ).all()
    bases = [line.base_id for line, _name, _code in lines if line.base_id]
    before = {
        mark.id: mark_of(mark) for mark in session.scalars(select(AttendanceMark).where(AttendanceMark.id.in_(bases)))
    }
    changes = tuple(
        Change(
            line.admission_id,
            name,
            code,
            before.get(line.base_id or 0),
            mark_of(line),
            WalkInReason(line.walked) if line.walked else None,
            bool(line.against_rule),
            codes_of(line.rules),
        )
        for line, name, code in lines
    )
    found = CorrectionRow(*row)
    return CorrectionPage(found, meeting(session, found.session_id, scope=scope), changes)
