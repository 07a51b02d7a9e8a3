"""The plan in force, its revisions, and what was done against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.capacity.models import AnnualPlan
from rehab_center.capacity.rules import Indicator, phased
from rehab_center.documents.queries import DocumentLine, document_lines
from rehab_center.figures.values import PlanInForce
from rehab_center.permissions import Scope
from rehab_center.tasks.queries import papers_received

#: What an open exception about a plan hangs on, and how the log names a plan.
PLAN_SUBJECT = "annual-plan"


@dataclass(frozen=True)
class PlanRevision:
    """One revision, with the paper that decided it (None while the paper is still awaited)."""

    id: int
    year: int
    indicator: Indicator
    revision: int
    target: int
    months: tuple[int, ...]
    valid_from: date
    document: DocumentLine | None
    note: str | None
    recorded_at: datetime
    entered_by: str


def revisions(
    session: Session,
    facility_id: int,
    year: int,
    indicator: Indicator,
    *,
    scope: Scope,
    known_at: datetime | None = None,
) -> tuple[PlanRevision, ...]:
    """Every revision of a year's plan, first to last; empty for a stranger."""
    if not scope.covers(facility_id):
        return ()
    query = select(AnnualPlan).where(
        AnnualPlan.facility_id == facility_id, AnnualPlan.year == year, AnnualPlan.indicator == indicator.value
    )
    if known_at is not None:
        query = query.where(AnnualPlan.recorded_at <= known_at)
    rows = session.scalars(query.order_by(AnnualPlan.revision)).all()
    decided = _decisions(session, rows)
    papers = document_lines(session, decided.values())
    return tuple(
        PlanRevision(
            row.id,
            row.year,
            Indicator(row.indicator),
            row.revision,
            row.target,
            phased(row.target, row.phasing),
            row.valid_from,
            papers.get(decided[row.id]) if row.id in decided else None,
            row.note,
            row.recorded_at,
            row.entered_by,
        )
        for row in rows
    )


def _decisions(session: Session, rows: Sequence[AnnualPlan]) -> dict[int, int]:
    """The paper that decided each revision: entered with it, or come later and closed its open exception."""
    awaited = [row.id for row in rows if row.document_id is None]
    decided = {row.id: row.document_id for row in rows if row.document_id is not None}
    return decided | papers_received(session, PLAN_SUBJECT, awaited)


def revision_in_force(
    session: Session,
    facility_id: int,
    year: int,
    indicator: Indicator,
    *,
    as_of: date,
    scope: Scope,
    known_at: datetime | None = None,
) -> PlanRevision | None:
    """The last revision in force on ``as_of``; None before the first."""
    told = revisions(session, facility_id, year, indicator, scope=scope, known_at=known_at)
    begun = [revision for revision in told if revision.valid_from <= as_of]
    return begun[-1] if begun else None


def plan_in_force(
    session: Session, facility_id: int, year: int, *, as_of: date, scope: Scope, known_at: datetime | None = None
) -> PlanInForce | None:
    """The plan of new compulsory admissions that figures compare with."""
    found = revision_in_force(
        session, facility_id, year, Indicator.NEW_COMPULSORY, as_of=as_of, scope=scope, known_at=known_at
    )
    if found is None:
        return None
    return PlanInForce(
        found.id,
        found.revision,
        found.target,
        _as_cited(found.document) if found.document else None,
        to_be_confirmed=found.document is None,
    )


def _as_cited(paper: DocumentLine) -> str:
    """A paper as a report cites it; Vietnamese, for reports are."""
    return f"{paper.number} ngày {paper.issued_on:%d/%m/%Y}" if paper.issued_on else paper.number
