"""When programmes meet, on which days nobody works, and what a programme may be. Pure."""

from __future__ import annotations

from rehab_center.activities.rules.holidays import FIXED_SOURCE, DayOff, days_off, fixed_holiday, fixed_holidays
from rehab_center.activities.rules.slots import (
    MINUTES_OF_DAY,
    NIGHT_BEGINS,
    NIGHT_ENDS,
    WEEK_ZERO,
    Slot,
    clock_text,
    days_between,
    minutes_in_week,
    minutes_of,
    monday_of,
    night_minutes,
    occurs,
    overlap,
    week_number,
)

__all__ = (
    "FIXED_SOURCE",
    "MINUTES_OF_DAY",
    "NIGHT_BEGINS",
    "NIGHT_ENDS",
    "WEEK_ZERO",
    "DayOff",
    "Slot",
    "clock_text",
    "days_between",
    "days_off",
    "fixed_holiday",
    "fixed_holidays",
    "minutes_in_week",
    "minutes_of",
    "monday_of",
    "night_minutes",
    "occurs",
    "overlap",
    "week_number",
)
