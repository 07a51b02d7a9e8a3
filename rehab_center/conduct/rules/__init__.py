"""Who is due for a rating and what may take the place of what; rewards and discipline. Pure."""

from __future__ import annotations

from rehab_center.conduct.rules.events import EventFacts, check_event, last_day
from rehab_center.conduct.rules.ratings import (
    Book,
    Step,
    check_days,
    check_month,
    days_under_care,
    deadline,
    is_due,
    step_of,
)

__all__ = (
    "Book",
    "EventFacts",
    "Step",
    "check_days",
    "check_event",
    "check_month",
    "days_under_care",
    "deadline",
    "is_due",
    "last_day",
    "step_of",
)
