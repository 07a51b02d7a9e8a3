"""Reading programmes, their slots, holidays and sessions."""

from __future__ import annotations

from rehab_center.activities.queries.calendar import holidays_between, is_day_off
from rehab_center.activities.queries.programmes import (
    Programme,
    activities_on,
    activity,
    load_activity,
    programmes,
    programmes_of,
    sharing_its_place,
    slots_of,
    weekly_minutes,
)
from rehab_center.activities.queries.sessions import Meeting, load_session, meeting, sessions_of

__all__ = (
    "Meeting",
    "Programme",
    "activities_on",
    "activity",
    "holidays_between",
    "is_day_off",
    "load_activity",
    "load_session",
    "meeting",
    "programmes",
    "programmes_of",
    "sessions_of",
    "sharing_its_place",
    "slots_of",
    "weekly_minutes",
)
