"""A fresh database for every test: made once in each test process, then copied.

SQLite by default; PostgreSQL where REHAB_TEST_DATABASE_URL names a server on which databases may be created.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, LiteralString, Protocol

import psycopg
from flask_migrate import upgrade
from psycopg import sql
from sqlalchemy.engine import make_url

from rehab_center import create_app
from rehab_center.db import db

CHEAP_ARGON2 = {"argon2__memory_cost": 8, "argon2__time_cost": 1, "argon2__parallelism": 1}
SERVER = os.environ.get("REHAB_TEST_DATABASE_URL", "")
ON_POSTGRESQL = bool(SERVER)


def configuration(instance: Path, url: str) -> dict[str, Any]:
    """What a test's application is made with: keys of its own, and no tokens in posted forms."""
    return {
        "TESTING": True,
        "INSTANCE": instance,
        "DATABASE_URL": url,
        "SECRET_KEY": "5" * 64,
        "AUDIT_KEY": bytes(range(32)),
        "BACKUP_HOUR": None,  # no test is disturbed by the work of the night
        "WTF_CSRF_ENABLED": False,
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": CHEAP_ARGON2,
    }


def _build(url: str, instance: Path) -> None:
    """The schema, in the one place that knows how it is made: by the migrations, as everywhere."""
    app = create_app(configuration(instance, url))
    with app.app_context():
        upgrade(directory=str(Path(app.root_path).parent / "migrations"))
        db.session.remove()
        db.engine.dispose()


class Databases(Protocol):
    """Gives out copies of one template."""

    def fresh(self, folder: Path) -> AbstractContextManager[str]:
        """The URL of a migrated database, in ``folder`` where it is a file; taken away at the end."""

    def empty(self, folder: Path) -> AbstractContextManager[str]:
        """The URL of a database without any table."""

    def close(self) -> None:
        """Take the template away."""


class SqliteDatabases:
    """Copies a file: about two milliseconds."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.sqlite"
        _build(f"sqlite:///{self._template}", folder)

    @contextmanager
    def fresh(self, folder: Path) -> Iterator[str]:
        """A copy of the template in ``folder``."""
        path = folder / "rehab.sqlite"
        shutil.copyfile(self._template, path)
        yield f"sqlite:///{path}"

    @contextmanager
    def empty(self, folder: Path) -> Iterator[str]:
        """A file that is not there yet."""
        yield f"sqlite:///{folder / 'empty.sqlite'}"

    def close(self) -> None:
        """Nothing: pytest takes the folder away."""


class PostgresqlDatabases:
    """CREATE DATABASE … TEMPLATE …, under names that no other test process uses."""

    def __init__(self, folder: Path) -> None:
        self._connection = psycopg.connect(SERVER.replace("+psycopg", "", 1), autocommit=True)
        # Copying files costs half of writing every page through the log, and nothing here is to outlive a crash.
        self._way: LiteralString = " STRATEGY FILE_COPY" if self._connection.info.server_version >= 150000 else ""
        self._name = f"test_{os.getpid()}"
        self._numbers = itertools.count(1)
        self._execute("CREATE DATABASE {}", self._name)
        _build(self._url(self._name), folder)

    def fresh(self, folder: Path) -> AbstractContextManager[str]:
        """A copy of the template, dropped afterwards."""
        return self._copy_of(self._name)

    def empty(self, folder: Path) -> AbstractContextManager[str]:
        """A copy of the server's own empty template."""
        return self._copy_of("template0")

    @contextmanager
    def _copy_of(self, template: str) -> Iterator[str]:
        name = f"{self._name}_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {{}} TEMPLATE {{}}{self._way}", name, template)
        try:
            yield self._url(name)
        finally:
            self._execute("DROP DATABASE {} WITH (FORCE)", name)

    def close(self) -> None:
        """Drop the template."""
        self._execute("DROP DATABASE {} WITH (FORCE)", self._name)
        self._connection.close()

    def _url(self, name: str) -> str:
        url = make_url(SERVER).set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)

    def _execute(self, statement: LiteralString, *names: str) -> None:
        self._connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def databases(folder: Path) -> Databases:
    """The maker of test databases this run was asked for."""
    return PostgresqlDatabases(folder) if ON_POSTGRESQL else SqliteDatabases(folder)
