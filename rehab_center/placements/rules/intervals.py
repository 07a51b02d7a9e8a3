"""From when until when a bed is somebody's: at most as long as its row, at most until the stay has left. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from rehab_center.admissions.rules.movements import BOOKS_STATES, CARE_STATES, PRESENT_STATES, State
from rehab_center.admissions.rules.sequence import Moved, live, steps
from rehab_center.policies.rules import BedKept

_KEPT: dict[BedKept, frozenset[State]] = {
    BedKept.UNDER_CARE: CARE_STATES,
    BedKept.ON_BOOKS: BOOKS_STATES,
    BedKept.NOBODY: PRESENT_STATES,
}


def states_that_hold(kept: BedKept) -> frozenset[State]:
    """The states in which somebody has a bed: here, or away with the bed kept (giữ giường)."""
    return _KEPT[kept]


def released_at(
    movements: Iterable[Moved], holding: frozenset[State], *, happened_at: Callable[[Moved], datetime]
) -> datetime | None:
    """The moment from which a stay holds no bed any more, None while it does or where it never was."""
    found: datetime | None = None
    for step in steps(live(movements)):
        if step.after in holding:
            found = None
        elif step.before in holding:
            found = happened_at(step.moved)
    return found
