"""A workbook as plain cells, whatever format it came in. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TypeAlias

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta
"""What a cell holds; an empty one is the empty text."""
Row: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True)
class Merge:
    """Cells joined into one, as rows and columns counted from 0, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Sheet:
    """``rows[0]`` is the row 1 of the sheet; all rows are of one length. ``merges`` is None where unknown (.ods).

    The rows may lie on disk: go through them in their order.
    """

    name: str
    visible: bool
    rows: Sequence[Row]
    merges: tuple[Merge, ...] | None

    @cached_property
    def width(self) -> int:
        """How many columns have something in them."""
        blank = set(range(len(self.rows[0]))) if self.rows else set()
        whole = len(blank)
        for row in self.rows:
            blank -= {column for column in blank if not is_blank(row[column])}
            if not blank:
                break
        return whole - len(blank)


@dataclass(frozen=True)
class Workbook:
    """What was read: the sheets in the book's own order."""

    filename: str
    sheets: tuple[Sheet, ...]


def is_blank(cell: Cell) -> bool:
    """Whether nothing is written in a cell: no-break spaces count as nothing."""
    return isinstance(cell, str) and not cell.replace("\u200b", "").replace("\ufeff", "").strip()
