"""Reading assignments: who takes part in what on a day, what a person holds, what waits, who has none."""

from __future__ import annotations

from rehab_center.assignments.queries.assigned import Assigned, assigned, expected, load_assignment
from rehab_center.assignments.queries.roster import roster
from rehab_center.assignments.queries.wishes import WishLine, load_wish, wish_lines

__all__ = (
    "Assigned",
    "WishLine",
    "assigned",
    "expected",
    "load_assignment",
    "load_wish",
    "roster",
    "wish_lines",
)
