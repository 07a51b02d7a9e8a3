"""Hours, from marks only: of one person, of a programme, of everyone; and who refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import ActivityKind, SessionState
from rehab_center.activities.models import Activity, ActivitySession
from rehab_center.activities.rules import clock_text
from rehab_center.admissions.models import Admission
from rehab_center.attendance.kinds import Attended
from rehab_center.attendance.models import AttendanceMark
from rehab_center.attendance.queries.sessions import current
from rehab_center.attendance.rules.hours import Worked
from rehab_center.attendance.rules.reasons import COUNTING, REFUSALS, note_shown
from rehab_center.dates import DateRange
from rehab_center.names import clean
from rehab_center.permissions import Permission, Scope
from rehab_center.residents.models import Resident
from rehab_center.residents.queries.order import listed_by
from rehab_center.residents.queries.search import name_conditions
from rehab_center.web.list_state import ListState


@dataclass(frozen=True)
class PersonHours:
    """Somebody's hours over some days, in minutes by kind of programme; ``sessions``: how many they were at."""

    stay_id: int
    resident_id: int
    full_name: str
    file_code: str
    labour: int
    vocational: int
    education: int
    sessions: int
    missed: int
    refusals: int

    @property
    def minutes(self) -> int:
        """All of them."""
        return self.labour + self.vocational + self.education


@dataclass(frozen=True)
class Attendance:
    """One mark of a person that counts, with its session."""

    mark_id: int
    session_id: int
    activity_id: int
    activity: str
    kind: ActivityKind
    on: date
    begins: int
    ends: int
    attended: Attended
    minutes: int
    output: Decimal | None
    note: str | None
    replaced: bool
    marked_by: str

    @property
    def times(self) -> str:
        """ "07:30–11:00"."""
        return f"{clock_text(self.begins)}–{clock_text(self.ends)}"

    @property
    def worked(self) -> Worked:
        """What of it counts as hours."""
        return Worked(self.on, self.kind, self.minutes)


def _within(period: DateRange) -> tuple[Any, ...]:
    return (
        ActivitySession.on >= period.first,
        ActivitySession.on <= period.last,
        ActivitySession.state == SessionState.PLANNED,
        current(),
    )


def _sums(session: Session, period: DateRange, scope: Scope) -> Select[Any]:
    """One row a stay with any mark in the period: one statement however many people and days."""

    def of(kind: ActivityKind) -> Any:
        return func.coalesce(func.sum(case((Activity.kind == kind.value, AttendanceMark.minutes), else_=0)), 0)

    def how_many(marks: Sequence[Attended]) -> Any:
        return func.sum(case((AttendanceMark.attended.in_([one.value for one in marks]), 1), else_=0))

    there = how_many(COUNTING)
    query = (
        select(
            Admission.id,
            Resident.id,
            Resident.full_name,
            Admission.file_code,
            of(ActivityKind.LABOUR).label("labour"),
            of(ActivityKind.VOCATIONAL).label("vocational"),
            of(ActivityKind.EDUCATION).label("education"),
            there.label("sessions"),
            (func.count() - there).label("missed"),
            how_many(REFUSALS).label("refusals"),
        )
        .select_from(AttendanceMark)
        .join(ActivitySession, ActivitySession.id == AttendanceMark.activity_session_id)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .join(Admission, Admission.id == AttendanceMark.admission_id)
        .join(Resident, Resident.id == Admission.resident_id)
        .where(*_within(period))
        .group_by(Admission.id, Resident.id, Resident.full_name, Admission.file_code, listed_by(session))
    )
    return query if scope.facility_ids is None else query.where(Admission.facility_id.in_(sorted(scope.facility_ids)))


def hours_of_everyone(
    session: Session, period: DateRange, *, scope: Scope, activity_id: int | None = None
) -> tuple[PersonHours, ...]:
    """The hours of everybody with a mark in the period, in the order of lists: one statement.

    ``activity_id``: of one programme only.
    """
    query = _sums(session, period, scope)
    if activity_id is not None:
        query = query.where(ActivitySession.activity_id == activity_id)
    rows = session.execute(query.order_by(listed_by(session), Admission.id))
    return tuple(PersonHours(*row) for row in rows)


def attendance_of(
    session: Session, stay_id: int, period: DateRange, *, rights: frozenset[Permission]
) -> tuple[Attendance, ...]:
    """Every mark of a stay that counts in a period, the first day first. Notes as the reader may read them."""
    rows = session.execute(
        select(
            AttendanceMark.id, ActivitySession.id, Activity.id, Activity.name, Activity.kind, ActivitySession.on,
            ActivitySession.begins, ActivitySession.ends, AttendanceMark.attended, AttendanceMark.minutes,
            AttendanceMark.output, AttendanceMark.note, AttendanceMark.replaces_id, AttendanceMark.marked_by,
        )
        .join(ActivitySession, ActivitySession.id == AttendanceMark.activity_session_id)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .where(AttendanceMark.admission_id == stay_id, *_within(period))
        .order_by(ActivitySession.on, ActivitySession.begins, AttendanceMark.id)
    )  # fmt: skip
    return tuple(_attendance(row, rights) for row in rows)


def _attendance(row: Any, rights: frozenset[Permission]) -> Attendance:
    mark, key, activity, name, kind, on, begins, ends, how, minutes, output, note, replaces, by = row
    attended = Attended(how)
    return Attendance(
        mark, key, activity, name, ActivityKind(kind), on, begins, ends, attended, minutes, output,
        note_shown(attended, note, rights), replaces is not None, by,
    )  # fmt: skip


@dataclass(frozen=True)
class Refusal:
    """Somebody refused to take part in a session, or did not come and nobody knows why."""

    stay_id: int
    full_name: str
    file_code: str
    session_id: int
    activity: str
    on: date
    begins: int
    attended: Attended
    note: str | None
    marked_by: str


def refusal_list(session: Session, state: ListState, *, scope: Scope) -> tuple[Sequence[Refusal], int]:
    """Refusals, and with filter ``attended`` those without an excuse; the latest first. Search by name or code."""
    wanted = state.choice("attended")
    ways = [Attended(wanted)] if wanted else list(REFUSALS)
    query = (
        select(
            Admission.id, Resident.full_name, Admission.file_code, ActivitySession.id, Activity.name,
            ActivitySession.on, ActivitySession.begins, AttendanceMark.attended, AttendanceMark.note,
            AttendanceMark.marked_by,
        )
        .join(ActivitySession, ActivitySession.id == AttendanceMark.activity_session_id)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .join(Admission, Admission.id == AttendanceMark.admission_id)
        .join(Resident, Resident.id == Admission.resident_id)
        .where(
            AttendanceMark.attended.in_([one.value for one in ways]),
            ActivitySession.state == SessionState.PLANNED,
            current(),
        )
    )  # fmt: skip
    if scope.facility_ids is not None:
        query = query.where(Admission.facility_id.in_(sorted(scope.facility_ids)))
    first, last = state.range_of("on")
    if first:
        query = query.where(ActivitySession.on >= first)
    if last:
        query = query.where(ActivitySession.on <= last)
    if state.q:
        words = name_conditions(state.q)
        code = func.upper(Admission.file_code).contains(clean(state.q).upper(), autoescape=True)
        query = query.where(or_(and_(*words), code) if words else code)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    column: Any = listed_by(session) if state.sort == "name" else ActivitySession.on
    order = (column.desc(), AttendanceMark.id.desc()) if state.descending else (column, AttendanceMark.id)
    rows = session.execute(query.order_by(*order).offset(state.offset).limit(state.limit))
    return [Refusal(*row[:7], Attended(row[7]), row[8], row[9]) for row in rows], total
