"""What was worked: the marks of everyone in a month, and the months before it that are still to be paid."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import ActivityKind, SessionState
from rehab_center.activities.models import Activity, ActivitySession
from rehab_center.attendance.models import AttendanceCorrection, AttendanceMark
from rehab_center.attendance.queries.owed import WaitingCorrection
from rehab_center.attendance.queries.sessions import current
from rehab_center.conduct.months import days_of_month, first_of, month_before, months_between
from rehab_center.pay.models import Payroll, PayrollSignature
from rehab_center.pay.rules.completeness import MONTHS_BACK
from rehab_center.pay.rules.lines import Earned
from rehab_center.pay.rules.norms import Norm, norm_on
from rehab_center.pay.rules.quantities import Worked


def labour_of(facility_id: int) -> tuple[Any, ...]:
    """What makes a programme one of a centre's programmes of labour."""
    return (Activity.facility_id == facility_id, Activity.kind == ActivityKind.LABOUR)


def marks_of(columns: tuple[Any, ...]) -> Select[Any]:
    """Marks with their session and programme."""
    query: Select[Any] = select(*columns)
    return (
        query.select_from(AttendanceMark)
        .join(ActivitySession, ActivitySession.id == AttendanceMark.activity_session_id)
        .join(Activity, Activity.id == ActivitySession.activity_id)
    )


def _counted() -> tuple[Any, ...]:
    return (ActivitySession.state == SessionState.PLANNED, AttendanceMark.minutes > 0, current())


def worked_in(session: Session, facility_id: int, month: date) -> dict[int, list[Worked]]:
    """What everybody worked in a centre's programmes of labour in a month, by stay: one statement.

    From the marks that count of sessions that take place; marks of nobody's presence are left out.
    """
    found: dict[int, list[Worked]] = defaultdict(list)
    for (stay_id, _month), worked in _worked(session, facility_id, [month]).items():
        found[stay_id] += worked
    return found


def worked_by(
    session: Session, facility_id: int, keys: Collection[tuple[int, date]]
) -> dict[tuple[int, date], list[Worked]]:
    """The same of these stays in these months: one statement, whatever their number."""
    return _worked(session, facility_id, {month for _stay, month in keys}, {stay_id for stay_id, _month in keys})


def _worked(
    session: Session, facility_id: int, months: Collection[date], stay_ids: Collection[int] | None = None
) -> dict[tuple[int, date], list[Worked]]:
    columns = (
        AttendanceMark.admission_id,
        Activity.id,
        ActivitySession.on,
        AttendanceMark.minutes,
        AttendanceMark.output,
    )
    query = marks_of(columns).where(
        *labour_of(facility_id),
        or_(*(ActivitySession.on.between(one, days_of_month(one).last) for one in sorted(months))),
        *_counted(),
    )
    if stay_ids is not None:
        query = query.where(AttendanceMark.admission_id.in_(sorted(stay_ids)))
    found: dict[tuple[int, date], list[Worked]] = defaultdict(list)
    for stay_id, activity_id, on, minutes, output in session.execute(query):
        found[stay_id, first_of(on)].append(Worked(activity_id, on, minutes, output))
    return found


def last_mark(session: Session) -> int:
    """The id of the last mark there is, 0 before the first."""
    return session.scalar(select(func.max(AttendanceMark.id))) or 0


def of_labour(session: Session, corrections: Sequence[WaitingCorrection]) -> tuple[WaitingCorrection, ...]:
    """Those of these corrections that are of labour: the others change nobody's pay. No statement for none."""
    if not corrections:
        return ()
    query = (
        select(AttendanceCorrection.id)
        .join(ActivitySession, ActivitySession.id == AttendanceCorrection.activity_session_id)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .where(AttendanceCorrection.id.in_([one.id for one in corrections]), Activity.kind == ActivityKind.LABOUR)
    )
    labour = set(session.scalars(query))
    return tuple(one for one in corrections if one.id in labour)


@dataclass(frozen=True)
class Before:
    """Months before one: whose payroll waits for its signature, and which have paid work and no payroll."""

    waiting: tuple[date, ...]
    missing: tuple[date, ...]


def months_before(session: Session, facility_id: int, month: date, norms: Mapping[int, Sequence[Norm]]) -> Before:
    """What stands open before a month: one statement, a second where there are months without a payroll.

    ``missing``: since the first norm, at most ``MONTHS_BACK`` back; later months that are signed do not hide them.
    """
    query = (
        select(Payroll.month, PayrollSignature.id)
        .outerjoin(PayrollSignature, PayrollSignature.payroll_id == Payroll.id)
        .where(Payroll.facility_id == facility_id, Payroll.month < month)
        .order_by(Payroll.month)
    )
    known = {row[0]: row[1] is not None for row in session.execute(query)}
    waiting = tuple(one for one, signed in known.items() if not signed)
    began = [first_of(one.valid_from) for some in norms.values() for one in some]
    if not began:
        return Before(waiting, ())
    since = max(min(began), month_before(month, MONTHS_BACK))
    gaps = [one for one in months_between(since, month_before(month)) if one not in known]
    return Before(waiting, _with_paid_work(session, facility_id, gaps, norms) if gaps else ())


def _with_paid_work(
    session: Session, facility_id: int, months: Sequence[date], norms: Mapping[int, Sequence[Norm]]
) -> tuple[date, ...]:
    query = marks_of((Activity.id, ActivitySession.on)).where(
        *labour_of(facility_id),
        or_(*(ActivitySession.on.between(one, days_of_month(one).last) for one in months)),
        *_counted(),
    )
    rows = session.execute(query.distinct())
    return tuple(sorted({first_of(on) for activity_id, on in rows if norm_on(norms.get(activity_id, ()), on)}))


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
