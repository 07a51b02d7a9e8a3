"""Shelves on disk, for books of any length: a private file without a name, gone with the last shelf that lies in it."""

from __future__ import annotations

import pickle
import sqlite3
import weakref
from collections.abc import Iterator
from typing import Any

from rehab_center.register.rules.shelves import Shelves


def on_disk() -> Shelves:
    """Shelves that all lie in one new file."""
    spool = _Spool()
    return Shelves(spool.shelf, spool.index)


class _Spool:
    """SQLite's temporary database: written to disk once it outgrows its cache, unlinked from the start, mode 0600."""

    def __init__(self) -> None:
        self.file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self.file.close)
        self.file.execute("PRAGMA journal_mode = OFF")
        self._tables = 0

    def shelf(self) -> _Shelf:
        return _Shelf(self, self._table("(key INTEGER PRIMARY KEY, one BLOB)"))

    def index(self) -> _Index:
        return _Index(self, self._table("(key TEXT PRIMARY KEY, one BLOB) WITHOUT ROWID"))

    def _table(self, columns: str) -> str:
        self._tables += 1
        name = f"shelf_{self._tables}"
        self.file.execute(f"CREATE TABLE {name} {columns}")
        return name


class _Kept:
    def __init__(self, spool: _Spool, table: str) -> None:
        self._spool = spool
        self._put = f"INSERT OR REPLACE INTO {table} VALUES (?, ?)"
        self._get = f"SELECT one FROM {table} WHERE key = ?"
        self._all = f"SELECT one FROM {table} ORDER BY key"

    def _write(self, key: int | str, one: object) -> None:
        self._spool.file.execute(self._put, (key, pickle.dumps(one, pickle.HIGHEST_PROTOCOL)))

    def _read(self, key: int | str) -> tuple[Any, ...]:
        """What stands under the key, as a tuple of one; empty where nothing does."""
        found = self._spool.file.execute(self._get, (key,)).fetchone()
        return (pickle.loads(found[0]),) if found else ()


class _Shelf(_Kept):
    """A list."""

    def __init__(self, spool: _Spool, table: str) -> None:
        super().__init__(spool, table)
        self._length = 0

    def append(self, one: object, /) -> None:
        self._write(self._length, one)
        self._length += 1

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Any]:
        return (pickle.loads(one) for (one,) in self._spool.file.execute(self._all))

    def __getitem__(self, position: int, /) -> Any:
        if not 0 <= position < self._length:
            raise IndexError(position)
        return self._read(position)[0]

    def __setitem__(self, position: int, one: object, /) -> None:
        self._write(position, one)


class _Index(_Kept):
    """A dictionary whose keys are texts."""

    def get(self, key: str, default: Any, /) -> Any:
        return next(iter(self._read(key)), default)

    def __setitem__(self, key: str, value: object, /) -> None:
        self._write(key, value)
