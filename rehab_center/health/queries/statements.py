"""Periodic checks and infections, and the one thing others hear of them: who needs a place apart."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from rehab_center.admissions.queries import load_stay
from rehab_center.health.kinds import CheckResult, InfectionGroup
from rehab_center.health.models import HealthCheck, InfectionStatement
from rehab_center.health.queries.looks import refuse_without_health
from rehab_center.health.rules import CheckFacts, InfectionFacts
from rehab_center.permissions import Scope


@dataclass(frozen=True)
class CheckLine:
    """One periodic check; ``replaced`` where a later row took its place, ``reason`` why this one took another's."""

    id: int
    stay_id: int
    facts: CheckFacts
    replaced: bool
    reason: str | None
    recorded_at: datetime
    actor: str


@dataclass(frozen=True)
class InfectionLine:
    """One statement about a disease of group A or B."""

    id: int
    stay_id: int
    facts: InfectionFacts
    replaced: bool
    reason: str | None
    recorded_at: datetime
    actor: str


def checks(session: Session, stay_id: int, *, scope: Scope) -> tuple[CheckLine, ...]:
    """Every periodic check of a stay, the latest first. Raises NotFound outside the scope, NotPermitted."""
    refuse_without_health(scope)
    load_stay(session, stay_id, scope=scope)
    rows = session.scalars(
        select(HealthCheck)
        .where(HealthCheck.admission_id == stay_id)
        .order_by(HealthCheck.checked_on.desc(), HealthCheck.id.desc())
    ).all()
    gone = {row.replaces_id for row in rows}
    return tuple(
        CheckLine(row.id, stay_id, check_facts(row), row.id in gone, row.reason, row.recorded_at, row.actor)
        for row in rows
    )


def check_facts(row: HealthCheck) -> CheckFacts:
    """A row as one value."""
    return CheckFacts(row.checked_on, row.checked_by, CheckResult(row.result), row.findings, row.again_on)


def infections(session: Session, stay_id: int, *, scope: Scope) -> tuple[InfectionLine, ...]:
    """Every statement about a stay, the latest first. Raises NotFound outside the scope, NotPermitted."""
    refuse_without_health(scope)
    load_stay(session, stay_id, scope=scope)
    rows = session.scalars(
        select(InfectionStatement)
        .where(InfectionStatement.admission_id == stay_id)
        .order_by(InfectionStatement.from_on.desc(), InfectionStatement.id.desc())
    ).all()
    gone = {row.replaces_id for row in rows}
    return tuple(
        InfectionLine(row.id, stay_id, infection_facts(row), row.id in gone, row.reason, row.recorded_at, row.actor)
        for row in rows
    )


def infection_facts(row: InfectionStatement) -> InfectionFacts:
    """A row as one value."""
    return InfectionFacts(
        InfectionGroup(row.infection_group), row.from_on, row.basis, row.disease, row.until_on, row.withdrawn
    )


def need_place_apart(session: Session, stay_ids: Collection[int], day: date) -> frozenset[int]:
    """Which of these stays need a place apart on a day by order of the medical post (L73 Đ35.2đ, L120 Đ46.2h).

    For whoever gives out beds: neither the group nor the disease is told. The caller has checked that the stays are in
    reach.
    """
    later = aliased(InfectionStatement)
    # A centre has few of them: all are read, in one statement however many stays are asked about.
    rows = session.scalars(
        select(InfectionStatement).where(~exists().where(later.replaces_id == InfectionStatement.id))
    )
    return frozenset({row.admission_id for row in rows if infection_facts(row).holds_on(day)} & set(stay_ids))
