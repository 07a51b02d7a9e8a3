"""Runs the migrations, on the owner's connection where PostgreSQL has one (REHAB_DATABASE_OWNER_URL)."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection
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


main()
