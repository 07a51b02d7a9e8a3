"""The pauses that stand: no later row takes their place, and none withdraws them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from rehab_center.assignments.models import AssignmentPause

_later = aliased(AssignmentPause)


def pause_stands() -> ColumnElement[bool]:
    """Whether a pause counts."""
    replaced = exists().where(_later.replaces_id == AssignmentPause.id)
    return AssignmentPause.withdrawn.is_(None) & ~replaced


def pause_rows(session: Session, assignment_ids: Collection[int], *, everything: bool = False) -> list[AssignmentPause]:
    """The pauses of these assignments by their first day; with ``everything`` those that count no more too."""
    query = select(AssignmentPause).where(AssignmentPause.assignment_id.in_(sorted(assignment_ids)))
    if not everything:
        query = query.where(pause_stands())
    return list(session.scalars(query.order_by(AssignmentPause.from_on, AssignmentPause.id))) if assignment_ids else []
