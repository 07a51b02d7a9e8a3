"""A payroll as the marks say now: everybody's lines, what is kept back, what stands in the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.models import Activity
from rehab_center.admissions.models import Admission
from rehab_center.attendance.queries.owed import UnmarkedSession, WaitingCorrection, unmarked, waiting
from rehab_center.attendance.rules.hours import hours_text
from rehab_center.conduct.months import days_of_month, name_of
from rehab_center.db import canonical_json
from rehab_center.documents.models import Document
from rehab_center.findings import Finding, Severity
from rehab_center.pay.kinds import DayCounted, Ground, LineKind, SharesFrom
from rehab_center.pay.models import PayDeduction, PayDeductionTaken
from rehab_center.pay.queries.corrected import supplements_before
from rehab_center.pay.queries.norms import norms_of
from rehab_center.pay.queries.worked import Untyped, last_mark, months_before, of_labour, untyped_days, worked_in
from rehab_center.pay.rules.completeness import Completeness, findings
from rehab_center.pay.rules.lines import Earned, Line, bounded, work_lines
from rehab_center.pay.rules.paid import Named, PersonPay
from rehab_center.pay.rules.quantities import Formula
from rehab_center.pay.rules.sharing import Owed, split
from rehab_center.permissions import Scope
from rehab_center.policies.queries import is_open, whole_on, word_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.residents.models import Resident
from rehab_center.residents.queries.order import listed_by

POLICIES = (
    PolicyKind.PAY_DAY_COUNTED,
    PolicyKind.PAY_DAY_HOURS,
    PolicyKind.PAY_SHARES_FROM,
    PolicyKind.PAY_CUSTODY_SHARE,
    PolicyKind.PAY_FUND_SHARE,
    PolicyKind.PAY_DEDUCTION_MOST,
)


@dataclass(frozen=True)
class Computed:
    """A month's pay as it would be signed now. ``marks_until``: the last mark that was read."""

    people: tuple[PersonPay, ...]
    formula: Formula
    to_be_confirmed: bool
    findings: tuple[Finding, ...]
    unmarked: tuple[UnmarkedSession, ...]
    waiting: tuple[WaitingCorrection, ...]
    untyped: tuple[Untyped, ...]
    marks_until: int

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What may be signed with a reason only."""
        return tuple(one for one in self.findings if one.severity is Severity.WARN)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of every figure and warning: what a second person signs is what the first one submitted."""
        said = [
            [
                [one.stay_id, one.full_name, one.file_code],
                [[*map(str, named.line.key), *_figures(named.line), named.activity] for named in one.lines],
                [[taken.owed.id, taken.amount, taken.left, taken.owed.words] for taken in one.split.taken],
                [one.split.gross, one.split.fund, one.split.custody, one.split.net],
            ]
            for one in self.people
        ]
        warned = [[one.message.msgid, *map(str, one.message.params.values())] for one in self.warnings]
        return sha256(canonical_json([said, warned, vars(self.formula)]).encode()).hexdigest()


def _figures(line: Line) -> tuple[str, int, str, int, int, str]:
    return line.kind, line.minutes, str(line.quantity), line.amount, line.left, line.cause or ""


def formula_on(session: Session, day: date) -> tuple[Formula, bool]:
    """The conventions of pay in force on a day, and whether one of them has still to be confirmed."""
    whole = [whole_on(session, kind, day) for kind in POLICIES[3:]]
    formula = Formula(
        DayCounted(word_on(session, PolicyKind.PAY_DAY_COUNTED, day)),
        whole_on(session, PolicyKind.PAY_DAY_HOURS, day),
        SharesFrom(word_on(session, PolicyKind.PAY_SHARES_FROM, day)),
        *whole,
    )
    return formula, any(is_open(session, kind, day) for kind in POLICIES)


def compute(session: Session, facility_id: int, month: date, *, now: datetime) -> Computed:
    """The pay of a centre's month as the marks say now. The caller has checked the reach."""
    names = {
        row.id: row.name
        for row in session.execute(
            select(Activity.id, Activity.name).where(
                Activity.facility_id == facility_id, Activity.kind == ActivityKind.LABOUR
            )
        )
    }
    period = days_of_month(month)
    formula, to_be_confirmed = formula_on(session, period.last)
    norms = norms_of(session, names)
    earned = {
        stay_id: work_lines(month, marks, norms, formula)
        for stay_id, marks in worked_in(session, facility_id, month).items()
    }
    later = supplements_before(session, facility_id, month, norms)
    before = months_before(session, facility_id, month, norms)
    lines = {
        stay_id: bounded((*later.get(stay_id, ()), *(earned[stay_id].lines if stay_id in earned else ())))
        for stay_id in {*earned, *later}
    }
    # Whoever earned nothing this month gives nothing back: what is owed stays owed, and comes again by itself.
    paid = {key: some for key, some in lines.items() if any(_pays(line) for line in some)}
    owed = _owed(session, paid, month)
    people = tuple(
        PersonPay(
            stay_id,
            full_name,
            code,
            tuple(Named(line, names[line.norm.activity_id]) for line in paid[stay_id]),
            split(sum(line.amount for line in paid[stay_id]), owed.get(stay_id, ()), formula),
        )
        for stay_id, full_name, code in _named(session, paid)
    )
    scope = Scope(frozenset({facility_id}))
    open_sessions = unmarked(session, scope=scope, now=now, period=period, kind=ActivityKind.LABOUR)
    corrections = of_labour(session, waiting(session, scope=scope, period=period))
    facts = Completeness(
        clock.day_of(now) > period.last,
        len(people),
        len(open_sessions),
        len(corrections),
        _unpaid(earned.values(), names),
        sum(len(one.untyped) for one in earned.values()),
        [name_of(one) for one in before.waiting],
        [name_of(one) for one in before.missing],
    )
    return Computed(
        people,
        formula,
        to_be_confirmed,
        findings(facts, formula),
        open_sessions,
        corrections,
        untyped_days(earned.values(), names),
        last_mark(session),
    )


def _pays(line: Line) -> bool:
    return line.kind is LineKind.WORK or line.amount > 0


def _unpaid(earned: Collection[Earned], names: Mapping[int, str]) -> list[str]:
    """ "Bếp (12 giờ)" for each programme in which somebody worked without a norm."""
    sums: dict[int, int] = defaultdict(int)
    for one in earned:
        for mark in one.unpaid:
            sums[mark.activity_id] += mark.minutes
    return [f"{names[key]} ({hours_text(sums[key])})" for key in sorted(sums)]


def _named(session: Session, stay_ids: Collection[int]) -> Sequence[tuple[int, str, str]]:
    rows = session.execute(
        select(Admission.id, Resident.full_name, Admission.file_code)
        .join(Resident, Resident.id == Admission.resident_id)
        .where(Admission.id.in_(sorted(stay_ids)))
        .order_by(listed_by(session), Admission.id)
    )
    return [(key, name, code) for key, name, code in rows]


# --- what is kept back -----------------------------------------------------------------------------------------------


def _owed(session: Session, stay_ids: Collection[int], month: date) -> dict[int, list[Owed]]:
    """The deductions that a payroll of a month takes of these stays, the one entered first first: one statement."""
    taken = (
        select(PayDeductionTaken.deduction_id, func.sum(PayDeductionTaken.amount).label("amount"))
        .group_by(PayDeductionTaken.deduction_id)
        .subquery()
    )
    query = (
        select(PayDeduction, Document.number, Document.issued_on, func.coalesce(taken.c.amount, 0))
        .join(Document, Document.id == PayDeduction.document_id)
        .outerjoin(taken, taken.c.deduction_id == PayDeduction.id)
        .where(
            PayDeduction.admission_id.in_(sorted(stay_ids)),
            PayDeduction.withdrawn_at.is_(None),
            PayDeduction.from_month <= month,
        )
        .order_by(PayDeduction.id)
    )
    found: dict[int, list[Owed]] = defaultdict(list)
    for row, number, issued_on, so_far in session.execute(query):
        if row.amount > so_far:
            words = paper_words(number, issued_on, row.note)
            found[row.admission_id].append(Owed(row.id, Ground(row.ground), row.amount - int(so_far), words))
    return found


def paper_words(number: str, issued_on: date | None, note: str | None) -> str:
    """A deduction's paper and note as they print: "12/PXK ngày 03/06/2024: cuốc, xẻng"."""
    dated = f"{number} ngày {issued_on:%d/%m/%Y}" if issued_on else number
    return f"{dated}: {note}" if note else dated
