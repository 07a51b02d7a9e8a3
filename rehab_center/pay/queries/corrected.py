"""Signed months of which marks were corrected or norms entered since: what each is paid now, less what was paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from rehab_center.activities.models import Activity, ActivitySession
from rehab_center.attendance.models import AttendanceMark, SessionRoll
from rehab_center.conduct.months import days_of_month, first_of
from rehab_center.pay.kinds import DayCounted, LineKind, SharesFrom
from rehab_center.pay.models import PayLine, PayNorm, Payroll, PayrollSignature
from rehab_center.pay.queries.norms import norm_from
from rehab_center.pay.queries.worked import labour_of, marks_of, worked_by
from rehab_center.pay.rules.lines import Line, supplements, work_lines
from rehab_center.pay.rules.norms import Norm, norm_on
from rehab_center.pay.rules.quantities import Formula

Key = tuple[int, date]
"""A stay and a signed month."""
_LEEWAY = timedelta(days=1)
"""Marks are told by their id; the day their session was saved only keeps years of them from being read."""


@dataclass(frozen=True)
class SignedMonth:
    """A month as it was signed."""

    month: date
    signed_at: datetime
    marks_until: int
    formula: Formula


@dataclass(frozen=True)
class Paid:
    """A line that was paid, and how far the payroll that paid it had read."""

    line: Line
    marks_until: int
    signed_at: datetime


@dataclass
class Since:
    """What happened to somebody's month after its signing: marks by id with their day, norms with their first day."""

    marks: list[tuple[int, date]]
    norms: list[tuple[datetime, date]]

    def cause(self, paid: Sequence[Paid]) -> str:
        """What no payroll has settled yet, in words: "Sửa điểm danh ngày 14/06/2024". Days only, never a reason.

        A payroll has settled what it had read once nothing of its supplement was left.
        """
        settled = [one for one in paid if one.line.kind is LineKind.SUPPLEMENT]
        left = {one.signed_at for one in settled if one.line.left}
        done = [one for one in settled if one.signed_at not in left]
        until = max((one.marks_until for one in done), default=0)
        at = max((one.signed_at for one in done), default=None)
        parts = [
            _of_days("sửa điểm danh ngày", {on for key, on in self.marks if key > until}),
            _of_days("nhập định mức từ ngày", {on for entered, on in self.norms if at is None or entered >= at}),
        ]
        said = "; ".join(part for part in parts if part) or "tính lại tháng đã ký"
        return said[0].upper() + said[1:]


def _of_days(what: str, days: Collection[date]) -> str:
    return f"{what} {', '.join(f'{day:%d/%m/%Y}' for day in sorted(days))}" if days else ""


def supplements_before(
    session: Session, facility_id: int, month: date, norms: Mapping[int, Sequence[Norm]]
) -> dict[int, tuple[Line, ...]]:
    """What has changed of signed months before this one since they were signed, by stay; the oldest month first.

    ``norms``: those that stand, by programme. For a day that was paid they are those of the signing, for none is
    entered there or taken out any more (``services.norms``). At most six statements, however many months.
    """
    signed = _signed_before(session, facility_id, month)
    changed = _changed(session, facility_id, signed, norms) if signed else {}
    if not changed:
        return {}
    marks = worked_by(session, facility_id, changed)
    paid = _paid_for(session, facility_id, changed)
    found: dict[int, tuple[Line, ...]] = defaultdict(tuple)
    for key in sorted(changed, key=lambda key: (key[1], key[0])):
        stay_id, of = key
        fresh = work_lines(of, marks.get(key, ()), norms, signed[of].formula).lines
        before = paid.get(key, ())
        found[stay_id] += supplements(fresh, [one.line for one in before], changed[key].cause(before))
    return found


def _signed_before(session: Session, facility_id: int, before: date) -> dict[date, SignedMonth]:
    rows = session.execute(
        select(Payroll.month, PayrollSignature)
        .join(PayrollSignature, PayrollSignature.payroll_id == Payroll.id)
        .where(Payroll.facility_id == facility_id, Payroll.month < before)
        .order_by(Payroll.month)
    )
    return {month: SignedMonth(month, row.signed_at, row.marks_until, formula_of(row)) for month, row in rows}


def _changed(
    session: Session, facility_id: int, signed: Mapping[date, SignedMonth], norms: Mapping[int, Sequence[Norm]]
) -> dict[Key, Since]:
    """Whose signed months may be paid otherwise now: marks written since, and norms entered for days without one."""
    found: dict[Key, Since] = defaultdict(lambda: Since([], []))
    since = [
        and_(
            ActivitySession.on.between(one.month, days_of_month(one.month).last),
            SessionRoll.saved_at >= one.signed_at - _LEEWAY,
            AttendanceMark.id > one.marks_until,
        )
        for one in signed.values()
    ]
    query = (
        marks_of((AttendanceMark.admission_id, ActivitySession.on, AttendanceMark.id))
        .join(SessionRoll, SessionRoll.activity_session_id == ActivitySession.id)
        .where(*labour_of(facility_id), or_(*since))
    )
    for stay_id, on, key in session.execute(query):
        found[stay_id, first_of(on)].marks.append((key, on))
    late = _entered_since(session, norms, min(one.signed_at for one in signed.values()))
    spans = [
        and_(Activity.id == norm.activity_id, ActivitySession.on.between(max(of.month, norm.valid_from), last))
        for norm, entered in late.items()
        for of in signed.values()
        if entered >= of.signed_at and norm.valid_from <= (last := days_of_month(of.month).last)
    ]
    if spans:
        columns = (AttendanceMark.admission_id, Activity.id, ActivitySession.on)
        worked = marks_of(columns).where(*labour_of(facility_id), or_(*spans)).distinct()
        for stay_id, activity_id, on in session.execute(worked):
            of, held = signed[first_of(on)], norm_on(norms[activity_id], on)
            if held in late and late[held] >= of.signed_at:
                found[stay_id, of.month].norms.append((late[held], held.valid_from))
    return found


def _entered_since(session: Session, norms: Mapping[int, Sequence[Norm]], since: datetime) -> dict[Norm, datetime]:
    rows = session.execute(select(PayNorm.id, PayNorm.recorded_at).where(PayNorm.recorded_at >= since))
    entered = {row[0]: row[1] for row in rows}
    return {one: entered[one.id] for some in norms.values() for one in some if one.id in entered}


def _paid_for(session: Session, facility_id: int, keys: Collection[Key]) -> dict[Key, list[Paid]]:
    """What signed payrolls of a centre have paid for these months of these stays: one statement."""
    query = (
        select(PayLine, PayNorm, PayrollSignature.marks_until, PayrollSignature.signed_at)
        .join(PayNorm, PayNorm.id == PayLine.pay_norm_id)
        .join(PayrollSignature, PayrollSignature.payroll_id == PayLine.payroll_id)
        .where(
            PayrollSignature.facility_id == facility_id,
            PayLine.month.in_(sorted({month for _stay, month in keys})),
            PayLine.admission_id.in_(sorted({stay_id for stay_id, _month in keys})),
        )
        .order_by(PayLine.id)
    )
    found: dict[Key, list[Paid]] = defaultdict(list)
    for row, norm, until, at in session.execute(query):
        found[row.admission_id, row.month].append(Paid(line_from(row, norm), until, at))
    return found


def formula_of(row: PayrollSignature) -> Formula:
    """The conventions a signed payroll was computed by."""
    return Formula(
        DayCounted(row.day_counted),
        row.day_hours,
        SharesFrom(row.shares_from),
        row.custody_share,
        row.fund_share,
        row.deduction_most,
    )


def line_from(row: PayLine, norm: PayNorm) -> Line:
    """A signed line as the rules see it."""
    return Line(
        LineKind(row.kind),
        row.month,
        norm_from(norm),
        row.minutes,
        row.quantity,
        row.amount,
        row.cause,
        row.remaining,
    )
