"""The only reader of the system clock. The day is the day in Asia/Ho_Chi_Minh whatever the server thinks."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

_set_to: ContextVar[datetime | None] = ContextVar("clock_set_to", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def today() -> date:
    """The present day in Vietnam."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The Vietnamese calendar day on which an aware ``moment`` falls."""
    return moment.astimezone(ZONE).date()


def moment_of(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """The UTC moment of a Vietnamese wall-clock time."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The last microsecond of a Vietnamese day, in UTC."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, 999999, tzinfo=ZONE).astimezone(UTC)


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Let the program think it is ``moment`` (the invented centre and tests; the log says who set it)."""
    token = _set_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)


def is_set() -> bool:
    """Whether the program works at a moment it was told, not at the system's."""
    return _set_to.get() is not None


@dataclass(frozen=True)
class Steady:
    """Time that nobody can set: how long this ``boot`` of the machine has lasted, its sleep included."""

    boot: str
    lasted: timedelta


_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def steady() -> Steady:
    """Read it; where the system does not number its boots, a boot is the life of this process."""
    try:
        return Steady(
            _BOOT_ID.read_text(encoding="ascii").strip(), timedelta(seconds=time.clock_gettime(time.CLOCK_BOOTTIME))
        )
    except (OSError, AttributeError):
        return Steady(f"process {os.getpid()}", timedelta(seconds=time.monotonic()))
