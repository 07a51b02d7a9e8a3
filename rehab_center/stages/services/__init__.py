"""Writing stages: for a list of stays, from an old book, and what takes the place of a mistake."""

from __future__ import annotations

from rehab_center.stages.services.change import (
    ChangePlan,
    PlannedChange,
    Wish,
    cancel_line,
    decline,
    plan_changes,
    replace_line,
    write_changes,
)
from rehab_center.stages.services.old_book import BookPlan, key_old_book, plan_old_book

__all__ = (
    "BookPlan",
    "ChangePlan",
    "PlannedChange",
    "Wish",
    "cancel_line",
    "decline",
    "key_old_book",
    "plan_changes",
    "plan_old_book",
    "replace_line",
    "write_changes",
)
