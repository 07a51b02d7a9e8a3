"""The monthly ratings of the invented centre: two years of them, the older ones out of the paper book."""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.rules.reductions import Rating
from rehab_center.conduct.kinds import Stage
from rehab_center.conduct.months import days_of_month, first_of, month_before, months_between
from rehab_center.conduct.queries import month_page
from rehab_center.conduct.services import Wish, write_ratings
from rehab_center.demo.founding import BUILDER
from rehab_center.permissions import Scope

_YEARS = 2
_BY_LIST = 3
"""The last months were proposed and decided in the program; those before were keyed in."""
_OLD_BOOK = "Theo sổ xếp loại giấy"
_DECIDED_ON = timedelta(days=4)
_FORGOTTEN, _WAITING = 4, 9
"""Of the last month somebody is always left: this many without a proposal, that many without a decision."""


def rating_days(until: date, facility_id: int, well: Set[int]) -> Iterator[tuple[date, partial[None]]]:
    """On which days ratings are written, and how: each takes the session and the moment.

    ``well``: the stays whose term a court will reduce, known when they begin; they are never rated below "khá".
    """
    last = month_before(first_of(until))
    for month in months_between(month_before(last, 12 * _YEARS - 1), last):
        end = days_of_month(month).last
        if month < month_before(last, _BY_LIST - 1):
            yield end, partial(_write, Stage.DECIDED, month, facility_id, well, _OLD_BOOK, 0)
            continue
        yield end, partial(_write, Stage.PROPOSED, month, facility_id, well, None, _FORGOTTEN if month == last else 0)
        decided_on = end + _DECIDED_ON
        if decided_on <= until:
            yield (
                decided_on,
                partial(_write, Stage.DECIDED, month, facility_id, well, None, _WAITING if month == last else 0),
            )


def _write(
    stage: Stage,
    month: date,
    facility_id: int,
    well: Set[int],
    why: str | None,
    but: int,
    session: Session,
    now: datetime,
) -> None:
    scope = Scope(frozenset({facility_id}))
    page = month_page(session, month, scope=scope, today=clock.day_of(now))
    open_rows = [row for row in page.rows if row.due and (stage is Stage.PROPOSED or why or row.book.proposed)]
    wishes = {
        row.stay_id: Wish(row.book.proposed or _rating(row.stay_id, month, well), row.book.revision)
        for row in open_rows[: len(open_rows) - but]
    }
    if wishes:
        write_ratings(session, month, stage, wishes, why=why, actor=BUILDER, now=now)


def _rating(stay_id: int, month: date, well: Set[int]) -> Rating:
    """Most are rated "khá" most of the time; a few have bad months, and some are always good."""
    if stay_id in well:
        return Rating.FAIR
    temper = Random(stay_id).random()
    luck = Random(stay_id * 1000 + month.year * 12 + month.month).random()
    if temper > 0.8:
        return Rating.GOOD if luck < 0.7 else Rating.FAIR
    if temper < 0.1:
        return Rating.POOR if luck < 0.1 else Rating.AVERAGE if luck < 0.5 else Rating.FAIR
    return Rating.GOOD if luck > 0.92 else Rating.AVERAGE if luck < 0.04 else Rating.FAIR
