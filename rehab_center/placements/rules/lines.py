"""Lines of an opening: who sleeps in which bed, as pasted out of a list of rooms. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rehab_center.names import clean, fold
from rehab_center.words import N_, Message, message

_APART = re.compile(r"[\t;]")
MOST_LINES = 1000


@dataclass(frozen=True)
class BedLine:
    """One line: whose file code, which zone (None: the room's name is enough), room and bed."""

    number: int
    text: str
    code: str
    zone: str | None
    room: str
    bed: str


@dataclass(frozen=True)
class BadLine:
    """A line nothing can be done with, and why."""

    number: int
    text: str
    why: Message


def read_lines(text: str) -> tuple[list[BedLine], list[BadLine]]:
    """The lines of "code; zone; room; bed" or "code; room; bed", tabs as well; empty ones are left out."""
    good: list[BedLine] = []
    bad: list[BadLine] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        if not clean(raw):
            continue
        parts = [clean(part) for part in _APART.split(raw)]
        if len(parts) == 3 and all(parts):
            good.append(BedLine(number, clean(raw), parts[0], None, parts[1], parts[2]))
        elif len(parts) == 4 and parts[0] and parts[2] and parts[3]:
            good.append(BedLine(number, clean(raw), parts[0], parts[1] or None, parts[2], parts[3]))
        else:
            why = message(N_("Type file code, zone, room and bed, a semicolon or a tab between them"))
            bad.append(BadLine(number, clean(raw), why))
    return good[:MOST_LINES], bad


def match(
    lines: Sequence[BedLine], stays: Mapping[str, int], beds: Mapping[tuple[str, str, str], int]
) -> tuple[dict[int, tuple[int, int]], list[BadLine]]:
    """The (stay, bed) each line means, by its number, and the lines that mean none.

    ``stays`` are by file code in capitals, ``beds`` by folded zone, room and label. Nobody and no bed counts twice.
    """
    found: dict[int, tuple[int, int]] = {}
    bad: list[BadLine] = []
    for line in lines:
        stay_id = stays.get(line.code.upper())
        wanted = (fold(line.zone or ""), fold(line.room), fold(line.bed))
        hits = {bed for key, bed in beds.items() if key[1:] == wanted[1:] and wanted[0] in ("", key[0])}
        why: Message | None = None
        if stay_id is None:
            why = message(N_("Nobody here has the code %(code)s"), code=line.code)
        elif stay_id in {stay for stay, _bed in found.values()}:
            why = message(N_("The person stands in a line above"))
        elif len(hits) != 1:
            why = message(N_("Several zones have such a bed: say the zone") if hits else N_("There is no such bed"))
        if why is None and stay_id is not None:
            found[line.number] = (stay_id, hits.pop())
        elif why is not None:
            bad.append(BadLine(line.number, line.text, why))
    return found, bad
