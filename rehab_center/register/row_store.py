"""The lines of a dry run in a file, so that a list of any length is searched, sorted and paged by SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import astuple
from pathlib import Path
from typing import Any

from rehab_center.names import fold
from rehab_center.register.row_list import RowLine
from rehab_center.web.list_state import ListState

#: What a list may be sorted by beside the book's own order, folded.
_SORTED = ("sheet", "name", "fate", "column")
_OWN_ORDER = ("sheet_name", "position", "number")


def write_lines(path: Path, lines: Iterable[RowLine], about: Callable[[], dict[str, Any]]) -> None:
    """Write the lines, and what is to be known beside them once all are there, into an empty file."""
    columns = ", ".join(f'"{name}"' for name in _SORTED)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("PRAGMA journal_mode = OFF")  # a file that is not finished is thrown away whole
        file.execute("CREATE TABLE about (told TEXT)")
        file.execute(
            f"CREATE TABLE line (number INTEGER PRIMARY KEY, sheet_name, position, {columns}, of_fate, text, line)"
        )
        places = ", ".join("?" * (len(_SORTED) + 5))
        file.executemany(
            f"INSERT INTO line (sheet_name, position, {columns}, of_fate, text, line) VALUES ({places})",
            map(_stored, lines),
        )
        file.execute("INSERT INTO about VALUES (?)", (json.dumps(about(), ensure_ascii=False),))


def _stored(line: RowLine) -> tuple[object, ...]:
    text = fold(f"{line.name} {line.column} {line.value} {line.before} {line.here}")
    keys = (fold(str(getattr(line, name))) for name in _SORTED)
    return (line.sheet, line.position, *keys, line.fate, text, json.dumps(astuple(line), ensure_ascii=False))


def read_about(path: Path) -> dict[str, Any] | None:
    """What was written beside the lines; None where there is no such file, or none that can be read."""
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(path)) as file:
            told: dict[str, Any] = json.loads(file.execute("SELECT told FROM about").fetchone()[0])
    except (sqlite3.DatabaseError, TypeError, ValueError):
        return None
    return told


def fetch(path: Path, state: ListState) -> tuple[Sequence[RowLine], int]:
    """What a list page asks for: the lines of a state, and how many there are in all."""
    words = fold(state.q).split()
    asked: list[object] = [*words]
    where = ["instr(text, ?) > 0"] * len(words)
    if fate := state.choice("fate"):
        where.append("of_fate = ?")
        asked.append(fate)
    chosen = f"FROM line WHERE {' AND '.join(where) or '1'}"
    way = "DESC" if state.descending else "ASC"
    keys = ([state.sort] if state.sort in _SORTED else []) + list(_OWN_ORDER)
    order = ", ".join(f'"{key}" {way}' for key in keys)
    with closing(sqlite3.connect(path)) as file:
        (count,) = file.execute(f"SELECT count(*) {chosen}", asked).fetchone()
        page = file.execute(
            f"SELECT line {chosen} ORDER BY {order} LIMIT ? OFFSET ?",
            (*asked, -1 if state.limit is None else state.limit, state.offset),
        )
        return [RowLine(*json.loads(line)) for (line,) in page], count
