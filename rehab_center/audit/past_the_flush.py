"""Nothing past the flush: a statement that changes a covered table and does not come from a flush is refused.

The listener is attached once, when this module is imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from rehab_center.audit.coverage import UNRECORDED
from rehab_center.db import Model

_flushing: ContextVar[bool] = ContextVar("flushing", default=False)


class UnrecordedWrite(RuntimeError):
    """The program tried to change something without saying what it was doing: a defect, never a user's mistake."""


def flush_begins() -> None:
    """From here on, until it has ended, rows are written that the session's listeners have seen."""
    _flushing.set(True)


def flush_ended() -> None:
    """From here on whatever changes a covered table is refused."""
    _flushing.set(False)


@contextmanager
def flushing() -> Iterator[None]:
    """Rows written in this block come from a flush: whoever says so has told ``collector.touch`` of each."""
    before = _flushing.set(True)
    try:
        yield
    finally:
        _flushing.reset(before)


_WRITES = re.compile(
    r"\b(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|MERGE\s+INTO"
    r"|UPDATE(?:\s+OR\s+\w+)?)\s+(?:ONLY\s+)?\"?(?:\w+\"?\.\"?)?(\w+)",
    re.IGNORECASE,
)


@event.listens_for(Engine, "before_cursor_execute")
def _refuse_behind_the_back(
    connection: Connection, _cursor: Any, statement: str, _parameters: Any, _context: Any, _many: bool
) -> None:
    if _flushing.get() or connection.get_execution_options().get("migrates"):
        return
    if name := _covered_table(statement):
        raise UnrecordedWrite(f"a statement changes {name} outside a flush")


@lru_cache(maxsize=1000)
def _covered_table(statement: str) -> str | None:
    """The covered table that a statement changes. The same few hundred statements come again and again."""
    tables = Model.metadata.tables
    names = (found[1].lower() for found in _WRITES.finditer(statement))
    return next((name for name in names if name in tables and name not in UNRECORDED), None)
