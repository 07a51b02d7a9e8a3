"""Reading classifications."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.queries import load_stay
from rehab_center.classification.kinds import AgeGroup, Degree, HealthGroup, Times
from rehab_center.classification.models import Classification
from rehab_center.classification.rules import ClassificationFacts
from rehab_center.permissions import Scope
from rehab_center.residents.kinds import Sex


@dataclass(frozen=True)
class ClassificationLine:
    """One classification; the health group is left out for those who may not see health."""

    id: int
    stay_id: int
    facts: ClassificationFacts
    recorded_at: datetime
    actor: str


def classifications(session: Session, stay_id: int, *, scope: Scope) -> tuple[ClassificationLine, ...]:
    """How a stay was classified, the latest first. Raises NotFound, outside the scope too."""
    load_stay(session, stay_id, scope=scope)
    return _lines(session, [stay_id], scope=scope)


def latest_of(
    session: Session,
    stay_ids: Sequence[int],
    *,
    scope: Scope,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> dict[int, ClassificationLine]:
    """The classification that counts for each of these stays, by stay: on ``as_of`` (None: ever).

    The caller has checked that the stays are in reach.
    """
    found: dict[int, ClassificationLine] = {}
    for line in _lines(session, stay_ids, scope=scope, as_of=as_of, known_at=known_at):
        found.setdefault(line.stay_id, line)
    return found


def _lines(
    session: Session,
    stay_ids: Sequence[int],
    *,
    scope: Scope,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> tuple[ClassificationLine, ...]:
    if not stay_ids:
        return ()
    query = select(Classification).where(Classification.admission_id.in_(stay_ids))
    if as_of is not None:
        query = query.where(Classification.classified_on <= as_of)
    if known_at is not None:
        query = query.where(Classification.recorded_at <= known_at)
    rows = session.scalars(query.order_by(Classification.classified_on.desc(), Classification.id.desc()))
    return tuple(_line(row, scope) for row in rows)


def _line(row: Classification, scope: Scope) -> ClassificationLine:
    facts = facts_of(row)
    if not scope.medical:
        facts = replace(facts, health_group=None)
    return ClassificationLine(row.id, row.admission_id, facts, row.recorded_at, row.actor)


def facts_of(row: Classification) -> ClassificationFacts:
    """A row as one value. For services; pages get lines, cut to what the reader may see."""
    return ClassificationFacts(
        classified_on=row.classified_on,
        lives_as=Sex(row.lives_as),
        degree=Degree(row.degree),
        drug=row.drug,
        times=Times(row.times),
        health_group=HealthGroup(row.health_group) if row.health_group else None,
        age_group=AgeGroup(row.age_group) if row.age_group else None,
        note=row.note,
    )
