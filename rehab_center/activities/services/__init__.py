"""Writing programmes, their slots, holidays and sessions."""

from __future__ import annotations

from rehab_center.activities.services.calendar import add_holidays, withdraw_holiday
from rehab_center.activities.services.programmes import close_activity, create_activity, edit_activity
from rehab_center.activities.services.sessions import add_session, cancel_session, make_sessions, plan_again
from rehab_center.activities.services.timetable import add_slot, add_slots, end_slot

__all__ = (
    "add_holidays",
    "add_session",
    "add_slot",
    "add_slots",
    "cancel_session",
    "close_activity",
    "create_activity",
    "edit_activity",
    "end_slot",
    "make_sessions",
    "plan_again",
    "withdraw_holiday",
)
