"""What the program's role on PostgreSQL may do, and whether a database is behind."""

from __future__ import annotations

import psycopg
import pytest
from flask import Flask
from psycopg import sql
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from rehab_center import schema
from rehab_center.audit.models import AuditEntry
from rehab_center.config import ConfigurationError
from rehab_center.db import db
from tests.database import ON_POSTGRESQL, SERVER


def test_append_only_tables_are_read_and_added_to() -> None:
    statements = schema.grants('o"clock', {"movement"}, ["movement", "task", "alembic_version"])
    assert 'GRANT SELECT, INSERT ON movement TO "o""clock"' in statements
    assert 'GRANT SELECT, INSERT, UPDATE, DELETE ON task TO "o""clock"' in statements
    assert 'GRANT SELECT ON alembic_version TO "o""clock"' in statements
    assert not any("TRUNCATE" in statement for statement in statements)


def test_a_database_without_steps_is_behind(app: Flask) -> None:
    with app.app_context():
        with db.engine.begin() as connection:
            connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        assert schema.is_behind(db.engine)
    assert schema.steps()[0] == schema.newest()


def test_a_database_of_a_newer_program_is_refused_in_words(app: Flask) -> None:
    with app.app_context():
        schema.refuse_newer(db.engine)
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(ConfigurationError, match="newer program") as refused:
            schema.is_behind(db.engine)
    assert refused.value.message.params == {"step": "9999"}


if ON_POSTGRESQL:

    def test_the_lesser_role_cannot_touch_what_only_grows(app: Flask) -> None:
        role = f"lesser_{make_url(app.config['DATABASE_URL']).database}"
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
            try:
                with app.app_context():
                    schema.let_work(db.engine, role)
                _try_as(app, role)
            finally:
                with app.app_context(), db.engine.begin() as connection:
                    connection.exec_driver_sql(f'DROP OWNED BY "{role}"')
                server.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))

    def _try_as(app: Flask, role: str) -> None:
        lesser = create_engine(make_url(app.config["DATABASE_URL"]).set(username=role))
        table = AuditEntry.__tablename__
        with lesser.begin() as connection:
            connection.execute(text("LOCK TABLE audit_head IN EXCLUSIVE MODE"))  # what every transaction does
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0
            connection.execute(
                text("INSERT INTO job_item (job_id, position, key, finished) SELECT 1, 1, 'a', true WHERE false")
            )
        for forbidden in (f"TRUNCATE {table}", f"DELETE FROM {table}", f"DROP TRIGGER {table}_append_only ON {table}"):
            with lesser.connect().execution_options(migrates=True) as connection, pytest.raises(ProgrammingError):
                connection.execute(text(forbidden))
        lesser.dispose()
