"""Columns of days in which a spreadsheet may have taken the day for the month. Pure.

Set to month/day/year, Excel makes a real date of a typed 05/06/2024, the wrong one, and leaves 15/06/2024 as text: then
no real date has a day after the 12th, and no text one before the 13th.
"""

from __future__ import annotations

from datetime import date

from rehab_center.register.rules.cells import BadCell, day_of
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.headers import Table
from rehab_center.register.rules.readings import Notice
from rehab_center.register.rules.workbook import Cell
from rehab_center.words import N_, message

DAY_FIELDS = frozenset(
    {
        Field.BIRTH,
        Field.IDENTITY_ISSUED_ON,
        Field.DECISION_DATE,
        Field.ENTERED_ON,
        Field.TERM_START,
        Field.TERM_END,
        Field.LEFT_ON,
        Field.EXIT_DATE,
        Field.MOVED_FROM,
        Field.MOVED_TO,
        Field.BOOK_END,
        Field.OPENING_UNTIL,
    }
)
_MONTHS = 12


def swapped_columns(table: Table, *, today: date) -> list[Notice]:
    """A notice for each column whose real dates all have a day up to 12 while its text dates all have one after it."""
    found = []
    for column in table.columns:
        if column.field not in DAY_FIELDS:
            continue
        cells = [row[column.index] for row in table.sheet.rows[table.head_last + 1 :]]
        real = [cell for cell in cells if isinstance(cell, date)]
        written = [day for cell in cells if isinstance(cell, str) and (day := _written(cell, today)) is not None]
        if not real or not written:
            continue
        if all(day.day <= _MONTHS for day in real) and all(day.day > _MONTHS for day in written):
            first = real[0]
            said = message(
                N_(
                    "Excel may have swapped day and month in this column: no real date has a day after the 12th, no "
                    "text one before the 13th. Is %(day)s not %(swapped)s?"
                ),
                day=f"{first:%d/%m/%Y}",
                swapped=f"{first:%m/%d/%Y}",
            )
            found.append(Notice(None, table.label(column), "", said))
    return found


def _written(cell: Cell, today: date) -> date | None:
    try:
        return day_of(cell, today=today)
    except BadCell:
        return None
