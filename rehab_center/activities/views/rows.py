"""A week as the rows of a workbook, and its days as papers write them."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from rehab_center.activities import labels
from rehab_center.activities.labels import holiday_words
from rehab_center.activities.queries import Meeting
from rehab_center.activities.queries.board import Week
from rehab_center.activities.rules.slots import clock_text


def week_rows(week: Week, *, names: bool = False) -> Iterator[list[object]]:
    """Day of the week, day, begin, end, hours, (with ``names`` programme, kind, place, leader,) state, note."""
    for each in week.days:
        head = [str(labels.WEEKDAYS[each.on.isoweekday()]), each.on]
        if each.holiday is not None:
            blank = [""] * (7 if names else 3)
            yield [*head, *blank, str(_("Holiday")), holiday_words(each.holiday)]
        for one in each.meetings:
            who = [one.name, str(labels.KINDS[one.kind]), one.place, one.organiser] if names else []
            lasts = round(one.minutes / 60, 2) if one.is_planned else 0
            told = [str(labels.STATES[one.state]), cause(one)]
            yield [*head, clock_text(one.begins), clock_text(one.ends), lasts, *who, *told]


def cause(one: Meeting) -> str:
    """Why a session does not take place; nothing for one that does."""
    reason = str(labels.CANCEL_REASONS[one.cancelled_reason]) if one.cancelled_reason else ""
    return ": ".join(text for text in (reason, one.cancelled_note) if text)
