"""Finding the register in a sheet: title rows, one to three rows of headings, the meaning of every column. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rehab_center.names import clean
from rehab_center.register.rules.fields import Field, Meaning
from rehab_center.register.rules.meanings import fold_heading, group_of, meaning_of
from rehab_center.register.rules.titles import Title, read_title
from rehab_center.register.rules.workbook import Cell, Merge, Sheet, is_blank

#: A register's headings stand within the first rows of its sheet.
SEARCHED_ROWS = 60
MAX_HEAD_ROWS = 3
_LEAST_FIELDS = 3
#: A text over more of the table's width than this is a title, not a group of columns.
_TITLE_SHARE = 0.6

Mapping_ = Mapping[str, Field]
Wordings = Callable[[str, str], Meaning | None]
"""What a heading under another one means."""


@dataclass(frozen=True)
class Column:
    """One column of a register.

    ``index`` counts from 0. ``heading`` is as written, ``group`` the heading over it (or empty), ``key`` both
    folded: what a mapping by hand is remembered by. ``meaning`` is None where nobody has said what the column holds.
    """

    index: int
    heading: str
    group: str
    meaning: Meaning | None
    by_hand: bool = False

    @property
    def key(self) -> str:
        """The folded heading with its group."""
        return heading_key(self.heading, self.group)

    @property
    def field(self) -> Field | None:
        """What the column holds, where that is known."""
        return self.meaning.field if self.meaning else None


@dataclass(frozen=True)
class Table:
    """A register found in a sheet. ``head_first`` and ``head_last`` are rows counted from 0, both included."""

    sheet: Sheet
    head_first: int
    head_last: int
    columns: tuple[Column, ...]
    title: Title

    @cached_property
    def fields(self) -> frozenset[Field]:
        """Every meaning that some column has."""
        return frozenset(column.field for column in self.columns if column.field)

    @cached_property
    def plain(self) -> Mapping[Field, Sequence[Column]]:
        """The columns that hold a field itself, not a cross for one of its values."""
        found: dict[Field, list[Column]] = {}
        for column in self.columns:
            if column.meaning and column.meaning.implied is None:
                found.setdefault(column.meaning.field, []).append(column)
        return found

    @property
    def missing(self) -> tuple[Field, ...]:
        """What a register cannot do without and this one lacks."""
        named = Field.NAME in self.fields or Field.GIVEN_NAME in self.fields
        return tuple(
            field
            for field, there in ((Field.NAME, named), (Field.ENTERED_ON, Field.ENTERED_ON in self.fields))
            if not there
        )

    @property
    def unknown(self) -> tuple[Column, ...]:
        """Columns with a heading that nobody has given a meaning."""
        return tuple(column for column in self.columns if column.meaning is None and column.heading)

    def label(self, column: Column) -> str:
        """The heading by which a reader finds the column; with its group where the bare heading is not unique."""
        same = [other for other in self.columns if other.heading == column.heading]
        return f"{column.group} – {column.heading}" if column.group and len(same) > 1 else column.heading


def heading_key(heading: str, group: str = "") -> str:
    """What a column is remembered by."""
    return f"{fold_heading(group)} / {fold_heading(heading)}" if group else fold_heading(heading)


def find_table(sheet: Sheet, remembered: Mapping_ | None = None, *, meaning: Wordings = meaning_of) -> Table | None:
    """The register in ``sheet``, or None where no row looks like its headings.

    ``remembered`` holds the meanings given by hand before, by heading key; they win over the usual wordings.
    """
    best: Table | None = None
    for last in range(min(len(sheet.rows), SEARCHED_ROWS)):
        if not _may_be_head(sheet.rows[last]):
            continue
        for depth in range(1, MAX_HEAD_ROWS + 1):
            if depth > 1 and not _may_be_group(sheet, last - depth + 1):
                break
            table = _table(sheet, last - depth + 1, last, remembered or {}, meaning)
            if best is None or _better(table, best):
                best = table
    if best is None or len(best.fields) < _LEAST_FIELDS:
        return None
    return replace(best, head_last=best.head_last + _numbering_rows(sheet, best.head_last + 1))


def _better(table: Table, best: Table) -> bool:
    """More columns understood; where equal, a group row over the same headings belongs to them."""
    if len(table.fields) != len(best.fields):
        return len(table.fields) > len(best.fields)
    same_headings = table.head_last == best.head_last
    return same_headings and any(group_of(column.group) for column in table.columns if column.group)


def _may_be_head(row: tuple[Cell, ...]) -> bool:
    filled = [cell for cell in row if not is_blank(cell)]
    return len(filled) >= 2 and all(isinstance(cell, str) for cell in filled)


def _may_be_group(sheet: Sheet, row: int) -> bool:
    """A group row holds several texts, none of them a title over the whole table."""
    if row < 0 or not _may_be_head(sheet.rows[row]):
        return False
    return all(
        merge.last_column - merge.first_column + 1 <= sheet.width * _TITLE_SHARE
        for merge in sheet.merges or ()
        if merge.first_row <= row <= merge.last_row
    )


def _table(sheet: Sheet, first: int, last: int, remembered: Mapping_, meaning: Wordings) -> Table:
    width = len(sheet.rows[0])
    columns = [_column(sheet, first, last, index, remembered, meaning) for index in range(width)]
    return Table(sheet, first, last, _settled(columns), read_title(sheet.rows[:first]))


def _column(sheet: Sheet, first: int, last: int, index: int, remembered: Mapping_, meaning: Wordings) -> Column:
    texts: list[str] = []
    guessed = False
    for row in range(first, last + 1):
        text = _own(sheet, row, index)
        if not text:
            text, by_guess = _spread(sheet, row, index, last)
            guessed = guessed or by_guess
        if text and text not in texts:
            texts.append(text)
    heading = texts[-1] if texts else ""
    group = " / ".join(texts[:-1])
    told = remembered.get(heading_key(heading, group)) if heading else None
    if told:
        return Column(index, heading, group, Meaning(told, rank=-1), by_hand=True)
    return Column(index, heading, group, _meaning(heading, group, meaning, guessed=guessed) if heading else None)


def _meaning(heading: str, group: str, meaning: Wordings, *, guessed: bool) -> Meaning | None:
    """A group heading that was only guessed to reach this far speaks last."""
    if guessed:
        return meaning(heading, "") or meaning(heading, group)
    return meaning(heading, group)


def _own(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.rows[row][column]
    return clean(cell) if isinstance(cell, str) else ""


def _spread(sheet: Sheet, row: int, column: int, last: int) -> tuple[str, bool]:
    """The text of the joined cells that reach over a blank one, and whether that is a guess (no joins known)."""
    if sheet.merges:
        merge = _merge_at(sheet.merges, row, column)
        return (_own(sheet, merge.first_row, merge.first_column), False) if merge else ("", False)
    if row == last or not _own(sheet, row + 1, column):
        return "", False
    start = next((index for index in range(column - 1, -1, -1) if _own(sheet, row, index)), None)
    if start is None or not _own(sheet, row + 1, start):
        return "", False
    return _own(sheet, row, start), True


def _merge_at(merges: tuple[Merge, ...], row: int, column: int) -> Merge | None:
    return next(
        (
            merge
            for merge in merges
            if merge.first_row <= row <= merge.last_row and merge.first_column <= column <= merge.last_column
        ),
        None,
    )


def _settled(columns: list[Column]) -> tuple[Column, ...]:
    """One column for each meaning: where two claim the same, the surer wording wins, then the one further left."""
    owners: dict[tuple[Field, str | None], Column] = {}
    for column in columns:
        if column.meaning is None:
            continue
        claim = (column.meaning.field, column.meaning.implied)
        if claim not in owners or column.meaning.rank < _rank(owners[claim]):
            owners[claim] = column
    return tuple(_keep(column, owners) for column in columns)


def _rank(column: Column) -> int:
    return column.meaning.rank if column.meaning else 0


def _keep(column: Column, owners: dict[tuple[Field, str | None], Column]) -> Column:
    meaning = column.meaning
    if meaning is None or meaning.field is Field.IGNORED:
        return column
    owner = owners[(meaning.field, meaning.implied)]
    plain = owners.get((meaning.field, None))
    crossed_beside_plain = meaning.implied is not None and plain is not None
    if owner is column or _goes_on(owner, column):
        return column if not crossed_beside_plain else replace(column, meaning=None)
    return replace(column, meaning=None)


def _goes_on(owner: Column, column: Column) -> bool:
    """A name or an address under one heading over several columns (họ đệm | tên) is one field in pieces."""
    pieces = (Field.NAME, Field.ADDRESS, Field.CONTACT)
    return (
        column.field in pieces
        and column.heading == owner.heading
        and column.group == owner.group
        and column.index > owner.index
    )


def _numbering_rows(sheet: Sheet, row: int) -> int:
    """How many rows below the headings only number the columns: (1) (2) (3), or A B 1 2."""
    if row >= len(sheet.rows):
        return 0
    marks = [_mark(cell) for cell in sheet.rows[row] if not is_blank(cell)]
    numbers = [mark for mark in marks if mark.isdecimal()]
    short = all(mark.isdecimal() or (len(mark) == 1 and mark.isalpha()) for mark in marks)
    rising = all(int(a) < int(b) for a, b in zip(numbers, numbers[1:], strict=False))
    return 1 if len(marks) >= _LEAST_FIELDS and len(numbers) >= 2 and short and rising else 0


def _mark(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean(str(cell)).strip("()[]. ").casefold()
