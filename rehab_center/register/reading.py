"""Opening a workbook: guards first, then the reader in a process of its own."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import IO, overload

from rehab_center.errors import DomainError
from rehab_center.register import apart
from rehab_center.register.rules import guards
from rehab_center.register.rules.workbook import Merge, Row, Sheet, Workbook, is_blank
from rehab_center.words import N_, message

MEMORY_BYTES = 1024 * 1024 * 1024
DISK_BYTES = 512 * 1024 * 1024
SECONDS = 60


def read_workbook(data: bytes, filename: str) -> Workbook:
    """The cells of every sheet. Raises DomainError in words for a file that is no workbook or must not be opened."""
    guards.check_file(data, filename)
    file = _File()
    sheets = tuple(
        Sheet(
            name=name,
            visible=visible,
            rows=_Rows(file, count, begins),
            merges=None if merges is None else tuple(Merge(*first, *last) for first, last in merges),
        )
        for name, visible, count, begins, merges in pickle.loads(_read_apart(data, file))
    )
    if not any(row for sheet in sheets for row in sheet.rows):
        raise DomainError(message(N_("The workbook has no filled sheet.")), field="file", code="empty-workbook")
    return Workbook(filename, sheets)


def first_sheet(data: bytes, filename: str) -> tuple[Row, ...]:
    """The cells of the first visible sheet that holds something, for features that read small workbooks. Raises so."""
    book = read_workbook(data, filename)
    filled = [sheet for sheet in book.sheets if any(not is_blank(cell) for row in sheet.rows for cell in row)]
    if not filled:
        raise DomainError(message(N_("The workbook has no filled sheet.")), field="file", code="empty-workbook")
    return tuple(next((sheet for sheet in filled if sheet.visible), filled[0]).rows)


class _File:
    """The rows of all sheets, on disk in a file without a name."""

    def __init__(self) -> None:
        descriptor, name = tempfile.mkstemp()  # 0600
        Path(name).unlink()
        self.file: IO[bytes] = os.fdopen(descriptor, "w+b")
        weakref.finalize(self, self.file.close)


class _Rows(Sequence[Row]):
    """The rows of a sheet; the block asked of last is at hand."""

    def __init__(self, place: _File, count: int, begins: Sequence[int]) -> None:
        self._place = place
        self._count = count
        self._begins = begins
        self._at_hand: tuple[int, list[Row]] = (-1, [])

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(self._count))]
        if not 0 <= index < self._count:
            raise IndexError(index)
        number, place = divmod(index, apart.BLOCK)
        if number != self._at_hand[0]:
            self._place.file.seek(self._begins[number])
            self._at_hand = number, pickle.load(self._place.file)
        return self._at_hand[1][place]


def _read_apart(data: bytes, rows: _File) -> bytes:
    """Have the rows written into a file and give what tells of them (``apart.main``)."""
    place = rows.file.fileno()
    limits = (MEMORY_BYTES, DISK_BYTES, guards.MAX_ROWS, guards.MAX_CELLS, place)
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(Path(apart.__file__)), *(str(one) for one in limits)],
            input=data,
            capture_output=True,
            pass_fds=(place,),
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
