"""A workbook as plain cells: .xlsx, .xls and .ods alike. Pure but for the reader of files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TypeAlias

import python_calamine

from rehab_center.errors import DomainError
from rehab_center.register.rules import guards
from rehab_center.words import N_, message

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


def read_workbook(data: bytes, filename: str) -> Workbook:
    """The cells of every sheet. Raises DomainError in words for a file that is no workbook or must not be opened."""
    guards.check_file(data, filename)
    try:
        book = python_calamine.load_workbook(BytesIO(data))
        sheets = tuple(_sheet(book, about) for about in book.sheets_metadata if _is_grid(about))
    except python_calamine.PasswordError:
        raise guards.locked() from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise guards.damaged() from None
    if not any(row for sheet in sheets for row in sheet.rows):
        raise DomainError(message(N_("The workbook has no filled sheet.")), field="file", code="empty-workbook")
    return Workbook(filename, sheets)


def _is_grid(about: python_calamine.SheetMetadata) -> bool:
    return about.typ == python_calamine.SheetTypeEnum.WorkSheet


def _sheet(book: python_calamine.CalamineWorkbook, about: python_calamine.SheetMetadata) -> Sheet:
    sheet = book.get_sheet_by_name(about.name)
    if sheet.total_height > guards.MAX_ROWS or sheet.total_height * sheet.total_width > guards.MAX_CELLS:
        raise guards.too_many_cells()
    merges = sheet.merged_cell_ranges
    return Sheet(
        name=about.name,
        visible=about.visible == python_calamine.SheetVisibleEnum.Visible,
        rows=tuple(tuple(row) for row in sheet.to_python(skip_empty_area=False)),
        merges=None if merges is None else tuple(Merge(*first, *last) for first, last in merges),
    )


def is_blank(cell: Cell) -> bool:
    """Whether nothing is written in a cell: no-break spaces count as nothing."""
    return isinstance(cell, str) and not cell.replace("\u200b", "").replace("\ufeff", "").strip()
