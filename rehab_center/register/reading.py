"""Opening a workbook: guards first, then the reader in a process of its own."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

from rehab_center.errors import DomainError
from rehab_center.register import apart
from rehab_center.register.rules import guards
from rehab_center.register.rules.workbook import Cell, Merge, Sheet, Workbook, is_blank
from rehab_center.words import N_, message

MEMORY_BYTES = 1024 * 1024 * 1024
SECONDS = 60


def read_workbook(data: bytes, filename: str) -> Workbook:
    """The cells of every sheet. Raises DomainError in words for a file that is no workbook or must not be opened."""
    guards.check_file(data, filename)
    sheets = tuple(
        Sheet(
            name=name,
            visible=visible,
            rows=tuple(tuple(row) for row in rows),
            merges=None if merges is None else tuple(Merge(*first, *last) for first, last in merges),
        )
        for name, visible, rows, merges in pickle.loads(_read_apart(data))
    )
    if not any(row for sheet in sheets for row in sheet.rows):
        raise DomainError(message(N_("The workbook has no filled sheet.")), field="file", code="empty-workbook")
    return Workbook(filename, sheets)


def first_sheet(data: bytes, filename: str) -> tuple[tuple[Cell, ...], ...]:
    """The cells of the first visible sheet that holds something, for features that read small workbooks. Raises so."""
    book = read_workbook(data, filename)
    filled = [sheet for sheet in book.sheets if any(not is_blank(cell) for row in sheet.rows for cell in row)]
    if not filled:
        raise DomainError(message(N_("The workbook has no filled sheet.")), field="file", code="empty-workbook")
    return next((sheet for sheet in filled if sheet.visible), filled[0]).rows


def _read_apart(data: bytes) -> bytes:
    limits = (str(MEMORY_BYTES), str(guards.MAX_ROWS), str(guards.MAX_CELLS))
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(Path(apart.__file__)), *limits],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise guards.damaged() from None
    if done.returncode == apart.LOCKED:
        raise guards.locked()
    if done.returncode == apart.TOO_MANY_CELLS:
        raise guards.too_many_cells()
    if done.returncode != 0:  # damaged, or it was stopped by what it read
        raise guards.damaged()
    return done.stdout
