"""How stays came into the register: out of an old book, or as they happened; and what became of their ends since."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import TermEntry
from rehab_center.admissions.queries.ledger import chunks
from rehab_center.admissions.queries.openings import first_day_of
from rehab_center.admissions.rules.last_day import BookEntry, moved_back


class Kept(Protocol):
    """As much of a stay's row as is needed."""

    @property
    def id(self) -> int:
        """The stay."""

    @property
    def facility_id(self) -> int:
        """Its centre."""

    @property
    def admitted_on(self) -> date:
        """Its first day."""

    @property
    def opened_at(self) -> datetime:
        """When it was written."""


def book_entries(
    session: Session, stays: Collection[Kept], *, over_on: Mapping[int, date | None]
) -> dict[int, BookEntry]:
    """By stay. More than two days is read only of those that were over (``over_on``) before they were written down."""
    written = {stay.id: clock.day_of(stay.opened_at) for stay in stays}
    doubtful = [stay for stay in stays if (over := over_on.get(stay.id)) is not None and over < written[stay.id]]
    complete = {
        facility_id: first_day_of(session, facility_id) for facility_id in {one.facility_id for one in doubtful}
    }
    ends = _ends_since(session, {stay.id: stay.opened_at for stay in doubtful})
    return {
        stay.id: BookEntry(
            stay.admitted_on,
            written[stay.id],
            complete.get(stay.facility_id),
            moved_back(ends.get(stay.id, ()), written[stay.id]),
        )
        for stay in stays
    }


def _ends_since(session: Session, opened_at: Mapping[int, datetime]) -> dict[int, list[date | None]]:
    """The ends each of these terms had, one after the other, from the act that wrote the stay on.

    What that act calculated on its way, as an import does movement by movement, was never an end of the term.
    """
    found: dict[int, dict[int, date | None]] = {}
    for some in chunks(opened_at):
        rows = session.execute(
            select(TermEntry.admission_id, TermEntry.calculation, TermEntry.running_end_on, TermEntry.recorded_at)
            .where(TermEntry.admission_id.in_(some))
            .order_by(TermEntry.calculation, TermEntry.position)
        )
        for stay_id, calculation, end_on, recorded_at in rows:
            number = calculation if recorded_at > opened_at[stay_id] else 0
            found.setdefault(stay_id, {})[number] = end_on
    return {stay_id: list(ends.values()) for stay_id, ends in found.items()}
