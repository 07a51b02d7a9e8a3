"""Norms and rates: which stand, which holds on a day, and every line ever entered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.models import Activity
from rehab_center.activities.queries import Programme, programmes
from rehab_center.conduct.months import days_of_month, first_of, month_before
from rehab_center.dated import standing, told
from rehab_center.documents.queries import DocumentLine, document_lines
from rehab_center.pay.kinds import Basis, NormState
from rehab_center.pay.models import PayNorm, Payroll, PayrollSignature
from rehab_center.pay.rules.completeness import MONTHS_BACK
from rehab_center.pay.rules.norms import Norm, NormFacts, norm_on, state_on
from rehab_center.permissions import Scope


@dataclass(frozen=True)
class NormRow:
    """A norm in the list, with what its programme is called."""

    norm: Norm
    activity: str
    state: NormState
    paper: DocumentLine | None


@dataclass(frozen=True)
class NormEntry:
    """A line as it was entered. ``stands`` is false where a later one took its place."""

    norm: Norm
    paper: DocumentLine | None
    withdrawn: bool
    stands: bool
    recorded_at: datetime
    actor: str


def norms_of(session: Session, activity_ids: Collection[int] | None = None) -> dict[int, tuple[Norm, ...]]:
    """The norms that stand, by programme, the first day first (of every programme without ids): one statement."""
    query = select(PayNorm).order_by(PayNorm.id)
    if activity_ids is not None:
        query = query.where(PayNorm.activity_id.in_(sorted(activity_ids)))
    rows: dict[int, list[PayNorm]] = defaultdict(list)
    for row in session.scalars(query):
        rows[row.activity_id].append(row)
    return {key: tuple(map(norm_from, standing(some))) for key, some in rows.items()}


def paid_since(session: Session, facility_id: int) -> date | None:
    """The first month in which any labour of a centre is paid; None where no norm stands."""
    own = session.scalars(select(Activity.id).where(Activity.facility_id == facility_id)).all()
    return min((first_of(one.valid_from) for some in norms_of(session, own).values() for one in some), default=None)


def norm_from(row: PayNorm) -> Norm:
    """A line as the rules see it."""
    facts = NormFacts(Basis(row.basis), row.rate, row.valid_from, row.norm, row.unit, row.note)
    return Norm(row.id, row.activity_id, row.number, facts)


def newest_lines(session: Session, activity_ids: Collection[int]) -> dict[int, int]:
    """The line entered last of each of these programmes, one that takes a day out too: one statement."""
    query = select(PayNorm.activity_id, func.max(PayNorm.id)).where(PayNorm.activity_id.in_(sorted(activity_ids)))
    return {row[0]: row[1] for row in session.execute(query.group_by(PayNorm.activity_id))}


def output_units(session: Session, activity_ids: Collection[int], on: date) -> Mapping[int, str]:
    """The unit of those of these programmes that are paid by output on a day: one statement."""
    held = {key: norm_on(norms, on) for key, norms in norms_of(session, activity_ids).items()}
    return {key: norm.facts.unit for key, norm in held.items() if norm and norm.facts.unit}


def labour(session: Session, *, scope: Scope) -> tuple[Programme, ...]:
    """Every programme of labour in reach that is not closed: two statements."""
    return tuple(
        one for one in programmes(session, scope=scope) if one.kind is ActivityKind.LABOUR and one.closed_on is None
    )


@dataclass(frozen=True)
class SignedUntil:
    """The months of a centre that are signed, the first and the last of them, and when somebody signed last."""

    first: date
    last: date
    at: datetime

    @property
    def last_day(self) -> date:
        """Of the last month."""
        return days_of_month(self.last).last


def signed_until(session: Session) -> dict[int, SignedUntil]:
    """How far each centre's payrolls are signed, by centre: one statement."""
    query = (
        select(
            Payroll.facility_id, func.min(Payroll.month), func.max(Payroll.month), func.max(PayrollSignature.signed_at)
        )
        .join(PayrollSignature, PayrollSignature.payroll_id == Payroll.id)
        .group_by(Payroll.facility_id)
    )
    return {row[0]: SignedUntil(*row[1:]) for row in session.execute(query)}


def payable(session: Session, *, scope: Scope, today: date) -> tuple[Programme, ...]:
    """The programmes of labour that may be given a norm: four statements.

    Those that are not closed, those closed in a month that nobody has signed yet (at most ``MONTHS_BACK`` back), and
    those closed since the first signed month that had no norm at first: what was worked then is still to be paid.
    """
    every = [one for one in programmes(session, scope=scope) if one.kind is ActivityKind.LABOUR]
    norms = norms_of(session, [one.id for one in every if one.closed_on])
    signed, back = signed_until(session), month_before(first_of(today), MONTHS_BACK)

    def offered(one: Programme) -> bool:
        if one.closed_on is None:
            return True
        until = signed.get(one.facility_id)
        if until is None or one.closed_on > until.last_day:
            return one.closed_on >= back
        began = max(one.facts.begins_on, until.first)
        return one.closed_on >= began and norm_on(norms.get(one.id, ()), began) is None

    return tuple(filter(offered, every))


def norm_rows(session: Session, *, scope: Scope, today: date) -> tuple[NormRow, ...]:
    """Every norm that stands, of the programmes in reach: three statements."""
    query = select(Activity.id, Activity.name)
    if scope.facility_ids is not None:
        query = query.where(Activity.facility_id.in_(sorted(scope.facility_ids)))
    names = {row.id: row.name for row in session.execute(query)}
    found = norms_of(session, names)
    papers = _papers(session, [one.id for norms in found.values() for one in norms])
    return tuple(
        NormRow(one, names[key], state_on(norms, one, today), papers.get(one.id))
        for key, norms in found.items()
        for one in norms
    )


def _papers(session: Session, norm_ids: Collection[int]) -> dict[int, DocumentLine]:
    rows = session.execute(select(PayNorm.id, PayNorm.document_id).where(PayNorm.id.in_(sorted(norm_ids)))).all()
    lines = document_lines(session, {paper for _key, paper in rows})
    return {key: lines[paper] for key, paper in rows if paper in lines}


def norm_entries(session: Session, activity_id: int) -> tuple[NormEntry, ...]:
    """Every line of a programme, the newest day first. The caller has checked the reach."""
    rows = session.scalars(select(PayNorm).where(PayNorm.activity_id == activity_id)).all()
    papers = document_lines(session, {row.document_id for row in rows})
    return tuple(
        NormEntry(
            norm_from(one.line),
            papers.get(one.line.document_id),
            one.line.withdrawn,
            one.stands,
            one.line.recorded_at,
            one.line.actor,
        )
        for one in told(rows)
    )
