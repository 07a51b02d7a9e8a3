"""The sentence of a report before there is any report: as the register says at this moment. Nothing is stored."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from rehab_center.capacity.queries import plan_in_force
from rehab_center.clock import day_of
from rehab_center.figures.period_rule import rule_on, ruled
from rehab_center.figures.sentence import sentence_figures
from rehab_center.organisation.queries import letterhead_on
from rehab_center.periods import Period, half_year_containing, so_far
from rehab_center.permissions import Scope
from rehab_center.policies.queries import in_force
from rehab_center.policies.rules import PolicyKind, RegimesHeadcount
from rehab_center.reports.queries import Cell, Plan, PolicyUsed, ReportLine, ReportPage


def half_year_so_far(session: Session, *, now: datetime) -> Period:
    """The half-year's days until today, by the period rule in force."""
    today = day_of(now)
    return so_far(half_year_containing(today, rule_on(session, today)), today)


def live_page(session: Session, *, facility_id: int, period: Period, now: datetime) -> ReportPage:
    """A report's page with the figures of the sentence alone, read now; its id and number are 0."""
    scope = Scope(frozenset({facility_id}))
    period = ruled(session, period, known_at=now)
    last = period.range.last
    plan = plan_in_force(session, facility_id, period.year, as_of=last, scope=scope, known_at=now)
    regimes = in_force(session, PolicyKind.REGIMES_HEADCOUNT, last, known_at=now)
    read = sentence_figures(
        session, period, scope=scope, known_at=now, plan=plan, ever=regimes.value == RegimesHeadcount.EVER
    )
    cells = {
        one.code: Cell(position, one.code, one.label, one.value, one.printed, None, one.note)
        for position, one in enumerate(read.figures.values(), start=1)
    }
    policy = PolicyUsed(
        PolicyKind.REGIMES_HEADCOUNT.value,
        regimes.value,
        regimes.valid_from.isoformat(),
        regimes.citation,
        regimes.to_be_confirmed,
    )
    return ReportPage(
        ReportLine(0, facility_id, period, 0, period.range.first, last, now, now, "", None, None),
        letterhead_on(session, facility_id, last, known_at=now),
        Plan(plan.revision, plan.target, plan.decision) if plan else None,
        (policy,),
        0,
        "",
        cells,
        read.complete_from,
    )
