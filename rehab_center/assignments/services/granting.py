"""A wish is granted by the assignment that fulfils it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.assignments.kinds import Answer
from rehab_center.assignments.models import ActivityWish, Assignment


def grant_wishes(session: Session, rows: Sequence[Assignment]) -> None:
    """Answer the waiting wishes for exactly these programmes. Part of the act that decides the assignments."""
    by_stay = {(row.admission_id, row.activity_id): row for row in rows}
    query = select(ActivityWish).where(
        ActivityWish.admission_id.in_(sorted({row.admission_id for row in rows})), ActivityWish.decision.is_(None)
    )
    for wish in session.scalars(query) if rows else ():
        row = by_stay.get((wish.admission_id, wish.activity_id or 0))
        if row is not None:
            wish.decision, wish.decided_on, wish.decided_by = Answer.GRANTED, row.decided_on, row.decided_by
            wish.assignment_id = row.id
    session.flush()
