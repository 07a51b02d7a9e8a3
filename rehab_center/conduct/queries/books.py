"""The book of ratings: how a stay and month stand, and what was written when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.ledger import chunks
from rehab_center.admissions.rules.reductions import Rating
from rehab_center.conduct.kinds import Stage
from rehab_center.conduct.models import ConductRating
from rehab_center.conduct.months import first_of, month_before, months_between
from rehab_center.conduct.rules import Book


@dataclass(frozen=True)
class RatingLine:
    """A row of the book as it was written."""

    month: date
    revision: int
    stage: Stage
    rating: Rating
    reason: str | None
    recorded_at: datetime
    actor: str


def books_of(session: Session, month: date, stay_ids: Collection[int]) -> dict[int, Book]:
    """How the rating of each of these stays for a month stands. The caller has checked that they are in reach."""
    found: dict[int, Book] = {}
    for some in chunks(stay_ids):
        query = select(ConductRating).where(ConductRating.month == month, ConductRating.admission_id.in_(some))
        for row in session.scalars(query.order_by(ConductRating.revision)):
            found[row.admission_id] = _after(found.get(row.admission_id, Book()), row)
    return found


def _after(book: Book, row: ConductRating) -> Book:
    rating = Rating(row.rating)
    if row.stage == Stage.DECIDED:
        return Book(row.revision, decided=rating)
    return Book(row.revision, decided=book.decided, proposed=rating)


def lines_of(
    session: Session, stay_ids: Collection[int], *, known_at: datetime | None = None
) -> dict[int, tuple[RatingLine, ...]]:
    """Every row of the book of these stays, the latest month first, its last row first.

    The caller has checked that they are in reach.
    """
    query = select(ConductRating).where(ConductRating.admission_id.in_(sorted(stay_ids)))
    if known_at is not None:
        query = query.where(ConductRating.recorded_at <= known_at)
    found: dict[int, list[RatingLine]] = defaultdict(list)
    for row in session.scalars(query.order_by(ConductRating.month.desc(), ConductRating.revision.desc())):
        found[row.admission_id].append(_line(row))
    return {stay_id: tuple(lines) for stay_id, lines in found.items()}


def _line(row: ConductRating) -> RatingLine:
    return RatingLine(
        row.month, row.revision, Stage(row.stage), Rating(row.rating), row.reason, row.recorded_at, row.actor
    )


def decided_ratings(
    session: Session, stay_ids: Collection[int], *, before: date, known_at: datetime | None = None
) -> dict[int, dict[date, Rating]]:
    """By stay: the rating that counts for each month that was over before a day, the latest first.

    What a proposal for a reduction rests on (NĐ 116/2021 Đ58). The caller has checked that the stays are in reach.
    """
    found: dict[int, dict[date, Rating]] = {stay_id: {} for stay_id in stay_ids}
    for some in chunks(stay_ids):
        query = select(ConductRating.admission_id, ConductRating.month, ConductRating.rating).where(
            ConductRating.admission_id.in_(some),
            ConductRating.stage == Stage.DECIDED,
            ConductRating.month < first_of(before),
        )
        if known_at is not None:
            query = query.where(ConductRating.recorded_at <= known_at)
        for row in session.execute(query.order_by(ConductRating.month.desc(), ConductRating.revision)):
            found[row.admission_id][row.month] = Rating(row.rating)
    return found


def ratings_before(session: Session, stay_id: int, day: date) -> tuple[Rating | None, ...]:
    """One for each month of a stay that was over before a day, the latest last, None where nobody decided one.

    What admissions ask for a reduction (``admissions.hooks.RatingsBefore``).
    """
    stay = session.get_one(Admission, stay_id)
    found = decided_ratings(session, [stay_id], before=day)[stay_id]
    last, first = month_before(first_of(day)), first_of(stay.admitted_on)
    return tuple(found.get(month) for month in reversed(months_between(first, last)))
