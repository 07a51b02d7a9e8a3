"""Which issued reports counted a stay, for the page that would take one of its movements back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.counted import CountedIn
from rehab_center.periods import PeriodKind, PeriodRule, parse_period
from rehab_center.reports.models import CellMember, Report, ReportCell
from rehab_center.reports.wording import issue_name


def counted_stay(session: Session, stay_id: int, since: datetime) -> tuple[CountedIn, ...]:
    """The reports issued after a moment in one of whose figures the stay was counted, the latest first."""
    counting = (
        select(ReportCell.report_id)
        .join(CellMember, CellMember.cell_id == ReportCell.id)
        .where(CellMember.admission_id == stay_id, CellMember.counted)
    )
    rows = session.scalars(
        select(Report).where(Report.id.in_(counting), Report.built_at > since).order_by(Report.id.desc())
    )
    return tuple(CountedIn(_name(row), row.built_at, "reports.show", {"report_id": row.id}) for row in rows)


def _name(row: Report) -> str:
    return issue_name(parse_period(PeriodKind(row.kind), row.period, PeriodRule(row.period_rule)), row.number)
