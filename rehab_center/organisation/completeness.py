"""From which day on a centre's book is complete. Before it nobody may read a number out of the register.

A centre that brings its book over from a workbook often has last year's people in it and not those of five years ago.
The day says so once, and head counts, balances and reports of earlier days say it instead of a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import Subject, record
from rehab_center.dates import in_the_calendar
from rehab_center.errors import DomainError, NotFound
from rehab_center.names import clean
from rehab_center.organisation.models import Facility, FacilityCompleteness
from rehab_center.permissions import Actor, Scope
from rehab_center.words import N_, message


@dataclass(frozen=True)
class CompletenessEntry:
    """One statement about a centre's book, as it was entered."""

    complete_from: date | None
    reason: str
    recorded_at: datetime
    entered_by: str


@dataclass(frozen=True)
class Book:
    """What may be read out of a book that is complete from a day on; None: any day."""

    complete_from: date | None = None

    def knows_eve_of(self, day: date) -> bool:
        """Whether everybody who was there at the end of the day before ``day`` is in it, and all movements since."""
        return self.complete_from is None or day >= self.complete_from

    def knows_end_of(self, day: date) -> bool:
        """Whether everybody who was there at the end of ``day`` is in it."""
        return self.knows_eve_of(day + timedelta(days=1))


def book_of(session: Session, scope: Scope, *, known_at: datetime | None = None) -> Book:
    """The book of the centres within ``scope``: complete from the latest of their days."""
    last = select(func.max(FacilityCompleteness.id)).group_by(FacilityCompleteness.facility_id)
    if known_at is not None:
        last = last.where(FacilityCompleteness.recorded_at <= known_at)
    rows = session.execute(
        select(FacilityCompleteness.facility_id, FacilityCompleteness.complete_from).where(
            FacilityCompleteness.id.in_(last), FacilityCompleteness.complete_from.is_not(None)
        )
    )
    return Book(max((day for facility_id, day in rows if day and scope.covers(facility_id)), default=None))


def completeness_history(session: Session, facility_id: int) -> tuple[CompletenessEntry, ...]:
    """Everything ever entered about a centre's book, the newest first: that one holds."""
    rows = session.scalars(
        select(FacilityCompleteness)
        .where(FacilityCompleteness.facility_id == facility_id)
        .order_by(FacilityCompleteness.id.desc())
    )
    return tuple(CompletenessEntry(row.complete_from, row.reason, row.recorded_at, row.entered_by) for row in rows)


def state_completeness(
    session: Session, facility_id: int, *, complete_from: date | None, reason: str, actor: Actor, now: datetime
) -> None:
    """Say from which day on the book is complete; None takes the last statement back. Raises DomainError."""
    code = session.scalar(select(Facility.code).where(Facility.id == facility_id))
    if code is None or not actor.scope.covers(facility_id):
        raise NotFound(message(N_("There is no such centre")))
    if complete_from is not None and (not in_the_calendar(complete_from) or complete_from > clock.day_of(now)):
        raise DomainError(message(N_("This day is still to come")), field="complete_from")
    if not clean(reason):
        raise DomainError(message(N_("Say how this is known")), field="reason")
    row = FacilityCompleteness(
        facility_id=facility_id,
        complete_from=complete_from,
        reason=clean(reason),
        recorded_at=now,
        entered_by=actor.label,
    )
    session.add(row)
    session.flush()
    record("facility.completeness_stated", actor=actor, at=now, about=Subject("facility", facility_id, code))
