"""Whether the triggers that make tables append-only still stand: who wants to edit such a table drops them first."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.orm import Session

from rehab_center.audit.problems import Problem
from rehab_center.db import append_only_ddl, append_only_tables, unique_keys
from rehab_center.words import N_, message

_STANDING = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger "
        "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND pg_table_is_visible(tgrelid)"
    ),
}


def missing_guards(session: Session) -> Iterator[Problem]:
    """One problem for every append-only table that lacks one of its triggers or has it switched off."""
    dialect = session.get_bind().dialect.name
    standing = {(row[0].strip('"'), row[1]) for row in session.execute(text(_STANDING[dialect]))}
    for table in append_only_tables():
        wanted = _names(append_only_ddl(dialect, table.name, unique_keys(table)))
        if any((table.name, name) not in standing for name in wanted):
            yield Problem(
                "unguarded", table.name, message(N_("The table's protection against later changes has been removed."))
            )


def _names(statements: list[str]) -> list[str]:
    return [statement.split()[2] for statement in statements if statement.startswith("CREATE TRIGGER")]
