"""Whether a book is an older copy of the register that was imported since: asked before anything is written."""

from __future__ import annotations

from sqlalchemy.orm import Session

from rehab_center.register.fates import Planned, Step
from rehab_center.register.queries.copies import KeptRows, copies_of, newest_copy
from rehab_center.register.rules.older import Steps, older_copy, rows_of_later_copies
from rehab_center.words import Message


class Against:
    """How far a book goes back and on against what is there, counted row by row."""

    def __init__(self) -> None:
        self._present: set[int] = set()
        self._cells = self._leavings = self._news = 0

    def count(self, planned: Planned) -> None:
        """Take one planned row into the count; a new stay counts as one cell of news."""
        found = planned.comparison
        conflicts = len(planned.conflicts) - found.back - found.back_leavings
        self._cells += found.back
        self._leavings += found.back_leavings
        self._news += (planned.step is Step.NEW) + len(planned.changes) + len(found.fills) + found.adds_exit
        self._news += max(conflicts, 0)
        if planned.stay:
            self._present.add(planned.stay.id)

    def said(self, session: Session, sha256: str, *, facility_id: int) -> Message | None:
        """What to say of the book where it is an older copy, else None."""
        last = newest_copy(session, facility_id)
        if last is None:
            return None
        copies = copies_of(session, facility_id)
        rows = rows_of_later_copies(KeptRows(session, facility_id), self._present, copies)
        return older_copy(Steps(self._cells, self._leavings, rows, self._news), sha256, last, copies)
