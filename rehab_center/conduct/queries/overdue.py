"""Months whose ratings are past their day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.rules.movements import EXITS
from rehab_center.conduct.kinds import Stage
from rehab_center.conduct.models import ConductRating
from rehab_center.conduct.months import days_of_month, first_of, month_before, months_between
from rehab_center.conduct.queries.month import care_steps
from rehab_center.conduct.rules import days_under_care, deadline
from rehab_center.headcount import ledger
from rehab_center.permissions import Scope
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind

_exit = aliased(Movement)
_void = aliased(Movement)

LOOKED_BACK = 12
"""How many months back somebody is asked for ratings that nobody made; older ones are found on the month's page."""


@dataclass(frozen=True)
class Overdue:
    """A month with ratings still missing: how many wait for a proposal, how many for the decision, days past."""

    month: date
    deadline: date
    days: int
    not_proposed: int
    not_decided: int


def overdue(session: Session, *, scope: Scope, today: date) -> tuple[Overdue, ...]:
    """The months whose ratings are past their day and not all decided, the oldest first.

    From the first month that was ever rated here on, at most :data:`LOOKED_BACK`; where none ever was, the last one.
    """
    months = _asked_for(session, scope, today)
    steps: dict[int, list[tuple[date, bool]]] = defaultdict(list)
    for stay_id, step in care_steps(session, _here_since(scope, months[-1]), today):
        steps[stay_id].append(step)
    books = _books_since(session, months[-1])
    found = [_overdue(session, month, steps, books, today) for month in reversed(months)]
    return tuple(one for one in found if one.days > 0 and (one.not_proposed or one.not_decided))


def _asked_for(session: Session, scope: Scope, today: date) -> list[date]:
    last = month_before(first_of(today))
    query = select(func.min(ConductRating.month)).join(Admission, Admission.id == ConductRating.admission_id)
    first = session.scalar(query.where(ledger.in_scope(scope))) or last
    return months_between(min(last, max(first, month_before(last, LOOKED_BACK - 1))), last)


def _here_since(scope: Scope, first: date) -> Select[Any]:
    """The movements of the stays that had not ended when a month began."""
    gone = exists().where(
        _exit.admission_id == Admission.id,
        _exit.kind.in_(sorted(EXITS)),
        _exit.effective_on < first,
        ~exists().where(_void.voids_id == _exit.id),
    )
    stays = select(Admission.id).where(ledger.in_scope(scope), ~gone)
    return ledger.standing(None).where(Movement.admission_id.in_(stays))


def _books_since(session: Session, first: date) -> dict[tuple[int, date], bool]:
    """By stay and month whether it is decided; what is only proposed is there, and false."""
    query = select(ConductRating.admission_id, ConductRating.month, ConductRating.stage).where(
        ConductRating.month >= first
    )
    found: dict[tuple[int, date], bool] = {}
    for stay_id, month, stage in session.execute(query):
        key = (stay_id, month)
        found[key] = found.get(key, False) or stage == Stage.DECIDED
    return found


def _overdue(
    session: Session,
    month: date,
    steps: Mapping[int, Sequence[tuple[date, bool]]],
    books: Mapping[tuple[int, date], bool],
    today: date,
) -> Overdue:
    day = days_of_month(month).last
    least = whole_on(session, PolicyKind.RATING_LEAST_DAYS, day)
    last = deadline(month, whole_on(session, PolicyKind.RATING_DUE_DAY, day))
    owed = [
        stay_id
        for stay_id, found in steps.items()
        if not books.get((stay_id, month)) and days_under_care(found, month, until=today) >= least
    ]
    proposed = sum((stay_id, month) in books for stay_id in owed)
    return Overdue(month, last, (today - last).days, len(owed) - proposed, proposed)
