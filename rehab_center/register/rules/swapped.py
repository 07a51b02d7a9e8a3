"""Columns of days in which a spreadsheet may have taken the day for the month. Pure.

Set to month/day/year, Excel makes a real date of a typed 05/06/2024, the wrong one, and leaves 15/06/2024 as text: then
no real date has a day after the 12th, and no text one before the 13th.
"""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass
class _Days:
    """What is seen of a column: its first real date, whether any was written; ``swapped`` while nothing says no."""

    first: date | None = None
    written: bool = False
    swapped: bool = True

    def see(self, cell: Cell, today: date) -> None:
        if isinstance(cell, date):
            self.first = self.first or cell
            self.swapped = cell.day <= _MONTHS
        elif isinstance(cell, str) and (day := _written(cell, today)) is not None:
            self.written = True
            self.swapped = day.day > _MONTHS


def swapped_columns(table: Table, *, today: date) -> list[Notice]:
    """A notice for each column whose real dates all have a day up to 12 while its text dates all have one after it."""
    seen = [(column, _Days()) for column in table.columns if column.field in DAY_FIELDS]
    for index in range(table.head_last + 1, len(table.sheet.rows)):
        row = table.sheet.rows[index]
        for column, days in seen:
            if days.swapped:
                days.see(row[column.index], today)
    found = []
    for column, days in seen:
        if days.swapped and days.written and days.first:
            said = message(
                N_(
                    "Excel may have swapped day and month in this column: no real date has a day after the 12th, no "
                    "text one before the 13th. Is %(day)s not %(swapped)s?"
                ),
                day=f"{days.first:%d/%m/%Y}",
                swapped=f"{days.first:%m/%d/%Y}",
            )
            found.append(Notice(None, table.label(column), "", said))
    return found


def _written(cell: Cell, today: date) -> date | None:
    try:
        return day_of(cell, today=today)
    except BadCell:
        return None
