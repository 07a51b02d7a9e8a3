"""The page of a month: everybody under care in it, and how their ratings stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Movement
from rehab_center.admissions.queries.ledger import chunks
from rehab_center.admissions.rules.movements import CARE_STATES
from rehab_center.admissions.rules.reductions import Rating
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.conduct.kinds import Progress
from rehab_center.conduct.months import days_of_month, month_before
from rehab_center.conduct.queries.books import books_of
from rehab_center.conduct.rules import Book, days_under_care, deadline, is_due
from rehab_center.headcount import ledger
from rehab_center.headcount.queries import Here, arrivals, people_here
from rehab_center.permissions import Scope
from rehab_center.policies.naming import name_key
from rehab_center.policies.queries import is_open, whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.residents.kinds import BirthPrecision, Sex
from rehab_center.residents.rules.births import PartialBirth

_INTO_CARE = frozenset(ledger.kinds_leading_to(CARE_STATES))


@dataclass(frozen=True)
class Habits:
    """The policies of a month: from how many days somebody is rated, and until when. ``open`` still to be confirmed."""

    least_days: int
    due_day: int
    open: tuple[PolicyKind, ...]


@dataclass(frozen=True)
class RatingRow:
    """One stay on the page of a month. ``before`` is the decided rating of the month before."""

    stay_id: int
    resident_id: int
    file_code: str
    full_name: str
    birth: PartialBirth
    sex: Sex
    kind: StayKind
    admitted_on: date
    days: int
    due: bool
    book: Book
    before: Rating | None

    @property
    def progress(self) -> Progress:
        """How far the rating is."""
        return self.book.progress(due=self.due)


@dataclass(frozen=True)
class MonthPage:
    """Everybody under care on some day of a month, in the order of lists. ``deadline`` is its last day in time."""

    month: date
    habits: Habits
    deadline: date
    rows: tuple[RatingRow, ...]

    def count(self, *progress: Progress) -> int:
        """How many are so far."""
        return sum(row.progress in progress for row in self.rows)

    @property
    def due(self) -> int:
        """How many are due for a rating."""
        return sum(row.due for row in self.rows)

    @property
    def by_rating(self) -> dict[Rating, int]:
        """How many are decided as what."""
        return {rating: sum(row.book.decided is rating for row in self.rows) for rating in Rating}


def habits_of(session: Session, month: date) -> Habits:
    """The policies in force on the last day of a month."""
    day = days_of_month(month).last
    kinds = (PolicyKind.RATING_LEAST_DAYS, PolicyKind.RATING_DUE_DAY)
    least, due_day = (whole_on(session, kind, day) for kind in kinds)
    return Habits(least, due_day, tuple(kind for kind in kinds if is_open(session, kind, day)))


def month_page(session: Session, month: date, *, scope: Scope, today: date) -> MonthPage:
    """The ratings of a month, of everybody under care on one of its days so far."""
    habits = habits_of(session, month)
    here = _ever_there(session, month, scope)
    days = days_in(session, month, here, today=today)
    books = books_of(session, month, list(here))
    before = books_of(session, month_before(month), list(here))
    rows = tuple(
        _row(one, days[one.admission_id], habits, books, before) for one in here.values() if days[one.admission_id]
    )
    return MonthPage(month, habits, deadline(month, habits.due_day), rows)


def _ever_there(session: Session, month: date, scope: Scope) -> dict[int, Here]:
    """By stay, in the order of lists: who was there when the month began, and whoever came."""
    period = days_of_month(month)
    there = people_here(session, as_of=period.eve, scope=scope)
    came = arrivals(session, period, scope=scope)
    found = {one.admission_id: one for one in (*came, *there)}
    key = name_key(session)
    return dict(sorted(found.items(), key=lambda item: (key(item[1].full_name), item[0])))


def _row(one: Here, days: int, habits: Habits, books: Mapping[int, Book], before: Mapping[int, Book]) -> RatingRow:
    return RatingRow(
        one.admission_id,
        one.resident_id,
        one.file_code,
        one.full_name,
        PartialBirth(one.birth_on, BirthPrecision(one.birth_precision)),
        one.sex,
        one.kind,
        one.admitted_on,
        days,
        is_due(days, least=habits.least_days),
        books.get(one.admission_id, Book()),
        before.get(one.admission_id, Book()).decided,
    )


def days_in(session: Session, month: date, stay_ids: Collection[int], *, today: date) -> dict[int, int]:
    """By stay: on how many days of a month somebody was under care, up to today."""
    steps: dict[int, list[tuple[date, bool]]] = {stay_id: [] for stay_id in stay_ids}
    for some in chunks(stay_ids):
        query = ledger.standing(None).where(Movement.admission_id.in_(some))
        for stay_id, step in care_steps(session, query, days_of_month(month).last):
            steps[stay_id].append(step)
    return {stay_id: days_under_care(found, month, until=today) for stay_id, found in steps.items()}


def care_steps(session: Session, query: Select[Any], last: date) -> Iterator[tuple[int, tuple[date, bool]]]:
    """Of each stay in turn: (day, whether under care from then on), up to a day."""
    in_order = (Movement.admission_id, Movement.effective_on, Movement.id)
    for row in session.execute(query.where(Movement.effective_on <= last).order_by(*in_order)):
        yield row.admission_id, (row.effective_on, row.kind in _INTO_CARE)
