"""Whether a database's tables are those this program expects, and what the program may do with them."""

from __future__ import annotations

from collections.abc import Collection

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, make_url
from sqlalchemy.pool import NullPool

from rehab_center.config import ROOT, ConfigurationError
from rehab_center.db import append_only_tables
from rehab_center.words import N_, message

MIGRATIONS = "alembic_version"


def steps() -> list[str]:
    """The numbers of all migrations, the newest first."""
    return [script.revision for script in ScriptDirectory(str(ROOT / "migrations")).walk_revisions()]


def step_of(engine: Engine) -> str | None:
    """The number of the last migration the database has seen; None when it is empty. Raises DBAPIError."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The number of the last migration there is."""
    return ScriptDirectory(str(ROOT / "migrations")).get_current_head()


def is_behind(engine: Engine) -> bool:
    """Whether migrations are still to be run.

    Raises DBAPIError when the database cannot be reached, ConfigurationError when a newer program made it.
    """
    refuse_newer(engine)
    return step_of(engine) != newest()


def refuse_newer(engine: Engine) -> None:
    """Raises ConfigurationError for a database with steps that this program does not know: it could only harm it."""
    step = step_of(engine)
    if step is not None and step not in steps():
        words = N_("A newer program made this database (step %(step)s). Start that one, or restore an older backup.")
        raise ConfigurationError(message(words, step=step))


def grants(role: str, append_only: Collection[str], tables: Collection[str]) -> list[str]:
    """What lets PostgreSQL's ``role`` do the program's work and no more: it owns no table, so it cannot drop a trigger.

    Append-only tables it may only read and add to; the migrations' own table it may only read.
    """
    quoted = '"' + role.replace('"', '""') + '"'
    statements = [f"GRANT USAGE ON SCHEMA public TO {quoted}"]
    for table in sorted(tables):
        rights = "SELECT" if table == MIGRATIONS else "SELECT, INSERT"
        if table not in append_only and table != MIGRATIONS:
            rights += ", UPDATE, DELETE"
        statements += [f"REVOKE ALL ON {table} FROM {quoted}", f"GRANT {rights} ON {table} TO {quoted}"]
    return [*statements, f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {quoted}"]


def let_program_work(owner_url: str, program_url: str) -> None:
    """Where PostgreSQL has an owner role and a lesser one for the program, give the lesser one its rights."""
    owner, program = make_url(owner_url), make_url(program_url)
    if program.username and program.username != owner.username:
        engine = create_engine(owner, poolclass=NullPool)
        let_work(engine, program.username)


def let_work(owner: Engine, role: str) -> None:
    """Give ``role`` its rights on every table of the database, over the owner's connection."""
    append_only = {table.name for table in append_only_tables()}
    with owner.begin() as connection:
        for statement in grants(role, append_only, inspect(connection).get_table_names()):
            connection.exec_driver_sql(statement)
