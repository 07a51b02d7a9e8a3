"""A whole workbook read as a register: which sheets, which rows, what is refused. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from rehab_center.errors import DomainError
from rehab_center.register.rules.attaching import attached
from rehab_center.register.rules.crosscheck import CrossCheck
from rehab_center.register.rules.fields import HEADINGS, Field
from rehab_center.register.rules.headers import Table, find_table
from rehab_center.register.rules.moves import find_moves, read_moves
from rehab_center.register.rules.old_letters import Converted, in_unicode
from rehab_center.register.rules.parse import read_row
from rehab_center.register.rules.readings import MoveRow, Notice, ReadRow, Refusal
from rehab_center.register.rules.rows import data_rows
from rehab_center.register.rules.shelves import IN_MEMORY, Index, Shelf, Shelves
from rehab_center.register.rules.swapped import swapped_columns
from rehab_center.register.rules.workbook import Workbook, is_blank
from rehab_center.words import N_, message

#: Sheets of one register share most of their columns.
_SAME_LAYOUT = 0.7


@dataclass(frozen=True)
class Choice:
    """``tables`` are read; ``incomplete`` look like a register but lack a column that only a mapping by hand can give.

    ``movements`` are sheets of movements; ``others`` are the names of sheets that are not read.
    """

    tables: tuple[Table, ...]
    incomplete: tuple[Table, ...]
    others: tuple[str, ...]
    movements: tuple[Table, ...] = ()
    #: Every sheet of the book in Unicode, and what letters it was in.
    converted: tuple[Converted, ...] = ()


@dataclass(frozen=True)
class Register:
    """What a workbook says. ``people[i]`` is the number of the person of ``rows[i]``: equal for two stays of one.

    ``order`` are the places of the rows in the order of their first days: a person's first stay before the second,
    whatever the order of the sheet. ``own`` has under the key of a row the places of its movements in ``moves``,
    ``loose`` are those of people the book has no row for.
    """

    tables: tuple[Table, ...]
    others: tuple[str, ...]
    row_count: int
    rows: Shelf[ReadRow]
    people: Sequence[int]
    order: Sequence[int]
    refusals: Shelf[Refusal]
    notices: Shelf[Notice]
    movements: tuple[Table, ...]
    moves: Shelf[MoveRow]
    own: Index[tuple[int, ...]]
    loose: Sequence[int]

    def row(self, place: int) -> ReadRow:
        """A row with its movements."""
        row = self.rows[place]
        own = self.own.get(row.place.key, ())
        return replace(row, moves=tuple(self.moves[one] for one in own)) if own else row

    @property
    def all_tables(self) -> tuple[Table, ...]:
        """Every sheet that is read, the sheets of movements last."""
        return (*self.tables, *self.movements)

    @property
    def facility_name(self) -> str | None:
        """The centre's name in the title."""
        return next((table.title.facility for table in self.tables if table.title.facility), None)

    @property
    def as_of(self) -> date | None:
        """The day the book was drawn up."""
        return max((table.title.as_of for table in self.tables if table.title.as_of), default=None)


def choose(
    book: Workbook, *, remembered: Mapping[str, Field] | None = None, only: Collection[str] | None = None
) -> Choice:
    """The sheets that are the register: the longest that looks like one, and those laid out alike.

    ``only`` names the sheets to read instead. Raises DomainError when no sheet looks like a register.
    """
    converted = tuple(in_unicode(sheet) for sheet in book.sheets)
    sheets = [one.sheet for one in converted]
    wanted = [sheet for sheet in sheets if (sheet.name in only if only else sheet.visible)]
    found = [table for sheet in wanted if sheet.rows and (table := find_table(sheet, remembered))]
    complete = [table for table in found if not table.missing]
    chosen = complete if only else _alike(complete)
    taken = {table.sheet.name for table in complete}
    movements = [
        table for sheet in wanted if sheet.rows and sheet.name not in taken and (table := find_moves(sheet, remembered))
    ]
    if not found and not movements:
        raise DomainError(
            message(N_("No sheet has the headings of a register (name, day of entering…).")),
            field="file",
            code="no-register",
        )
    names = {table.sheet.name for table in (*chosen, *movements)}
    return Choice(
        tables=tuple(chosen),
        incomplete=() if chosen or movements else tuple(found),
        movements=tuple(movements),
        converted=converted,
        others=tuple(sheet.name for sheet in book.sheets if sheet.name not in names),
    )


def _alike(tables: list[Table]) -> list[Table]:
    if len(tables) < 2:
        return tables
    longest = max(tables, key=lambda table: sum(1 for _ in data_rows(table)))
    return [table for table in tables if _likeness(table, longest) >= _SAME_LAYOUT]


def _likeness(one: Table, other: Table) -> float:
    return len(one.fields & other.fields) / len(one.fields | other.fields)


def read_register(
    book: Workbook,
    *,
    today: date,
    remembered: Mapping[str, Field] | None = None,
    only: Collection[str] | None = None,
    shelves: Shelves = IN_MEMORY,
) -> Register:
    """Read every data row of the sheets that are the register, and put them on ``shelves``.

    Raises DomainError when there is none, or (code ``unknown-headings``) when a column it cannot do without is not
    recognised.
    """
    choice = choose(book, remembered=remembered, only=only)
    if choice.incomplete:
        raise lacking(choice.incomplete[0])
    met = CrossCheck(shelves)
    refused: Shelf[Refusal] = shelves.shelf()
    notices: Shelf[Notice] = shelves.shelf()
    _put(notices, _old_letters(choice))
    moves: Shelf[MoveRow] = shelves.shelf()
    for table in (*choice.tables, *choice.movements):
        _put(notices, swapped_columns(table, today=today), _unread_columns(table))
    count = 0
    for table in choice.tables:
        for data in data_rows(table):
            count += 1
            read, seen = read_row(table, data.index, said=data.said, today=today)
            told = read if isinstance(read, Refusal) else met.add(table, read)
            if isinstance(told, Refusal):
                refused.append(told)
            else:
                _put(notices, seen, told)
    for table in choice.movements:
        for move in read_moves(table, today=today):
            count += 1
            if isinstance(move, Refusal):
                refused.append(move)
            else:
                moves.append(move)
    own, loose = attached(moves, met, shelves)
    return Register(
        tables=choice.tables,
        others=choice.others,
        row_count=count,
        rows=met.accepted,
        people=met.people,
        order=array("L", sorted(range(len(met.days)), key=met.days.__getitem__)),
        refusals=refused,
        notices=notices,
        movements=choice.movements,
        moves=moves,
        own=own,
        loose=loose,
    )


def _put(shelf: Shelf[Notice], *several: Iterable[Notice]) -> None:
    for one in chain(*several):
        shelf.append(one)


def _old_letters(choice: Choice) -> list[Notice]:
    """Which sheets were in the letters of old fonts."""
    read = {table.sheet.name for table in (*choice.tables, *choice.movements)}
    said = N_(
        "Sheet “%(sheet)s” was typed in %(letters)s letters; %(count)s cells have been made Unicode: look at the names."
    )
    return [
        Notice(None, "", "", message(said, sheet=one.sheet.name, letters=one.letters.value, count=one.cells))
        for one in choice.converted
        if one.letters and one.cells and one.sheet.name in read
    ]


def lacking(table: Table) -> DomainError:
    """The refusal of a book whose headings do not say where its name or its day of entering stands."""
    return DomainError(
        message(
            N_("Sheet “%(sheet)s” has no column for: %(missing)s. Say which heading it is: %(headings)s."),
            sheet=table.sheet.name,
            missing=", ".join(HEADINGS[field] for field in table.missing),
            headings=", ".join(column.heading for column in table.unknown) or "–",
        ),
        field="file",
        code="unknown-headings",
    )


def _unread_columns(table: Table) -> list[Notice]:
    """Columns with a heading and something under it that nobody has given a meaning."""
    empty = set(table.unknown)
    for index in range(table.head_last + 1, len(table.sheet.rows)):
        if not empty:
            break
        row = table.sheet.rows[index]
        empty -= {column for column in empty if not is_blank(row[column.index])}
    return [
        Notice(None, table.label(column), "", message(N_("Nobody has said what this column holds; it is not read.")))
        for column in table.unknown
        if column not in empty
    ]
