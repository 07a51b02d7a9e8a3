"""Runs the migrations, on the owner's connection where PostgreSQL has one (REHAB_DATABASE_OWNER_URL)."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.pool import NullPool

from rehab_center.db import Model


def run(connection: Connection) -> None:
    """Migrate over ``connection``. One transaction a migration: a power cut leaves the step before."""
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def grant(connection: Connection, role: str) -> None:
    """Give the program's role what it needs and no more: it owns nothing and changes no table that only grows."""
    quoted = connection.dialect.identifier_preparer.quote(role)
    present = set(inspect(connection).get_table_names())
    for table in Model.metadata.sorted_tables:
        if table.name in present:
            rights = "SELECT, INSERT" if table.info.get("append_only") else "SELECT, INSERT, UPDATE, DELETE"
            connection.exec_driver_sql(f"REVOKE ALL ON {table.name} FROM {quoted}")
            connection.exec_driver_sql(f"GRANT {rights} ON {table.name} TO {quoted}")
    if "alembic_version" in present:
        connection.exec_driver_sql(f"GRANT SELECT ON alembic_version TO {quoted}")
    connection.exec_driver_sql(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
    connection.commit()


def program_role() -> str | None:
    """The role the program itself works under, where it is another than the owner of the tables."""
    owner = make_url(current_app.config["DATABASE_OWNER_URL"])
    program = make_url(current_app.config["DATABASE_URL"])
    other = owner.get_backend_name() == "postgresql" and program.username != owner.username
    return program.username if other else None


def main() -> None:
    """Use the connection the caller gives (tests), else the owner's."""
    given = context.config.attributes.get("connection")
    if given is not None:
        run(given)
        return
    engine = create_engine(current_app.config["DATABASE_OWNER_URL"], poolclass=NullPool)
    # What a migration changes is not an act of anybody: the log begins behind it.
    with engine.connect().execution_options(migrates=True, writes=True) as connection:
        run(connection)
        if role := program_role():
            grant(connection, role)


main()
