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
from rehab_center.assignments.services.changing import change_end, end, move, sign
from rehab_center.assignments.services.deciding import decide, decline, plan_decision
from rehab_center.assignments.services.pausing import PauseFacts, change_pause, pause, resume
from rehab_center.assignments.services.pausing import newest as newest_pause
from rehab_center.assignments.services.wishing import WishFacts, answer, ask, rank_wish
from rehab_center.assignments.services.workbook import FileResult, assign_file, plan_file

__all__ = (
    "FileResult",
    "OverrideFacts",
    "PauseFacts",
    "Planned",
    "WishFacts",
    "Written",
    "answer",
    "ask",
    "assign",
    "assign_file",
    "change_end",
    "change_pause",
    "decide",
    "decline",
    "end",
    "move",
    "newest_pause",
    "pause",
    "plan_assignments",
    "plan_decision",
    "plan_each",
    "plan_file",
    "rank_wish",
    "resume",
    "sign",
)
