"""Assigning, deciding, pausing, ending, moving; what the director lets stand; the waiting list."""

from __future__ import annotations

from rehab_center.assignments.services.assigning import (
    OverrideFacts,
    Planned,
    Written,
    assign,
    plan_assignments,
    plan_each,
)
from rehab_center.assignments.services.changing import end, move, pause, resume, sign
from rehab_center.assignments.services.deciding import decide, decline, plan_decision
from rehab_center.assignments.services.wishing import WishFacts, answer, ask
from rehab_center.assignments.services.workbook import FileResult, assign_file, plan_file

__all__ = (
    "FileResult",
    "OverrideFacts",
    "Planned",
    "WishFacts",
    "Written",
    "answer",
    "ask",
    "assign",
    "assign_file",
    "decide",
    "decline",
    "end",
    "move",
    "pause",
    "plan_assignments",
    "plan_decision",
    "plan_each",
    "plan_file",
    "resume",
    "sign",
)
