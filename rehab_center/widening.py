"""For migrations: let a column with a closed list of words take more of them, or fewer again."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import inspect


def known_words(op: Any, table: str, column: str) -> list[str]:
    """The words that ``<column>_known`` allows now, as the database says: other steps add theirs."""
    name = f"ck_{table}_{column}_known"
    checks = inspect(op.get_bind()).get_check_constraints(table)
    return re.findall(r"'([^']+)'", next(check["sqltext"] for check in checks if check["name"] == name))


def widen(op: Any, table: str, column: str, added: Sequence[str]) -> None:
    """Allow these words too, before the last one there is ("other"). The table must not be append-only on SQLite."""
    known = known_words(op, table, column)
    _allow(op, table, column, [*known[:-1], *added, known[-1]])


def narrow(op: Any, table: str, column: str, gone: Collection[str]) -> None:
    """Take the words back; rows that hold one go with them."""
    words = ", ".join(f"'{word}'" for word in sorted(gone))
    op.execute(f"DELETE FROM {table} WHERE {column} IN ({words})")
    _allow(op, table, column, [word for word in known_words(op, table, column) if word not in gone])


def _allow(op: Any, table: str, column: str, words: Sequence[str]) -> None:
    name, allowed = f"ck_{table}_{column}_known", ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table(table) as changed:
        changed.drop_constraint(op.f(name), type_="check")
        changed.create_check_constraint(op.f(name), f"{column} IN ({allowed})")
