"""Reading first looks. Everything here asks for a scope that may see it; for others there is nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.queries import load_stay
from rehab_center.errors import NotPermitted
from rehab_center.health.kinds import Answer, Conclusion
from rehab_center.health.models import HealthLook
from rehab_center.health.rules import LookFacts
from rehab_center.permissions import Scope
from rehab_center.words import N_, message


@dataclass(frozen=True)
class LookLine:
    """One look; ``reason`` says why it replaced the one before."""

    id: int
    stay_id: int
    facts: LookFacts
    replaces_id: int | None
    reason: str | None
    recorded_at: datetime
    actor: str


def looks(session: Session, stay_id: int, *, scope: Scope) -> tuple[LookLine, ...]:
    """The looks at the person of a stay, the one that counts first, then those it replaced.

    Raises NotFound outside the scope, NotPermitted for a scope without health.
    """
    refuse_without_health(scope)
    load_stay(session, stay_id, scope=scope)
    rows = session.scalars(select(HealthLook).where(HealthLook.admission_id == stay_id).order_by(HealthLook.id.desc()))
    return tuple(_line(row) for row in rows)


def refuse_without_health(scope: Scope) -> None:
    """Raises NotPermitted for a scope without health."""
    if not scope.medical:
        raise NotPermitted(message(N_("Facts of health are for the medical post and the head of the centre")))


def latest_looks(
    session: Session,
    stay_ids: Collection[int],
    *,
    scope: Scope,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> dict[int, LookLine]:
    """The look that counts for each of these stays, by stay; none at all for a scope without health.

    The caller has checked that the stays are in reach.
    """
    if not scope.medical or not stay_ids:
        return {}
    query = select(HealthLook).where(HealthLook.admission_id.in_(sorted(set(stay_ids))))
    if as_of is not None:
        query = query.where(HealthLook.looked_on <= as_of)
    if known_at is not None:
        query = query.where(HealthLook.recorded_at <= known_at)
    return {row.admission_id: _line(row) for row in session.scalars(query.order_by(HealthLook.id))}


def _line(row: HealthLook) -> LookLine:
    facts = LookFacts(
        looked_on=row.looked_on,
        looked_by=row.looked_by,
        conclusion=Conclusion(row.conclusion),
        height=row.height,
        weight=row.weight,
        pulse=row.pulse,
        temperature=row.temperature,
        systolic=row.systolic,
        diastolic=row.diastolic,
        injuries=row.injuries,
        pregnant=Answer(row.pregnant),
        withdrawal_signs=row.withdrawal_signs,
        last_use=row.last_use,
        drugs=row.drugs,
        infection=Answer(row.infection),
        infection_note=row.infection_note,
        urgent_need=row.urgent_need,
        note=row.note,
    )
    return LookLine(row.id, row.admission_id, facts, row.replaces_id, row.reason, row.recorded_at, row.actor)
