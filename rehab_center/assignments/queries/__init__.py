"""Reading assignments: who takes part in what on a day, what a person holds, what waits, who has none."""

from __future__ import annotations

from rehab_center.assignments.queries.assigned import (
    Assigned,
    Running,
    assigned,
    expected,
    load_assignment,
    load_assignments,
    places_taken,
    running,
)
from rehab_center.assignments.queries.overrides import OverrideLine, longest_override, override_lines
from rehab_center.assignments.queries.overview import Load, PersonRow, WhyNone, overview
from rehab_center.assignments.queries.review import ReviewRow, review
from rehab_center.assignments.queries.roster import roster
from rehab_center.assignments.queries.wishes import WishLine, load_wish, wish_lines

__all__ = (
    "Assigned",
    "Load",
    "OverrideLine",
    "PersonRow",
    "Running",
    "ReviewRow",
    "WhyNone",
    "WishLine",
    "assigned",
    "expected",
    "load_assignment",
    "load_assignments",
    "load_wish",
    "longest_override",
    "override_lines",
    "overview",
    "places_taken",
    "review",
    "roster",
    "running",
    "wish_lines",
)
