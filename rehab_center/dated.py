"""Dated, append-only lines: how an entry is put right or taken out, and how sure it is. Pure.

A line begins to hold on ``valid_from``; the next one ends it. Nothing is changed: of the lines entered for one day the
one entered last stands, and a withdrawn one takes the day out, as though nothing had begun on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from rehab_center.errors import Conflict, Difference
from rehab_center.words import N_, message


class Confidence(StrEnum):
    """Whether somebody has seen the source, or the value still waits for a word from the centre or the ministry."""

    CONFIRMED = "confirmed"
    TO_BE_CONFIRMED = "to be confirmed"


@dataclass(frozen=True)
class Stamp:
    """What decides whether a line stands: its day, and when and in which order it was entered."""

    id: int
    valid_from: date
    recorded_at: datetime
    withdrawn: bool


class Line(Protocol):
    """A row of such a table."""

    @property
    def stamp(self) -> Stamp: ...


L = TypeVar("L", bound=Line)


@dataclass(frozen=True)
class Told(Generic[L]):
    """A line and whether it is the one that stands for its day."""

    line: L
    stands: bool


def standing(lines: Iterable[L], *, known_at: datetime | None = None) -> tuple[L, ...]:
    """The lines that stand, earliest first; with ``known_at`` as they stood at that moment."""
    last: dict[date, L] = {}
    for line in sorted(lines, key=lambda line: line.stamp.id):
        if known_at is None or line.stamp.recorded_at <= known_at:
            last[line.stamp.valid_from] = line
    return tuple(last[day] for day in sorted(last) if not last[day].stamp.withdrawn)


def told(lines: Sequence[L]) -> tuple[Told[L], ...]:
    """Every line ever entered, the newest day and the newest entry first, marked whether it stands."""
    standing_ids = {line.stamp.id for line in standing(lines)}
    newest_first = sorted(lines, key=lambda line: (line.stamp.valid_from, line.stamp.id), reverse=True)
    return tuple(Told(line, line.stamp.id in standing_ids) for line in newest_first)


def refuse_overtaken(newest: Any, seen: int | None, typed: Mapping[str, object]) -> None:
    """Refuse a line when another was entered since the page was opened on which this one was typed.

    ``newest`` is the line entered last, None where there is none; ``seen`` is the id of the one that was the last then
    (0: there was none), None where nobody looked at a page. Raises Conflict with both values of every field on which
    the newest line and what was ``typed`` differ.
    """
    if seen is None or newest is None or newest.id == seen:
        return
    if getattr(newest, "withdrawn", False):
        raise Conflict(
            message(N_("Somebody else has taken a line out in the meantime. Look at what stands, then save")),
            code="changed-meanwhile",
        )
    pairs = [(name, getattr(newest, name), value) for name, value in typed.items()]
    raise Conflict(
        message(N_("Somebody else has entered another line in the meantime")),
        code="changed-meanwhile",
        differences=[Difference(name, theirs, yours) for name, theirs, yours in pairs if theirs != yours],
    )
