"""A report before it is frozen: the same page computed now, for the preview. Nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from rehab_center.audit.recorder import log_head
from rehab_center.capacity.queries import plan_in_force
from rehab_center.figures.period_rule import ruled
from rehab_center.figures.queries import period_figures
from rehab_center.figures.values import Figure, PeriodFigures, PlanInForce
from rehab_center.headcount.queries import Balance
from rehab_center.organisation.queries import Letterhead, letterhead_on
from rehab_center.periods import Period
from rehab_center.permissions import Scope
from rehab_center.policies.queries import in_force
from rehab_center.policies.rules import PolicyKind
from rehab_center.reports.queries import Cell, Plan, PolicyUsed, ReportLine, ReportPage

#: The policies a report of figures goes by: printed with it, and marked where they wait to be confirmed.
POLICIES = (PolicyKind.REPORT_PERIOD_RULE, PolicyKind.REGIMES_HEADCOUNT)


@dataclass(frozen=True)
class Material:
    """Everything a report of a period rests on, read at one moment."""

    period: Period
    known_at: datetime
    figures: PeriodFigures
    balance: Balance
    plan: PlanInForce | None
    letterhead: Letterhead
    policies: tuple[PolicyUsed, ...]
    log_entry: int
    log_head: str


def material(session: Session, *, facility_id: int, period: Period, now: datetime) -> Material:
    """Read what the report of ``period`` says now; its days follow the period rule in force."""
    scope = Scope(frozenset({facility_id}))
    period = ruled(session, period, known_at=now)
    last = period.range.last
    plan = plan_in_force(session, facility_id, period.year, as_of=last, scope=scope, known_at=now)
    figures, balance = period_figures(session, period, scope=scope, known_at=now, plan=plan)
    head = log_head(session)
    return Material(
        period,
        now,
        figures,
        balance,
        plan,
        letterhead_on(session, facility_id, last, known_at=now),
        tuple(_policy(session, kind, period, now) for kind in POLICIES),
        head.entries,
        head.hash,
    )


def _policy(session: Session, kind: PolicyKind, period: Period, now: datetime) -> PolicyUsed:
    policy = in_force(session, kind, period.range.last, known_at=now)
    return PolicyUsed(kind.value, policy.value, policy.valid_from.isoformat(), policy.citation, policy.to_be_confirmed)


def items_count(figure: Figure) -> int | None:
    """How many sessions, sheets and so on a figure counts, None where it counts none of these."""
    return None if figure.items is None else sum(one.reason is None for one in figure.items)


def draft_page(read: Material) -> ReportPage:
    """The report as it would be frozen now; its id and number are 0."""
    plan = read.plan
    cells = (
        Cell(
            position,
            figure.code,
            figure.label,
            figure.value,
            figure.printed,
            None if figure.people is None else len(figure.people),
            figure.note,
            items_count(figure),
        )
        for position, figure in enumerate(read.figures.figures.values(), start=1)
    )
    days = read.period.range
    line = ReportLine(
        0,
        read.letterhead.facility_id,
        read.period,
        0,
        days.first,
        days.last,
        read.known_at,
        read.known_at,
        "",
        None,
        None,
    )
    return ReportPage(
        line,
        read.letterhead,
        Plan(plan.revision, plan.target, plan.decision) if plan else None,
        read.policies,
        read.log_entry,
        read.log_head,
        {cell.code: cell for cell in cells},
        read.figures.complete_from,
    )
