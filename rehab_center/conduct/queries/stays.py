"""Ratings, rewards and discipline of stays as the page of a person shows them: one statement for all of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.rules.reductions import Rating
from rehab_center.conduct.kinds import DISCIPLINE, EventKind, Stage
from rehab_center.conduct.models import ConductEvent, ConductRating, ConductVoid
from rehab_center.conduct.months import first_of
from rehab_center.conduct.rules import EventFacts
from rehab_center.documents.models import Document


@dataclass(frozen=True)
class ToldEvent:
    """A reward or measure with its paper in short. ``voided`` is the row that took it back, None where it stands."""

    facts: EventFacts
    document_id: int
    number: str
    recorded_at: datetime
    actor: str
    voided: ConductVoid | None

    @property
    def is_discipline(self) -> bool:
        """Whether it is a measure, not a reward."""
        return self.facts.kind in DISCIPLINE


@dataclass(frozen=True)
class StayConduct:
    """``ratings``: what counts for each month that was over, the latest first; ``events``: the latest first."""

    ratings: dict[date, Rating] = field(default_factory=dict)
    events: dict[int, ToldEvent] = field(default_factory=dict)


def conduct_of_stays(
    session: Session, stay_ids: Collection[int], *, as_of: date, known_at: datetime | None = None
) -> dict[int, StayConduct]:
    """How each of these stays was judged by a day, as known at a moment. The caller has checked the reach."""
    rated = [
        ConductRating.admission_id == Admission.id,
        ConductRating.stage == Stage.DECIDED,
        ConductRating.month < first_of(as_of),
    ]
    happened = [ConductEvent.admission_id == Admission.id, ConductEvent.decided_on <= as_of]
    voided = [ConductVoid.event_id == ConductEvent.id]
    if known_at is not None:
        rated.append(ConductRating.recorded_at <= known_at)
        happened.append(ConductEvent.recorded_at <= known_at)
        voided.append(ConductVoid.recorded_at <= known_at)
    # Some two dozen months and a handful of events: their product costs less than another statement.
    rows = session.execute(
        select(Admission.id, ConductRating.month, ConductRating.rating, ConductEvent, ConductVoid, Document.number)
        .outerjoin(ConductRating, and_(*rated))
        .outerjoin(ConductEvent, and_(*happened))
        .outerjoin(ConductVoid, and_(*voided))
        .outerjoin(Document, Document.id == ConductEvent.document_id)
        .where(Admission.id.in_(sorted(stay_ids)))
        .order_by(
            ConductRating.month.desc(),
            ConductRating.revision,
            ConductEvent.decided_on.desc(),
            ConductEvent.id.desc(),
        )
    )
    found = {stay_id: StayConduct() for stay_id in stay_ids}
    for stay_id, month, rating, event, void, number in rows:
        if month is not None:
            found[stay_id].ratings[month] = Rating(rating)
        if event is not None and event.id not in found[stay_id].events:
            found[stay_id].events[event.id] = _told(event, void, number)
    return found


def _told(row: ConductEvent, void: ConductVoid | None, number: str) -> ToldEvent:
    facts = EventFacts(EventKind(row.kind), row.decided_on, row.ground, row.days, row.merit)
    return ToldEvent(facts, row.document_id, number, row.recorded_at, row.actor, void)
