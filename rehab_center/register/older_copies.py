"""Whether a book is an older copy of the register that was imported since: asked before anything is written."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from rehab_center.register.fates import Planned, Step
from rehab_center.register.queries.copies import copies_of, kept_rows, newest_copy
from rehab_center.register.rules.older import Steps, older_copy, rows_of_later_copies
from rehab_center.words import Message


def said_of_older(session: Session, planned: Sequence[Planned], sha256: str, *, facility_id: int) -> Message | None:
    """What to say of the book whose rows are ``planned`` where it is an older copy, else None."""
    last = newest_copy(session, facility_id)
    if last is None:
        return None
    copies = copies_of(session, facility_id)
    present = {one.stay.id for one in planned if one.stay}
    steps = Steps(
        cells=sum(one.comparison.back for one in planned),
        leavings=sum(one.comparison.back_leavings for one in planned),
        rows=rows_of_later_copies(kept_rows(session, facility_id), present, copies),
        news=sum(_news(one) for one in planned),
    )
    return older_copy(steps, sha256, last, copies)


def _news(one: Planned) -> int:
    """How many cells of a row are news; a new stay counts as one."""
    found = one.comparison
    conflicts = len(one.conflicts) - found.back - found.back_leavings
    return (one.step is Step.NEW) + len(one.changes) + len(found.fills) + found.adds_exit + max(conflicts, 0)
