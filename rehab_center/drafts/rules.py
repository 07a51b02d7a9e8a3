"""What of a form is worth keeping, how much of it, and how long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_DRAFTS = 50
"""How many drafts one account keeps; the oldest gives way."""
MOST_FIELDS = 3000
LARGEST = 200_000
"""How many characters one draft may hold, names of fields included."""
ECHO = timedelta(seconds=15)
"""How long after a form was saved its browser may still be sending what was typed before."""

_HELD_FILE = re.compile(r"[0-9a-f]{40}")
_VERSION = re.compile(r"[0-9]{1,9}")

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Place:
    """Where a draft belongs: a form of a page."""

    page: str
    form: str


@dataclass(frozen=True)
class Sending:
    """From which copy of a page something was sent, and as its how manieth."""

    sheet: str
    number: int


def goes_on(came_with: Sending | None, stands: Sending) -> bool:
    """Whether a sheet that was opened with a draft may take it over: nobody has sent anything into it since."""
    return came_with == stands


def is_late(sending: Sending, last: Sending) -> bool:
    """Whether something was sent before what is there already: of two that cross, the later one counts."""
    return sending.sheet == last.sheet and sending.number < last.number


def is_forgotten(closed_at: datetime, *, now: datetime) -> bool:
    """Whether what a saved form left behind has done its work: no echo comes any more."""
    return abs(now - closed_at) >= ECHO


def worth_keeping(pairs: Iterable[tuple[str, str]], began: str) -> tuple[tuple[str, str], ...]:
    """What was typed, without files waiting for the next try: they are taken by the form that names them.

    ``began`` is the field that tells what the record held: alone it is nothing typed. Empty where nothing is.
    """
    kept = tuple((name, text) for name, text in pairs if not _HELD_FILE.fullmatch(text))
    return kept if any(text.strip() for name, text in kept if name != began) else ()


def too_large(pairs: Pairs) -> bool:
    """Whether a draft is more than the program keeps."""
    return len(pairs) > MOST_FIELDS or sum(len(name) + len(text) for name, text in pairs) > LARGEST


def version_in(pairs: Pairs) -> int | None:
    """The version of the record that a form was filled from, None for a form of something new."""
    found = (text for name, text in pairs if name == "version" or name.endswith("-version"))
    text = next(found, "")
    return int(text) if _VERSION.fullmatch(text) else None


def is_echo(sheet: str, *, closed_sheet: str, closed_at: datetime, now: datetime) -> bool:
    """Whether what arrives now was sent before its form was saved."""
    return sheet == closed_sheet and abs(now - closed_at) < ECHO
