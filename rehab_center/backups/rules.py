"""Names of backups, and which of the nightly ones are kept. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

LATE = timedelta(days=2)
"""A backup older than this loses more than can be keyed again."""

_NIGHTLY = re.compile(r"hang-dem-\d{8}-\d{6}\.rehab")


@dataclass(frozen=True)
class Nightly:
    """A nightly backup that lies in the folder: its file's name, the day it was made on, whether it was proven."""

    name: str
    made_on: date
    proven: bool = False


def file_name(local: datetime, *, nightly: bool) -> str:
    """The name of a backup made at a moment of the centre's own clock; no two of one second."""
    return f"{'hang-dem' if nightly else 'sao-luu'}-{local:%Y%m%d-%H%M%S}.rehab"


def is_nightly(name: str) -> bool:
    """Whether a file's name is that of a backup made at night by the program: only those are ever taken away."""
    return _NIGHTLY.fullmatch(name) is not None


def superseded(backups: Iterable[Nightly], *, daily: int, monthly: int) -> list[str]:
    """The names of those that are no longer kept, the oldest first.

    Kept are the last one of each of the newest ``daily`` days and of each of the newest ``monthly`` months that have
    any, and the last one that was restored on trial.
    """
    newest_first = sorted(backups, key=lambda one: (one.made_on, one.name), reverse=True)
    kept: set[str] = {one.name for one in [one for one in newest_first if one.proven][:1]}
    days: dict[date, str] = {}
    months: dict[tuple[int, int], str] = {}
    for one in newest_first:
        days.setdefault(one.made_on, one.name)
        months.setdefault((one.made_on.year, one.made_on.month), one.name)
    kept |= set(list(days.values())[:daily]) | set(list(months.values())[:monthly])
    return [one.name for one in reversed(newest_first) if one.name not in kept]
