"""Writing cells into a workbook: days as days, numbers of papers as text, nothing that a spreadsheet runs."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from rehab_center.names import clean
from rehab_center.register.rules.fields import HEADINGS, Field
from rehab_center.register.rules.headers import Table
from rehab_center.register.rules.readings import Place
from rehab_center.register.rules.rows import RowKind, row_kind
from rehab_center.register.rules.workbook import Cell, Merge, is_blank

#: Text that begins so runs as a formula once somebody edits the cell or saves the sheet as CSV.
_FORMULA = re.compile(r"[=@\t\r]|[+\-](?![\d\s.\-()]*$)")
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}


def neutral(text: str) -> str:
    """``text`` with an apostrophe in front where it would start a formula; a telephone number with its + does not."""
    return f"'{text}" if _FORMULA.match(text) else text


@dataclass(frozen=True)
class _Looks:
    """The formats of one workbook."""

    text: Any
    day: Any
    moment: Any
    number: Any
    head: Any
    title: Any
    reason: Any


def _looks(book: Any) -> _Looks:
    return _Looks(
        text=book.add_format({"num_format": "@"}),
        day=book.add_format({"num_format": "dd/mm/yyyy"}),
        moment=book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        number=book.add_format({"num_format": "0"}),
        head=book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "border": 1}),
        title=book.add_format({"bold": True}),
        reason=book.add_format({"text_wrap": True, "font_color": "#9C0006"}),
    )


def _write(sheet: Any, row: int, column: int, cell: Cell, looks: _Looks) -> None:
    if is_blank(cell):
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell, looks.moment)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, looks.day)
    elif isinstance(cell, int | float) and math.isfinite(cell):
        sheet.write_number(row, column, cell, looks.number if float(cell).is_integer() else None)
    else:
        sheet.write_string(row, column, neutral(str(cell)), looks.text)


def refused_workbook(tables: Iterable[Table], reasons: dict[Place, str]) -> bytes:
    """The rows named in ``reasons`` under their own headings, cell for cell as they were, with a column that says why.

    Section rows above them come along, since they may say what the rows do not. Mended, the file imports as it is.
    """
    file = BytesIO()
    with xlsxwriter.Workbook(file, {**_OPTIONS, "constant_memory": False}) as book:
        looks = _looks(book)
        for table in tables:
            if any(place.sheet == table.sheet.name for place in reasons):
                _write_refused(book.add_worksheet(table.sheet.name), table, reasons, looks)
    return file.getvalue()


def _write_refused(sheet: Any, table: Table, reasons: dict[Place, str], looks: _Looks) -> None:
    rows = table.sheet.rows
    reason_column = max(column.index for column in table.columns if column.heading) + 1
    for index in range(table.head_last + 1):
        for column, cell in enumerate(rows[index]):
            if not is_blank(cell):
                sheet.write_string(index, column, str(cell), looks.title if index < table.head_first else looks.head)
    for merge in table.sheet.merges or ():
        if merge.last_row <= table.head_last:
            _merge(sheet, merge, rows, looks.title if merge.last_row < table.head_first else looks.head)
    sheet.write_string(table.head_first, reason_column, HEADINGS[Field.REFUSED_BECAUSE], looks.head)
    if table.head_last > table.head_first:
        sheet.merge_range(
            table.head_first,
            reason_column,
            table.head_last,
            reason_column,
            HEADINGS[Field.REFUSED_BECAUSE],
            looks.head,
        )
    line = table.head_last + 1
    for row in _with_sections(table, reasons):
        for column, cell in enumerate(row.cells[:reason_column]):
            _write(sheet, line, column, cell, looks)
        if row.reason:
            sheet.write_string(line, reason_column, row.reason, looks.reason)
        line += 1
    sheet.freeze_panes(table.head_last + 1, 0)
    sheet.set_column(0, reason_column - 1, 14)
    sheet.set_column(reason_column, reason_column, 60)


def _merge(sheet: Any, merge: Merge, rows: Sequence[tuple[Cell, ...]], look: Any) -> None:
    if (merge.first_row, merge.first_column) == (merge.last_row, merge.last_column):
        return
    text = str(rows[merge.first_row][merge.first_column])
    sheet.merge_range(merge.first_row, merge.first_column, merge.last_row, merge.last_column, text, look)


@dataclass(frozen=True)
class _Line:
    cells: tuple[Cell, ...]
    reason: str | None


def _with_sections(table: Table, reasons: dict[Place, str]) -> Iterable[_Line]:
    section: tuple[Cell, ...] | None = None
    for index in range(table.head_last + 1, len(table.sheet.rows)):
        reason = reasons.get(Place(table.sheet.name, index + 1))
        if reason is not None:
            if section is not None:
                yield _Line(section, None)
                section = None
            yield _Line(table.sheet.rows[index], reason)
        elif row_kind(table, index) is RowKind.SECTION:
            section = table.sheet.rows[index]


@dataclass(frozen=True)
class BookColumn:
    """A column of a written register: its heading, the heading over it, how wide it is in letters."""

    field: Field
    group: str = ""
    width: int = 14


def register_workbook(
    *,
    facility: str,
    as_of: date,
    columns: Sequence[BookColumn],
    rows: Iterable[Sequence[Cell]],
    move_columns: Sequence[BookColumn],
    moves: Iterable[Sequence[Cell]],
) -> bytes:
    """A register as an office keeps it: title, two rows of headings, a row for each stay; and a sheet of movements."""
    file = BytesIO()
    until = f"(Số liệu đến ngày {as_of:%d/%m/%Y})"
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        looks = _looks(book)
        titles = (facility, "SỔ THEO DÕI HỌC VIÊN", until)
        _write_sheet(book.add_worksheet("Sổ theo dõi"), titles, columns, rows, looks)
        titles = (facility, "BIẾN ĐỘNG TRONG THỜI GIAN CAI NGHIỆN", until)
        _write_sheet(book.add_worksheet("Biến động"), titles, move_columns, moves, looks)
    return file.getvalue()


def _write_sheet(
    sheet: Any, titles: Sequence[str], columns: Sequence[BookColumn], rows: Iterable[Sequence[Cell]], looks: _Looks
) -> None:
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
    for line, text in enumerate(titles):
        sheet.write_string(line, 0, text, looks.title)
    for index, column in enumerate(columns):
        previous = columns[index - 1].group if index else ""
        if column.group and column.group != previous:
            sheet.write_string(4, index, column.group, looks.head)
    for index, column in enumerate(columns):
        sheet.write_string(5, index, HEADINGS[column.field], looks.head)
    sheet.freeze_panes(6, 0)
    for line, row in enumerate(rows, start=6):
        for index, cell in enumerate(row):
            _write(sheet, line, index, clean(cell) if isinstance(cell, str) else cell, looks)
