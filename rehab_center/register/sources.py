"""Where an import comes from, and what all its rows share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from rehab_center.permissions import Actor


@dataclass(frozen=True)
class Source:
    """The file's name and its content hash, as the log keeps them."""

    filename: str
    sha256: str


@dataclass(frozen=True)
class Import:
    """The centre, the file, the one reason for whatever the rules warn about, who and when."""

    facility_id: int
    source: Source
    reason: str
    actor: Actor
    now: datetime
    #: From which day the centre's book in the program is complete: whoever came before may have an opening.
    first_day: date | None = None
