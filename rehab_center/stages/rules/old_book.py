"""Lines pasted from an old book: a code, a stage, a day. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rehab_center.dates import BadDate, in_the_calendar, parse_date
from rehab_center.names import clean
from rehab_center.stages.kinds import LETTERS, Stage
from rehab_center.words import N_, Message, message

_PARTS = re.compile(r"[\s;,|]+")
_STAGES = (
    {letter: (stage, False) for stage, letter in LETTERS.items()}
    | {str(stage.place + 1): (stage, False) for stage in Stage}
    | {"c+d": (Stage.LABOUR, True), "d+c": (Stage.EDUCATION, True)}
)


@dataclass(frozen=True)
class BookLine:
    """A line that can be read. ``number`` counts the lines as pasted, from 1."""

    number: int
    text: str
    code: str
    stage: Stage
    alongside: bool
    begins_on: date


@dataclass(frozen=True)
class BadLine:
    """A line that is refused, and why."""

    number: int
    text: str
    why: Message


def read_lines(text: str, *, pivot: int) -> Iterator[BookLine | BadLine]:
    """The lines of a pasted text, the empty ones left out; ``pivot`` is the last year that two digits may mean."""
    for number, line in enumerate(text.splitlines(), start=1):
        tidy = clean(line)
        if tidy:
            yield _read(number, tidy, pivot)


def _read(number: int, text: str, pivot: int) -> BookLine | BadLine:
    parts = [part for part in _PARTS.split(text) if part]
    if len(parts) != 3:
        return BadLine(number, text, message(N_("A line has three parts: file code, stage, day")))
    code, stage_text, day_text = parts
    stage = _STAGES.get(stage_text.lower())
    if stage is None:
        words = message(N_("“%(text)s” is no stage: a, b, c, d, đ, or c+d where both go on"), text=stage_text)
        return BadLine(number, text, words)
    try:
        day = parse_date(day_text, pivot=pivot)
    except BadDate:
        day = None
    if day is None or not in_the_calendar(day):
        return BadLine(number, text, message(N_("“%(text)s” is no day of the calendar"), text=day_text))
    return BookLine(number, text, code.upper(), stage[0], stage[1], day)
