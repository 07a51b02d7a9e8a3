"""The pages: a day, a session, corrections, sheets, hours, weeks of people."""

from __future__ import annotations

from rehab_center.attendance.views import (
    corrections,
    hours,
    marking,
    papers,
    rooms,
    sheets,
    walk_ins,
    week_lists,
    weeks,
)
from rehab_center.attendance.views.blueprint import bp

__all__ = ("bp", "corrections", "hours", "marking", "papers", "rooms", "sheets", "walk_ins", "week_lists", "weeks")
