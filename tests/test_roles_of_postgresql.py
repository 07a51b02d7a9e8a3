"""PostgreSQL with two roles: the owner migrates; the program works under a lesser one that cannot rewrite anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from flask_migrate import upgrade
from sqlalchemy.engine import URL, make_url

from rehab_center import clock, create_app
from rehab_center.audit.recorder import Subject, record
from rehab_center.db import append_only_tables, db, transaction
from rehab_center.organisation.services import create_facility
from rehab_center.permissions import Actor
from tests import database

ROLE = "rehab_program_test"
ACTOR = Actor(name="kiem.thu", label="Người kiểm thử", origin="test")


if database.ON_POSTGRESQL:

    @pytest.fixture
    def program(tmp_path: Path, databases: database.Databases, monkeypatch: pytest.MonkeyPatch) -> Iterator[URL]:
        """A migrated database and the lesser role's way into it."""
        instance = tmp_path / "instance"
        instance.mkdir()
        with databases.empty(instance) as owner:
            url = make_url(owner)
            with psycopg.connect(_plain(url), autocommit=True) as connection:
                connection.execute(f"DROP ROLE IF EXISTS {ROLE}".encode())
                connection.execute(f"CREATE ROLE {ROLE} LOGIN".encode())
            lesser = url.set(username=ROLE)
            config = database.configuration(instance, lesser.render_as_string(hide_password=False))
            app = create_app(config | {"DATABASE_OWNER_URL": owner})
            with app.app_context():
                upgrade(directory=str(Path(app.root_path).parent / "migrations"))
                yield lesser
                db.session.remove()
                db.engine.dispose()
            with psycopg.connect(_plain(url), autocommit=True) as connection:
                connection.execute(f"DROP OWNED BY {ROLE}".encode())
                connection.execute(f"DROP ROLE {ROLE}".encode())

    def _plain(url: URL) -> str:
        return url.set(drivername="postgresql").render_as_string(hide_password=False)

    def test_the_program_works_under_the_lesser_role(program: URL) -> None:
        with transaction() as session:
            create_facility(session, code="CS1", name="Cơ sở cai nghiện", actor=ACTOR, now=clock.now())
        with transaction():
            record("person.viewed", actor=ACTOR, at=clock.now(), about=Subject("resident", 1, "ai đó"))

    @pytest.mark.parametrize("words", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}"])
    def test_what_only_grows_is_out_of_its_reach(program: URL, words: str) -> None:
        with psycopg.connect(_plain(program), autocommit=True) as connection:
            for table in append_only_tables():
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(words.format(table.name).encode())

    def test_it_cannot_switch_a_trigger_off(program: URL) -> None:
        with (
            psycopg.connect(_plain(program), autocommit=True) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(b"ALTER TABLE movement DISABLE TRIGGER ALL")
