"""By which end of a term somebody is let go, and which ends an old book has left behind. Pure.

One rule for all who ask: the clock of releases, what is said of somebody who goes, and the lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


def last_day(end_on: date | None, before_on: date | None, resumed_on: date | None) -> date | None:
    """The day on which somebody must be let go; None where the clock stands still or there is no term.

    ``end_on`` is the end as calculated; ``before_on`` the end that held before, where the term became another and
    nobody has checked it: that one counts. Somebody who came back (``resumed_on``: from an escape or prison) after the
    checked end had passed has the day of the return.
    """
    if end_on is None or before_on is None:
        return end_on
    if resumed_on is not None and before_on < resumed_on:
        return min(resumed_on, end_on)
    return before_on


@dataclass(frozen=True)
class BookEntry:
    """How a stay came into the register.

    ``complete_from``: the day from which the centre's register holds everything, None where it is not known; ``moved``:
    the ends before the day of writing that somebody gave to a term which had ended later.
    """

    admitted_on: date
    written_on: date
    complete_from: date | None = None
    moved: frozenset[date] = frozenset()

    def left_behind(self, over_on: date | None, *, since: date | None = None) -> bool:
        """Whether an old book left it behind that the stay was over on a day: it is looked through, nobody is called.

        Not where the register was kept already when the stay began, where somebody has moved the end there since, nor
        where the person has moved ``since``, the day of the last movement: then the stay is today's business.
        """
        return (
            over_on is not None
            and over_on < self.written_on
            and over_on not in self.moved
            and (self.complete_from is None or self.admitted_on < self.complete_from)
            and (since is None or since < self.written_on)
        )


def moved_back(ends: Iterable[date | None], written_on: date) -> frozenset[date]:
    """Of the ends that a term had one after the other: those before a day to which a later end was moved."""
    later, found = False, set()
    for end in ends:
        if end is not None and end < written_on and later:
            found.add(end)
        later = later or (end is not None and end >= written_on)
    return frozenset(found)
