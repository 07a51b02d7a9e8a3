"""One data row under the hand: its cells by field, and what is found wrong while they are taken. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from rehab_center.admissions.rules.regime import StayKind
from rehab_center.register.rules import cells
from rehab_center.register.rules.cells import BadCell
from rehab_center.register.rules.fields import HEADINGS, Field
from rehab_center.register.rules.headers import Column, Table
from rehab_center.register.rules.readings import Notice, Place, Problem
from rehab_center.register.rules.workbook import Cell, Row, is_blank
from rehab_center.residents.kinds import Sex
from rehab_center.words import Message

T = TypeVar("T")


@dataclass(frozen=True)
class Said:
    """What a section row, the sheet's name or its title say of the rows below, for books without such a column."""

    kind: StayKind | None = None
    sex: Sex | None = None


@dataclass
class RowReader:
    """Reads one row. ``problems`` and ``notices`` grow as fields are taken; nothing stops at the first."""

    table: Table
    row: int
    said: Said
    today: date
    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    cells: Row = field(init=False)

    def __post_init__(self) -> None:
        self.cells = self.table.sheet.rows[self.row]

    @property
    def place(self) -> Place:
        """Sheet and the sheet's own row number."""
        return Place(self.table.sheet.name, self.row + 1)

    def cell(self, wanted: Field) -> Cell:
        """The cell of a field; the empty text where the book has no such column."""
        column = self._column(wanted)
        return self.cells[column.index] if column else ""

    def text(self, wanted: Field) -> str | None:
        """A field as tidy words; pieces under one heading are joined."""
        pieces = [cells.text_of(self.cells[column.index]) for column in plain_columns(self.table, wanted)]
        return " ".join(piece for piece in pieces if piece) or None

    def take(self, wanted: Field, read: Callable[[Cell], T], default: T) -> T:
        """Read a field; what cannot be read becomes a problem and ``default``."""
        try:
            return read(self.cell(wanted))
        except BadCell as bad:
            self.problem(wanted, bad.code, bad.said)
            return default

    def problem(self, wanted: Field, code: str, said: Message, *, of: Column | None = None) -> None:
        """Write down what is wrong with a field."""
        label, value = self._labelled(wanted, of)
        self.problems.append(Problem(label, value, code, said))

    def notice(self, wanted: Field, said: Message) -> None:
        """Write down what a person should look at."""
        label, value = self._labelled(wanted, None)
        self.notices.append(Notice(self.place, label, value, said))

    def crossed(self, wanted: Field) -> list[tuple[Column, Cell]]:
        """The filled cells of columns that are marked instead of filled in ("Nam | Nữ")."""
        return [
            (column, self.cells[column.index])
            for column in self.table.columns
            if column.field is wanted
            and column.meaning
            and column.meaning.implied
            and not is_blank(self.cells[column.index])
        ]

    def has(self, wanted: Field) -> bool:
        """Whether the book has a plain column for the field."""
        return self._column(wanted) is not None

    def _column(self, wanted: Field) -> Column | None:
        return next(iter(plain_columns(self.table, wanted)), None)

    def _labelled(self, wanted: Field, of: Column | None) -> tuple[str, str]:
        if of is None:
            return labelled(self.table, self.row, wanted)
        return self.table.label(of), written(self.cells[of.index])


def plain_columns(table: Table, wanted: Field) -> Sequence[Column]:
    """The columns that hold a field itself, not a cross for one of its values; more than one where it is in pieces."""
    return table.plain.get(wanted, ())


def labelled(table: Table, row: int, wanted: Field) -> tuple[str, str]:
    """A field's heading in this book and what is written under it in ``row``; its usual heading where there is none."""
    column = next(iter(plain_columns(table, wanted)), None)
    if column is None:
        return HEADINGS[wanted], ""
    return table.label(column), written(table.sheet.rows[row][column.index])


def written(cell: Cell) -> str:
    """A cell as it is written, for showing: only its ends are trimmed."""
    return cell.strip() if isinstance(cell, str) else cells.text_of(cell) or ""
