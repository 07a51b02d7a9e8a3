"""How a person's week is told: a session that rests, a day away, a day off."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from rehab_center.activities.labels import CANCEL_REASONS, STATES, holiday_words
from rehab_center.admissions.labels import STATES as WHERE
from rehab_center.admissions.rules.movements import State
from rehab_center.assignments.kinds import Standing
from rehab_center.assignments.labels import STANDINGS
from rehab_center.attendance.queries.weeks import PersonDay, WeekItem
from rehab_center.attendance.rules.reasons import BEHAVIOUR


def away_words(one: PersonDay) -> Any:
    """Where somebody is who is not in the building at the end of a day, else None."""
    if not one.away:
        return None
    return _l("Not in the centre yet") if one.state is State.NOT_ENTERED else WHERE[one.state]


def item_words(one: WeekItem) -> Any:
    """Why somebody need not come to a session of their week, None where they have to."""
    meeting = one.meeting
    if not meeting.is_planned:
        why = CANCEL_REASONS[meeting.cancelled_reason] if meeting.cancelled_reason else ""
        return _l("%(state)s: %(why)s", state=STATES[meeting.state], why=why)
    if one.standing is None:
        was_there = one.mark is not None and BEHAVIOUR[one.mark.attended].counts
        return _l("Was there without an assignment") if was_there else None
    return None if one.standing is Standing.ACTIVE else STANDINGS[one.standing]


def day_cell(each: PersonDay) -> str:
    """What is planned on a day of a week, as a cell of a workbook has it."""
    off = holiday_words(each.holiday)
    return "; ".join(([str(off)] if off else []) + [f"{one.times} {one.meeting.name}" for one in each.planned])
