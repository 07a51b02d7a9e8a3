"""Writing what the old book counts of a stay: an opening that nobody but the import has looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries import opening_of
from rehab_center.admissions.rules.term_opening import OpeningFacts
from rehab_center.admissions.services.openings import add_book_end, add_opening
from rehab_center.audit.waiting import known
from rehab_center.register.rules.readings import ReadRow
from rehab_center.register.sources import Import


def open_by_book(session: Session, stay_id: int, row: ReadRow, about: Import) -> None:
    """The opening of a new stay, where the row says anything. Who has left needs none. Raises as ``add_opening``."""
    if row.opening is None or row.left_on is not None or row.months is None:
        return
    _write(session, stay_id, row.opening.facts(_source(row, about)), row.entered_on, about)


def open_anew(session: Session, stay_id: int, values: dict[str, Any], row: ReadRow, about: Import) -> None:
    """The opening of a stay that is there, with what a newer copy says otherwise. Raises as ``add_opening``."""
    stay = session.get_one(Admission, stay_id)
    if not values or row.left_on is not None or stay.months is None:
        return
    standing = opening_of(stay)
    facts = replace(standing.facts if standing else OpeningFacts(), **values, source=_source(row, about))
    _write(session, stay_id, facts, stay.admitted_on, about)


def _write(session: Session, stay_id: int, facts: OpeningFacts, entered_on: date, about: Import) -> None:
    first_day = about.first_day or clock.day_of(about.now)
    if facts.counts:
        add_opening(
            session,
            stay_id,
            facts=facts,
            reason=about.reason,
            first_day=first_day,
            actor=about.actor,
            now=about.now,
        )
        return
    stay = known(session, Admission, stay_id)
    if stay is not None and entered_on < first_day:
        add_book_end(session, stay, facts=facts, actor=about.actor, now=about.now)


def _source(row: ReadRow, about: Import) -> str:
    return f"{about.source.filename}, {row.place.sheet}, {row.place.row}"
