"""Which days a period covers: a convention of the office, with its dates, not a constant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from rehab_center.periods import Period, PeriodRule
from rehab_center.policies.queries import in_force
from rehab_center.policies.rules import PolicyKind


def rule_on(session: Session, day: date, *, known_at: datetime | None = None) -> PeriodRule:
    """The period rule of reports in force on ``day``."""
    return PeriodRule(in_force(session, PolicyKind.REPORT_PERIOD_RULE, day, known_at=known_at).value)


def ruled(session: Session, period: Period, *, known_at: datetime | None = None) -> Period:
    """``period`` with its days as the rule in force on its last day has them."""
    return replace(period, rule=rule_on(session, period.range.last, known_at=known_at))


def rule_of_year(session: Session, year: int, *, known_at: datetime | None = None) -> PeriodRule:
    """The period rule by which the months of a plan year are cut."""
    return rule_on(session, date(year, 12, 14), known_at=known_at)
