"""How long somebody was held under a temporary stay: what is credited when it becomes another (L120 Đ37.2). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rehab_center.admissions.rules.movements import BOOKS_STATES, STOPPED_STATES, State
from rehab_center.admissions.rules.sequence import Moved, live, steps

_HELD = BOOKS_STATES - STOPPED_STATES


def held_days(movements: Iterable[Moved], until: date) -> int:
    """Days from the entry to the eve of ``until``, without those away by escape or in prison.

    The day of an escape does not count, the day of a return does; ``until`` is the first day under the new ground and
    belongs to its term.
    """
    days, since, state = 0, until, State.NOT_ENTERED
    for step in steps(live(movements)):
        day = min(step.moved.effective_on, until)
        if state in _HELD:
            days += (day - since).days
        state, since = step.after, day
    return days + (until - since).days if state in _HELD else days
