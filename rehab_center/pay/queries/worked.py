"""What was worked: the marks of everyone in a month, and the signed months in which marks changed since."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import ActivityKind, SessionState
from rehab_center.activities.models import Activity, ActivitySession
from rehab_center.attendance.models import AttendanceCorrection, AttendanceMark, SessionRoll
from rehab_center.attendance.queries.sessions import current
from rehab_center.conduct.months import days_of_month, first_of
from rehab_center.pay.models import Payroll, PayrollSignature
from rehab_center.pay.rules.lines import Earned
from rehab_center.pay.rules.quantities import Worked


@dataclass(frozen=True)
class Corrected:
    """A stay whose marks of a signed month changed since the signing, and how: days with the reasons given."""

    stay_id: int
    payroll_id: int
    month: date
    cause: str


def _labour(facility_id: int) -> tuple[Any, ...]:
    return (Activity.facility_id == facility_id, Activity.kind == ActivityKind.LABOUR)


def _marks(columns: tuple[Any, ...]) -> Select[Any]:
    query: Select[Any] = select(*columns)
    return (
        query.select_from(AttendanceMark)
        .join(ActivitySession, ActivitySession.id == AttendanceMark.activity_session_id)
        .join(Activity, Activity.id == ActivitySession.activity_id)
    )


def worked_in(
    session: Session, facility_id: int, month: date, *, stay_ids: Collection[int] | None = None
) -> dict[int, list[Worked]]:
    """What everybody worked in a centre's programmes of labour in a month, by stay: one statement.

    From the marks that count of sessions that take place; marks of nobody's presence are left out. ``stay_ids``: of
    these only.
    """
    period = days_of_month(month)
    columns = (
        AttendanceMark.admission_id,
        Activity.id,
        ActivitySession.on,
        AttendanceMark.minutes,
        AttendanceMark.output,
    )
    query = _marks(columns).where(
        *_labour(facility_id),
        ActivitySession.on.between(period.first, period.last),
        ActivitySession.state == SessionState.PLANNED,
        AttendanceMark.minutes > 0,
        current(),
    )
    if stay_ids is not None:
        query = query.where(AttendanceMark.admission_id.in_(sorted(stay_ids)))
    found: dict[int, list[Worked]] = defaultdict(list)
    for stay_id, activity_id, on, minutes, output in session.execute(query):
        found[stay_id].append(Worked(activity_id, on, minutes, output))
    return found


def last_mark(session: Session) -> int:
    """The id of the last mark there is, 0 before the first."""
    return session.scalar(select(func.max(AttendanceMark.id))) or 0


def corrected_since(session: Session, facility_id: int, before: date) -> tuple[Corrected, ...]:
    """The stays whose marks of signed months before ``before`` changed after the signing: two statements.

    Only sessions whose roll was saved since are looked into: years of marks are not read for a handful of corrections.
    """
    signed = session.execute(
        select(Payroll.id, Payroll.month, PayrollSignature.signed_at, PayrollSignature.marks_until)
        .join(PayrollSignature, PayrollSignature.payroll_id == Payroll.id)
        .where(Payroll.facility_id == facility_id, Payroll.month < before)
    ).all()
    if not signed:
        return ()
    since = [
        and_(
            ActivitySession.on.between(month, days_of_month(month).last),
            SessionRoll.saved_at >= signed_at,
            AttendanceMark.id > until,
        )
        for _key, month, signed_at, until in signed
    ]
    columns = (AttendanceMark.admission_id, ActivitySession.on, AttendanceCorrection.reason)
    query = (
        _marks(columns)
        .join(SessionRoll, SessionRoll.activity_session_id == ActivitySession.id)
        .outerjoin(AttendanceCorrection, AttendanceCorrection.id == AttendanceMark.correction_id)
        .where(*_labour(facility_id), or_(*since))
        .order_by(ActivitySession.on, AttendanceMark.admission_id, AttendanceMark.id)
    )
    payrolls = {month: key for key, month, _at, _until in signed}
    causes: dict[tuple[int, date], list[str]] = defaultdict(list)
    for stay_id, on, reason in session.execute(query):
        said = f"điểm danh ngày {on:%d/%m/%Y}" + (f": {reason}" if reason else "")
        if said not in causes[stay_id, first_of(on)]:
            causes[stay_id, first_of(on)].append(said)
    return tuple(
        Corrected(stay_id, payrolls[month], month, cause=f"Sửa {'; '.join(said)}")
        for (stay_id, month), said in causes.items()
    )


@dataclass(frozen=True)
class Untyped:
    """A day of a programme on which so many worked and nobody typed what they made."""

    on: date
    activity: str
    people: int


def untyped_days(earned: Collection[Earned], names: Mapping[int, str]) -> tuple[Untyped, ...]:
    """The days on which somebody worked whose output nobody typed, in their order."""
    people = Counter((mark.on, names[mark.activity_id]) for one in earned for mark in one.untyped)
    return tuple(Untyped(on, name, count) for (on, name), count in sorted(people.items()))
