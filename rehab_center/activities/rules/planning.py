"""Which sessions a programme has, and why one does not take place. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rehab_center.activities.kinds import ActivityKind, CancelReason
from rehab_center.activities.rules.slots import Slot, days_between, occurs


@dataclass(frozen=True)
class Span:
    """From when to when a programme is held (both included; ``last_on`` None: for now), and what it is."""

    kind: ActivityKind
    first_on: date
    last_on: date | None

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first_on <= day and (self.last_on is None or day <= self.last_on)


def planned_days(
    span: Span, slots: Iterable[Slot], first: date, last: date, *, off: Container[date]
) -> Iterator[tuple[Slot, date]]:
    """Every slot and day from ``first`` to ``last`` (both included) on which the programme meets; ``off``: holidays."""
    last = min(last, span.last_on) if span.last_on is not None else last
    for slot in slots:
        for day in days_between(slot, max(first, span.first_on), last):
            if day not in off:
                yield slot, day


def why_not(span: Span, slot: Slot | None, day: date, *, off: Container[date]) -> CancelReason | None:
    """Why a session of that slot (None: a single one) does not follow from the programme; None: it does.

    A single session of education may be held on a holiday: it was set for that day.
    """
    if day not in span:
        return CancelReason.CLOSED
    if slot is not None and not occurs(slot, day):
        return CancelReason.SCHEDULE
    if day in off and not (slot is None and span.kind is ActivityKind.EDUCATION):
        return CancelReason.HOLIDAY
    return None
