"""The dry run as a list: every row with what becomes of it, and one line for each cell that differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from rehab_center.permissions import Permission
from rehab_center.register.fates import Difference, Planned, PlannedMove, Step
from rehab_center.register.rules.readings import Refusal
from rehab_center.web.formatting import say
from rehab_center.web.listing import Choice, Column, Listing, Search

FATES = {
    "new": _l("New stay"),
    "same": _l("Unchanged"),
    "updates": _l("Filled in"),
    "changed": _l("Changed in the book"),
    "conflict": _l("In conflict"),
    "refused": _l("Refused"),
}


@dataclass(frozen=True)
class RowLine:
    """A row, or a cell of it. ``position`` orders the lines as they stand in the book."""

    position: int
    sheet: str
    row: int
    name: str
    fate: str
    column: str = ""
    before: str = ""
    value: str = ""
    here: str = ""
    why: str = ""


ROWS = Listing(
    "register-rows",
    _l("Row by row"),
    columns=(
        Column("position", _l("Row"), sortable=True, cell=lambda line: line.row, number=True),
        Column("sheet", _l("Sheet of the workbook"), sortable=True),
        Column("name", _l("Full name"), sortable=True),
        Column("fate", _l("What becomes of it"), sortable=True, cell=lambda line: FATES[line.fate]),
        Column("column", _l("Column"), sortable=True),
        Column("before", _l("In the last copy")),
        Column("value", _l("In this copy")),
        Column("here", _l("In the program")),
        Column("why", _l("Why")),
    ),
    sort="position",
    search=Search(_l("Name, column or value")),
    filters=(Choice("fate", _l("What becomes of it"), list(FATES.items())),),
    empty=_l("The workbook has no rows."),
    export_permission=Permission.REGISTER_IMPORT,
)


def lines_of(one: Planned) -> Iterator[RowLine]:
    """One line for each cell that differs or is refused, one where there is none; and those of its movements."""
    yield from lines_of_refusal(one.refusal) if one.refusal else _lines(one)
    for move in one.moves:
        yield from lines_of_move(move)


def lines_of_move(move: PlannedMove) -> Iterator[RowLine]:
    """The line of a row of a sheet of movements, one for each thing wrong with it."""
    if move.refusal:
        yield from lines_of_refusal(move.refusal)
    else:
        yield _move_line(move)


def _lines(one: Planned) -> Iterator[RowLine]:
    told = [_line(one, "changed", cell) for cell in one.changes] + [
        _line(one, "conflict", cell) for cell in one.conflicts
    ]
    told += [_line(one, "updates", cell) for cell in one.fills]
    if not told:
        told.append(_line(one, "new" if one.step is Step.NEW else "updates" if one.step is Step.UPDATES else "same"))
    yield from told


def _line(one: Planned, fate: str, cell: Difference | None = None) -> RowLine:
    place, name = one.row.place, one.row.person.full_name
    if cell is None:
        return RowLine(place.row, place.sheet, place.row, name, fate)
    return _cell_line(cell, name, fate)


def _cell_line(cell: Difference, name: str, fate: str) -> RowLine:
    return RowLine(
        position=cell.place.row,
        sheet=cell.place.sheet,
        row=cell.place.row,
        name=name,
        fate=fate,
        column=cell.column,
        before=cell.before or "",
        value=cell.value,
        here=cell.here,
        why=say(cell.said) if cell.said else "",
    )


def _move_line(move: PlannedMove) -> RowLine:
    place, fate = move.row.place, _MOVE_FATES[move.step]
    name = move.row.code or ", ".join(number.number for number in move.row.numbers)
    if move.conflict is None:
        return RowLine(place.row, place.sheet, place.row, name, fate)
    return _cell_line(move.conflict, name, fate)


_MOVE_FATES = {Step.UPDATES: "updates", Step.SAME: "same", Step.CONFLICT: "conflict"}


def lines_of_refusal(one: Refusal) -> Iterator[RowLine]:
    """One line for each thing wrong with a row."""
    for problem in one.problems:
        place = one.place
        yield RowLine(
            place.row, place.sheet, place.row, "", "refused", problem.column, value=problem.value, why=say(problem.said)
        )
