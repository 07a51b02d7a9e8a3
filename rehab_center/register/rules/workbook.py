"""A workbook as plain cells, whatever format it came in. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta
"""What a cell holds; an empty one is the empty text."""


@dataclass(frozen=True)
class Merge:
    """Cells joined into one, as rows and columns counted from 0, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Sheet:
    """``rows[0]`` is the row 1 of the sheet; all rows are of one length. ``merges`` is None where unknown (.ods)."""

    name: str
    visible: bool
    rows: tuple[tuple[Cell, ...], ...]
    merges: tuple[Merge, ...] | None


@dataclass(frozen=True)
class Workbook:
    """What was read: the sheets in the book's own order."""

    filename: str
    sheets: tuple[Sheet, ...]


def is_blank(cell: Cell) -> bool:
    """Whether nothing is written in a cell: no-break spaces count as nothing."""
    return isinstance(cell, str) and not cell.replace("\u200b", "").replace("\ufeff", "").strip()
