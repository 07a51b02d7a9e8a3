"""The last ratings before the program came: asked on the form of an opening, written as the old book has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission
from rehab_center.admissions.opening_parts import OpeningPart, OpeningQuestion
from rehab_center.admissions.rules.reductions import RATED_MONTHS, Rating
from rehab_center.conduct.labels import RATINGS
from rehab_center.conduct.months import code_of, first_of, month_before, name_of, read_month
from rehab_center.conduct.queries import books_of, days_in
from rehab_center.conduct.rules import Book
from rehab_center.conduct.services.ratings import rated_by_book
from rehab_center.permissions import Actor

_PREFIX = "opening_rating_"


def _ask(session: Session, stay: Admission, *, today: date) -> Sequence[OpeningQuestion]:
    """The last three months that are over, those that nobody has rated and in which the person was under care."""
    choices = tuple((one.value, words) for one, words in RATINGS.items())
    found = []
    for count in range(RATED_MONTHS, 0, -1):
        month = month_before(first_of(today), count)
        book = books_of(session, month, [stay.id]).get(stay.id, Book())
        if book.revision or not days_in(session, month, [stay.id], today=today)[stay.id]:
            continue
        label = _l("Rating of %(month)s", month=name_of(month))
        found.append(OpeningQuestion(f"{_PREFIX}{code_of(month).replace('-', '_')}", label, choices))
    return found


def _write(
    session: Session, stay: Admission, answers: Mapping[str, str], *, book: str, actor: Actor, now: datetime
) -> None:
    for name, text in answers.items():
        month = read_month(name.removeprefix(_PREFIX).replace("_", "-"))
        if month is not None and month < first_of(clock.day_of(now)):
            rated_by_book(session, stay.id, month, Rating(text), book=book, actor=actor, now=now)


PART = OpeningPart(_l("Last ratings"), _ask, _write)
