"""The migrations make what the models say: compared as DDL, triggers included, and every step goes both ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate
from sqlalchemy import Connection, Engine, create_engine, inspect, text

from rehab_center import create_app
from rehab_center.db import Model
from tests import database

Sheet = dict[str, str]


@pytest.fixture
def empty(tmp_path: Path, databases: database.Databases) -> Iterator[tuple[Flask, Engine]]:
    """A program and an engine on a database without any table."""
    instance = tmp_path / "instance"
    instance.mkdir()
    with databases.empty(instance) as url:
        app = create_app(database.configuration(instance, url))
        engine = create_engine(url).execution_options(migrates=True, writes=True)
        with app.app_context():
            yield app, engine
        engine.dispose()


def migrate(app: Flask, engine: Engine, move: Callable[..., None], revision: str) -> None:
    """Move the database to a revision."""
    migrations: Migrate = app.extensions["migrate"].migrate
    config = migrations.get_config(str(Path(app.root_path).parent / "migrations"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        move(config, revision)


def ddl(connection: Connection) -> Sheet:
    """Every table, index and trigger of the database as words that can be compared."""
    return _sqlite(connection) if connection.dialect.name == "sqlite" else _postgresql(connection)


def _sqlite(connection: Connection) -> Sheet:
    rows = connection.execute(
        text("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'alembic%' AND name NOT LIKE 'sqlite%'")
    )
    return {f"{kind} {name}": _tokens(sql) for kind, name, sql in rows if sql}


def _tokens(sql: str) -> str:
    """DDL without its line breaks; the parts of a table in one order, for ALTER TABLE appends."""
    words = re.sub(r"\s+", " ", sql).replace('"', "")
    words = re.sub(r"\s*([(),])\s*", r"\1", words)
    found = re.fullmatch(r"CREATE TABLE (\w+)\((.*)\)", words)
    return f"{found[1]}: {sorted(_parts(found[2]))}" if found else words


def _parts(body: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(body):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append(body[start:place])
            start = place + 1
    return [*parts, body[start:]]


_CATALOGUE = {
    "column": """SELECT table_name || '.' || column_name, data_type || ' ' || is_nullable || ' '
        || coalesce(collation_name, '') || ' ' || coalesce(column_default, '')
        FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraint": "SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) "
    "FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "index": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "trigger": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "function": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
}


def _postgresql(connection: Connection) -> Sheet:
    return {
        f"{kind} {name}": words
        for kind, query in _CATALOGUE.items()
        for name, words in connection.execute(text(query))
        if "alembic" not in name
    }


def test_the_migrated_database_is_what_the_models_say(
    empty: tuple[Flask, Engine], tmp_path: Path, databases: database.Databases
) -> None:
    app, engine = empty
    migrate(app, engine, command.upgrade, "head")
    with engine.connect() as connection:
        migrated = ddl(connection)
    made = tmp_path / "made"
    made.mkdir()
    with databases.empty(made) as url:
        other = create_engine(url).execution_options(migrates=True, writes=True)
        with other.begin() as connection:
            Model.metadata.create_all(connection)
        with other.connect() as connection:
            said = ddl(connection)
        other.dispose()
    assert migrated == said
    assert any(name.startswith("trigger") for name in said)


def test_every_step_goes_forth_and_back_and_forth(empty: tuple[Flask, Engine]) -> None:
    """What a step back leaves behind is in the way of the same step forth, or there at the end."""
    app, engine = empty
    migrate(app, engine, command.upgrade, "head")
    with engine.connect() as connection:
        made = ddl(connection)
    migrate(app, engine, command.downgrade, "base")
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
        assert not ddl(connection)
    migrate(app, engine, command.upgrade, "head")
    with engine.connect() as connection:
        assert ddl(connection) == made


def test_the_revisions_are_numbered_in_order_with_one_head() -> None:
    script = ScriptDirectory(str(Path(__file__).parent.parent / "migrations"))
    revisions = [revision.revision for revision in reversed(list(script.walk_revisions()))]
    assert revisions == [f"{number:04d}" for number in range(1, len(revisions) + 1)]
    assert len(script.get_heads()) == 1
    files = sorted(path.name for path in (Path(__file__).parent.parent / "migrations" / "versions").glob("*.py"))
    assert [name.split("_")[0] for name in files] == revisions
