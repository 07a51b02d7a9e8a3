"""What a period's report says of work and classes: one statement for each thing that is counted.

Marks, walk-ins, corrections and sheets as known at a moment: what was written later is not there yet. Programmes,
sessions (also whether one is cancelled), assignments and the rolls that say a session is marked whole keep no earlier
state: they are read as they are now, whatever moment is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from rehab_center import clock
from rehab_center.activities.kinds import ActivityKind, CancelReason, CourseLevel, SessionState, Subject
from rehab_center.activities.models import Activity, ActivitySession
from rehab_center.activities.rules import clock_text
from rehab_center.admissions.models import Admission
from rehab_center.assignments.models import Assignment
from rehab_center.attendance.kinds import Attended, SheetKind, SheetState
from rehab_center.attendance.models import (
    AttendanceCorrection,
    AttendanceMark,
    AttendanceWalkIn,
    CorrectionLine,
    SessionRoll,
    Sheet,
)
from rehab_center.attendance.rules.reasons import AHEAD, COUNTING, NOT_COUNTING, REFUSALS
from rehab_center.attendance.rules.sheets import SheetFacts, number_text, state_of
from rehab_center.dates import DateRange
from rehab_center.headcount import ledger
from rehab_center.permissions import Scope
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.residents.models import Resident
from rehab_center.residents.queries.order import listed_by

_DAY_ENDS = 24 * 60


@dataclass(frozen=True)
class Programmes:
    """The programmes of the centres asked about, by id, and from which day on attendance is marked; None: nowhere."""

    by_id: dict[int, Line]
    marked_from: date | None


@dataclass(frozen=True)
class Line:
    """What a programme is counted under."""

    kind: ActivityKind
    trade: str | None
    level: CourseLevel | None
    subject: Subject | None


@dataclass(frozen=True)
class TookPart:
    """A stay at one programme in a period: ``first_on`` the first day it was there (None: never), ``minutes`` there,
    at how many ``sessions``; ``missed``: had to come and was not there, ``missed_on`` the first time; ``refusals`` of
    those; ``refused_on``: the first. Guests and whoever was there by mistake neither took part nor missed anything."""

    stay_id: int
    resident_id: int
    full_name: str
    file_code: str
    activity_id: int
    first_on: date | None
    missed_on: date | None
    minutes: int
    sessions: int
    missed: int
    refusals: int
    refused_on: date | None


@dataclass(frozen=True)
class SessionTold:
    """A session of a period. ``held``: somebody is marked with more than may be said ahead; ``closed``: marked whole;
    ``wanted``: somebody was assigned to its programme on that day."""

    id: int
    activity: str
    on: date
    begins: int
    ends: int
    cancelled: CancelReason | None
    held: bool
    closed: bool
    wanted: bool

    @property
    def label(self) -> str:
        """As the log calls it."""
        return f"{self.activity}, {clock_text(self.begins)}–{clock_text(self.ends)} ngày {self.on:%d/%m/%Y}"

    def is_over(self, now: datetime) -> bool:
        """Whether it has ended."""
        return clock.moment_of(self.on) + timedelta(minutes=self.ends) <= now


@dataclass(frozen=True)
class CorrectionTold:
    """A correction that was decided in a period, and of how many marks."""

    id: int
    session: str
    decided_on: date
    decided_by: str
    confirmed: bool
    marks: int


@dataclass(frozen=True)
class SheetTold:
    """A sheet for a day of a period: where it was."""

    id: int
    label: str
    on: date
    state: SheetState


def programmes_told(session: Session, last: date, *, scope: Scope) -> Programmes:
    """The programmes that had begun by a day, and since when their sessions are marked: two statements."""
    rows = session.execute(
        select(Activity.id, Activity.kind, Activity.trade, Activity.level, Activity.subject).where(
            Activity.begins_on <= last, _of(scope)
        )
    )
    by_id = {
        key: Line(
            ActivityKind(kind),
            trade,
            CourseLevel(level) if level else None,
            Subject(subject) if subject else None,
        )
        for key, kind, trade, level, subject in rows
    }
    first = session.scalar(
        select(ActivitySession.on)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .where(exists().where(SessionRoll.activity_session_id == ActivitySession.id), _of(scope))
        .order_by(ActivitySession.on)
        .limit(1)
    )
    return Programmes(by_id, first)


def took_part(session: Session, days: DateRange, *, scope: Scope, known_at: datetime) -> tuple[TookPart, ...]:
    """What the marks of a period say of everybody at each programme, in the order of lists: one statement."""
    counting = AttendanceMark.attended.in_([one.value for one in COUNTING])
    there = and_(counting, ~_looked_on(known_at))
    missed = and_(~counting, AttendanceMark.attended != Attended.NOT_REQUIRED.value, ~_looked_on(known_at))
    refused = AttendanceMark.attended.in_([one.value for one in REFUSALS])
    query = (
        select(
            Admission.id,
            Resident.id,
            Resident.full_name,
            Admission.file_code,
            ActivitySession.activity_id,
            func.min(case((there, ActivitySession.on))),
            func.min(case((missed, ActivitySession.on))),
            func.sum(AttendanceMark.minutes),
            func.sum(case((there, 1), else_=0)),
            func.sum(case((missed, 1), else_=0)),
            func.sum(case((refused, 1), else_=0)),
            func.min(case((refused, ActivitySession.on))),
        )
        .select_from(AttendanceMark)
        .join(ActivitySession, ActivitySession.id == AttendanceMark.activity_session_id)
        .join(Admission, Admission.id == AttendanceMark.admission_id)
        .join(Resident, Resident.id == Admission.resident_id)
        .where(
            ActivitySession.on.between(days.first, days.last),
            ActivitySession.state == SessionState.PLANNED,
            ledger.in_scope(scope),
            *_stood(known_at),
        )
        .group_by(
            Admission.id,
            Resident.id,
            Resident.full_name,
            Admission.file_code,
            listed_by(session),
            ActivitySession.activity_id,
        )
        .order_by(listed_by(session), Admission.id, ActivitySession.activity_id)
    )
    return tuple(TookPart(*row) for row in session.execute(query))


def sessions_told(session: Session, days: DateRange, *, scope: Scope, known_at: datetime) -> tuple[SessionTold, ...]:
    """Every session of a period with whether it was held and marked, by day and time: one statement."""
    ahead = [one.value for one in AHEAD]
    mark = exists().where(
        AttendanceMark.activity_session_id == ActivitySession.id,
        AttendanceMark.attended.not_in(ahead),
        *_stood(known_at),
    )
    roll = exists().where(SessionRoll.activity_session_id == ActivitySession.id, SessionRoll.closed_at.is_not(None))
    assigned = exists().where(
        Assignment.activity_id == ActivitySession.activity_id,
        Assignment.decided_on.is_not(None),
        Assignment.starts_on <= ActivitySession.on,
        or_(Assignment.ends_on.is_(None), Assignment.ends_on >= ActivitySession.on),
    )
    columns: tuple[Any, ...] = (
        ActivitySession.id,
        Activity.name,
        ActivitySession.on,
        ActivitySession.begins,
        ActivitySession.ends,
        ActivitySession.cancelled_reason,
        mark,
        roll,
        assigned,
    )
    query = (
        select(*columns)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .where(ActivitySession.on.between(days.first, days.last), _of(scope))
        .order_by(ActivitySession.on, ActivitySession.begins, Activity.name, ActivitySession.id)
    )
    return tuple(
        SessionTold(key, name, on, begins, ends, CancelReason(why) if why else None, held, closed, wanted)
        for key, name, on, begins, ends, why, held, closed, wanted in session.execute(query)
    )


def corrections_told(
    session: Session, days: DateRange, *, scope: Scope, known_at: datetime
) -> tuple[CorrectionTold, ...]:
    """The corrections decided on one of these days, whatever day their session was on: one statement."""
    marks = select(func.count()).where(CorrectionLine.correction_id == AttendanceCorrection.id).scalar_subquery()
    rows = session.execute(
        select(AttendanceCorrection, Activity.name, ActivitySession, marks)
        .join(ActivitySession, ActivitySession.id == AttendanceCorrection.activity_session_id)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .where(
            AttendanceCorrection.decided_at.between(clock.moment_of(days.first), clock.end_of(days.last)),
            AttendanceCorrection.decided_at <= known_at,
            _of(scope),
        )
        .order_by(AttendanceCorrection.decided_at, AttendanceCorrection.id)
    )
    return tuple(
        CorrectionTold(
            one.id,
            f"{name}, {clock_text(of.begins)}–{clock_text(of.ends)} ngày {of.on:%d/%m/%Y}",
            clock.day_of(one.decided_at),
            one.decided_by,
            one.confirmed,
            count,
        )
        for one, name, of, count in rows
    )


def sheets_told(session: Session, days: DateRange, *, scope: Scope, known_at: datetime) -> tuple[SheetTold, ...]:
    """The sheets for the days of a period that were printed and not cancelled, by day and number: one statement."""
    hours = whole_on(session, PolicyKind.SHEET_BACK_HOURS, clock.day_of(known_at))
    query = (
        select(Sheet, Activity.name, ActivitySession.begins, ActivitySession.ends)
        .outerjoin(ActivitySession, ActivitySession.id == Sheet.activity_session_id)
        .outerjoin(Activity, Activity.id == ActivitySession.activity_id)
        .where(
            Sheet.on.between(days.first, days.last),
            Sheet.printed_at <= known_at,
            or_(Sheet.cancelled_at.is_(None), Sheet.cancelled_at > known_at),
        )
        .order_by(Sheet.on, Sheet.kind, Sheet.year, Sheet.number)
    )
    if scope.facility_ids is not None:
        query = query.where(Sheet.facility_id.in_(sorted(scope.facility_ids)))
    return tuple(_sheet(*row, hours=hours, known_at=known_at) for row in session.execute(query))


def _sheet(
    sheet: Sheet, activity: str | None, begins: int | None, ends: int | None, *, hours: int, known_at: datetime
) -> SheetTold:
    back = sheet.returned_at if sheet.returned_at and sheet.returned_at <= known_at else None
    ends_at = clock.moment_of(sheet.on) + timedelta(minutes=_DAY_ENDS if ends is None else ends)
    number = number_text(SheetKind(sheet.kind), sheet.number, sheet.year)
    times = "" if begins is None or ends is None else f", {activity}, {clock_text(begins)}–{clock_text(ends)}"
    return SheetTold(
        sheet.id,
        f"{number}{times}",
        sheet.on,
        state_of(SheetFacts(ends_at, back, signed=sheet.signed), hours=hours, now=known_at),
    )


def _stood(known_at: datetime) -> tuple[ColumnElement[bool], ...]:
    """A mark that counted at a moment."""
    later = aliased(AttendanceMark)
    replaced = exists().where(and_(later.replaces_id == AttendanceMark.id, later.recorded_at <= known_at))
    return AttendanceMark.recorded_at <= known_at, ~replaced


def _looked_on(known_at: datetime) -> ColumnElement[bool]:
    """A mark of somebody who came for a reason that does not count: a guest, or by mistake."""
    return exists().where(
        AttendanceWalkIn.activity_session_id == AttendanceMark.activity_session_id,
        AttendanceWalkIn.admission_id == AttendanceMark.admission_id,
        AttendanceWalkIn.reason.in_([one.value for one in NOT_COUNTING]),
        AttendanceWalkIn.recorded_at <= known_at,
    )


def _of(scope: Scope) -> ColumnElement[bool]:
    if scope.facility_ids is None:
        return Activity.facility_id.is_not(None)
    return Activity.facility_id.in_(sorted(scope.facility_ids))
