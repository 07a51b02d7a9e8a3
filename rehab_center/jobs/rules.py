"""When the work of the night is due. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

TRY_AGAIN_AFTER = timedelta(hours=2)
"""So long after an attempt that failed comes the next one."""


@dataclass(frozen=True)
class Attempt:
    """The last time a work of the night was begun: ``failed`` where it came to nothing, ``open`` until it ends."""

    at: datetime
    failed: bool = False
    open: bool = False


def last_start(now: datetime, hour: int) -> datetime:
    """The latest moment not after ``now`` at which the clock showed ``hour``. Both in the zone that ``now`` is in."""
    today = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def is_due(now: datetime, hour: int, last: Attempt | None) -> bool:
    """Whether the work of the last night has still to be done: also late, by a machine that was off at that hour.

    An attempt in the future, by a clock that was put back since, counts for nothing.
    """
    if last is not None and last.open:
        return False
    if last is None or last.at > now or last.at < last_start(now, hour):
        return True
    return last.failed and last.at <= now - TRY_AGAIN_AFTER
