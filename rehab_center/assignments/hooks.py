"""What a later feature gives to this one: the reader of workbooks, with its guards."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rehab_center.errors import DomainError
from rehab_center.words import N_, message

ReadSheet = Callable[[bytes, str], Sequence[Sequence[object]]]
"""The cells of a workbook's first filled sheet, row by row, from its bytes and its name. Raises DomainError."""

_readers: dict[str, ReadSheet] = {}


def reads_workbooks(feature: str, read: ReadSheet) -> None:
    """Let a feature read workbooks. Called from its ``init_app``."""
    _readers[feature] = read


def read_sheet(data: bytes, filename: str) -> Sequence[Sequence[object]]:
    """The cells of a workbook. Raises DomainError for a file that is none or must not be opened."""
    for read in _readers.values():
        return read(data, filename)
    raise DomainError(message(N_("Workbooks cannot be read here")), field="file")
