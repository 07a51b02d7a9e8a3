"""Where the program goes on with a book that was begun on paper."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.audit.recorder import Subject, record
from rehab_center.errors import Conflict, NotFound
from rehab_center.issuing.kinds import Book
from rehab_center.issuing.models import BookStart, PaperNumber
from rehab_center.organisation.models import Facility
from rehab_center.permissions import Actor
from rehab_center.words import N_, message


def start_book(
    session: Session, facility_id: int, book: Book, year: int, *, last_number: int, actor: Actor, now: datetime
) -> None:
    """Say which number a book of a year had last on paper. Entered again it stands in place of the earlier one.

    Raises Conflict once the program has numbered a paper of that book and year, NotFound for a stranger's centre.
    """
    facility = session.get(Facility, facility_id)
    if facility is None or not actor.scope.covers(facility_id):
        raise NotFound(message(N_("There is no such centre")))
    begun = session.scalar(
        select(PaperNumber.id)
        .where(PaperNumber.facility_id == facility_id, PaperNumber.book == book, PaperNumber.year == year)
        .limit(1)
    )
    if begun is not None:
        raise Conflict(
            message(N_("The program has numbered papers of this book already: its start cannot be moved")),
            field="last_number",
            code="book-begun",
        )
    session.add(
        BookStart(
            facility_id=facility_id,
            book=book.value,
            year=year,
            last_number=last_number,
            recorded_at=now,
            entered_by=actor.label,
        )
    )
    details = {"book": book.value, "year": year, "number": last_number}
    record(
        "paper-book.started",
        actor=actor,
        at=now,
        about=Subject("facility", facility_id, facility.code),
        details=details,
    )
