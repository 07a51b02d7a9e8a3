"""A table as a file: a workbook, or a CSV that a spreadsheet opens as it is. No text in it can start a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, TextIO
from urllib.parse import quote

import xlsxwriter
from flask import Response

from rehab_center.clock import ZONE
from rehab_center.web.formatting import shown

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Full-width signs too, and behind blanks: some spreadsheets drop the blanks and take ＝ for =.
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet might take ``text`` for a formula."""
    return len(text) > 1 and _FORMULA.match(text) is not None


def neutral(text: str) -> str:
    """``text`` for a CSV: one that might start a formula gets an apostrophe in front."""
    return f"'{text}" if starts_formula(text) else text


def write_workbook(
    target: BinaryIO, title: str, headers: Sequence[str], rows: Iterable[Sequence[object]], notes: Sequence[str] = ()
) -> None:
    """Write one sheet: days as dates, numbers as numbers, all else as text (identity numbers keep their zeros).

    ``notes`` stand below the table, one a row, with a row between.

    A row is written when the next one comes, so that a long list needs no memory.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        styles = _styles(book)
        sheet.freeze_panes(1, 0)
        for column, header in enumerate(headers):
            sheet.set_column(column, column, max(10, min(40, len(header) + 6)))
            sheet.write_string(0, column, header, styles["head"])
        count = 0
        for count, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write_cell(sheet, count, column, value, styles)
        for place, words in enumerate(notes, start=count + 2):
            _write_cell(sheet, place, 0, words, styles)
        sheet.autofilter(0, 0, count, max(len(headers) - 1, 0))
        sheet.repeat_rows(0)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)


def _styles(book: Any) -> dict[str, Any]:
    return {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "day": book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
        "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"}),
        "text": book.add_format({"num_format": "@"}),
        "quoted": book.add_format({"num_format": "@", "quote_prefix": True}),
    }


def _write_cell(sheet: Any, row: int, column: int, value: object, styles: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value.astimezone(ZONE).replace(tzinfo=None), styles["moment"])
    elif isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(row, column, value, styles["day"])
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    else:
        text = shown(value)
        # Excel keeps a quoted text a text even when somebody edits the cell.
        sheet.write_string(row, column, text, styles["quoted" if starts_formula(text) else "text"])


def _sheet_name(title: str) -> str:
    return "".join(" " if letter in "[]:*?/\\" else letter for letter in title).strip(" '")[:31] or "1"


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The table as text, with semicolons, as a Vietnamese spreadsheet reads it by itself."""
    text = io.StringIO()
    _csv_into(text, headers, rows)
    return text.getvalue()


def _csv_into(text: TextIO, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([neutral(header) for header in headers])
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])


def write_file(path: Path, form: str, title: str, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """The table as a file, row by row: a long one needs no memory. ``form`` is "xlsx" or "csv". Raises OSError."""
    if form == "xlsx":
        with path.open("wb") as file:
            write_workbook(file, title, headers, rows)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as text:
            _csv_into(text, headers, rows)


def _csv_cell(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value).replace(".", ",")
    return neutral(shown(value))


def download(
    form: str,
    name: str,
    title: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[object]],
    notes: Sequence[str] = (),
) -> Response:
    """The table as an answer that the browser saves under ``name``; ``form`` is "xlsx" or "csv".

    ``notes`` stand below the table of a workbook; a CSV is for machines and has none.
    """
    disposition = f"attachment; filename=\"{name}.{form}\"; filename*=UTF-8''{quote(name)}.{form}"
    if form == "csv":
        # The byte order mark tells spreadsheets that the letters are UTF-8.
        answer = Response("\ufeff" + write_csv(headers, rows), mimetype="text/csv")
    else:
        file = io.BytesIO()
        write_workbook(file, title, headers, rows, notes)
        answer = Response(file.getvalue(), mimetype=XLSX)
    answer.headers["Content-Disposition"] = disposition
    return answer
