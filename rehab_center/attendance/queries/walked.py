"""Everybody who was at a session without an assignment: the list, with who told of it and who confirmed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_, select
from sqlalchemy.orm import Session

from rehab_center.activities.models import Activity, ActivitySession
from rehab_center.activities.rules import clock_text
from rehab_center.admissions.models import Admission
from rehab_center.attendance.kinds import WalkInReason
from rehab_center.attendance.models import AttendanceCorrection, AttendanceMark, AttendanceWalkIn, CorrectionLine
from rehab_center.attendance.queries.sessions import codes_of, current, mark_of
from rehab_center.attendance.rules.marking import Mark
from rehab_center.names import clean, fold
from rehab_center.permissions import Scope
from rehab_center.residents.models import Resident
from rehab_center.residents.queries.order import listed_by
from rehab_center.residents.queries.search import name_conditions
from rehab_center.web.list_state import ListState

ANY_RULE, NO_RULE = "any", "none"


@dataclass(frozen=True)
class Walked:
    """Somebody at a session they were not assigned to. ``told_by``: who wrote it first, ``confirmed_by``: the second
    person where it was told of late; ``mark`` is what counts now, whoever has put it right since."""

    stay_id: int
    full_name: str
    file_code: str
    session_id: int
    activity: str
    on: date
    begins: int
    ends: int
    reason: WalkInReason
    note: str | None
    against_rule: bool
    rules: tuple[str, ...]
    told_by: str
    told_at: datetime
    confirmed_by: str | None
    mark: Mark | None

    @property
    def times(self) -> str:
        """ "07:30–11:00"."""
        return f"{clock_text(self.begins)}–{clock_text(self.ends)}"


def walked_list(session: Session, state: ListState, *, scope: Scope) -> tuple[Sequence[Walked], int]:
    """Who was there without an assignment, the latest first; what waits for its second person is not among them.

    Search by name, code or programme. Filters: ``reason``; ``rule``, a rule's code, "any" or "none"; ``on``.
    """
    late = (
        select(
            AttendanceCorrection.activity_session_id,
            CorrectionLine.admission_id,
            AttendanceCorrection.decided_by,
            AttendanceCorrection.proposed_at,
        )
        .join(CorrectionLine, CorrectionLine.correction_id == AttendanceCorrection.id)
        .where(AttendanceCorrection.confirmed.is_(True), CorrectionLine.walked.is_not(None))
        .subquery()
    )
    told_at = func.coalesce(late.c.proposed_at, AttendanceWalkIn.recorded_at)
    query = (
        select(
            AttendanceWalkIn, Resident.full_name, Admission.file_code, Activity.name, ActivitySession.on,
            ActivitySession.begins, ActivitySession.ends, told_at, late.c.decided_by, AttendanceMark,
        )
        .join(ActivitySession, ActivitySession.id == AttendanceWalkIn.activity_session_id)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .join(Admission, Admission.id == AttendanceWalkIn.admission_id)
        .join(Resident, Resident.id == Admission.resident_id)
        .outerjoin(late, _same(late.c))
        .outerjoin(AttendanceMark, and_(_same(AttendanceMark), current()))
        .where(*_wanted(session, state, scope))
    )  # fmt: skip
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    column: Any = {"name": listed_by(session), "activity": Activity.name, "told_at": told_at}.get(
        state.sort, ActivitySession.on
    )
    last = AttendanceWalkIn.id
    order = (column.desc(), last.desc()) if state.descending else (column, last)
    rows = session.execute(query.order_by(*order).offset(state.offset).limit(state.limit))
    return [_walked(*row) for row in rows], total


def _same(other: Any) -> ColumnElement[bool]:
    """Whether another row is of the same person at the same session."""
    return and_(
        other.activity_session_id == AttendanceWalkIn.activity_session_id,
        other.admission_id == AttendanceWalkIn.admission_id,
    )


def _wanted(session: Session, state: ListState, scope: Scope) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if scope.facility_ids is not None:
        found.append(Activity.facility_id.in_(sorted(scope.facility_ids)))
    first, last = state.range_of("on")
    if first:
        found.append(ActivitySession.on >= first)
    if last:
        found.append(ActivitySession.on <= last)
    reason, rule = state.choice("reason"), state.choice("rule")
    if reason:
        found.append(AttendanceWalkIn.reason == reason)
    if rule in (ANY_RULE, NO_RULE):
        found.append(AttendanceWalkIn.against_rule.is_(rule == ANY_RULE))
    elif rule:
        among = literal(" ") + func.coalesce(AttendanceWalkIn.rules, "") + " "
        found.append(among.contains(f" {rule} ", autoescape=True))
    if state.q:
        words = name_conditions(state.q)
        code = func.upper(Admission.file_code).contains(clean(state.q).upper(), autoescape=True)
        named = fold(state.q)
        programmes = session.execute(select(Activity.id, Activity.name))
        programme = Activity.id.in_([key for key, name in programmes if named in fold(name)])
        found.append(or_(and_(*words), code, programme) if words else or_(code, programme))
    return found


def _walked(
    row: AttendanceWalkIn,
    name: str,
    code: str,
    activity: str,
    on: date,
    begins: int,
    ends: int,
    told_at: datetime,
    confirmed_by: str | None,
    mark: AttendanceMark | None,
) -> Walked:
    return Walked(
        row.admission_id,
        name,
        code,
        row.activity_session_id,
        activity,
        on,
        begins,
        ends,
        WalkInReason(row.reason),
        row.note,
        row.against_rule,
        codes_of(row.rules),
        row.actor,
        told_at,
        confirmed_by,
        mark_of(mark) if mark else None,
    )
