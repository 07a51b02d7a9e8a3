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
from sqlalchemy.engine import URL, make_url

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


#: What tells a database whose tables, rules or rights somebody has changed from one that was only filled.
_SHAPE = sql.SQL("""
SELECT (SELECT string_agg(version_num, ',') FROM alembic_version)
     , (SELECT (count(*), sum(oid::bigint), sum(hashtext(relacl::text)), sum(relnatts))::text
          FROM pg_class WHERE relnamespace = 'public'::regnamespace)
     , (SELECT (count(*), sum(oid::bigint), sum(ascii(tgenabled)))::text FROM pg_trigger)
     , (SELECT (count(*), sum(oid::bigint))::text FROM pg_constraint)
     , (SELECT (count(*), sum(oid::bigint), sum(hashtext(prosrc)))::text
          FROM pg_proc WHERE pronamespace = 'public'::regnamespace)
""")
_OTHERS = sql.SQL("""
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid()
""")
_FILLED = sql.SQL("""
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
   AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0
""")
#: As a table that nobody has looked at yet: the server takes what it finds empty for empty for good, and plans so.
_UNKNOWN = sql.SQL("""
UPDATE pg_class SET relpages = 0, reltuples = -1, relallvisible = 0
 WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples = 0
""")
_COUNT_ANEW = sql.SQL("""
SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence WHERE pg_sequence_last_value(seqrelid) IS NOT NULL
""")


class PostgresqlDatabase:
    """One copy of the template, emptied after each test: a fifth of what another copy would cost."""

    def __init__(self, url: URL) -> None:
        self.name, self.url = url.database or "", url.render_as_string(hide_password=False)
        self._plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        with self._connect() as connection:
            self._made = connection.execute(_SHAPE).fetchone()

    def empty(self) -> bool:
        """Take every row out and count from one again; False where tables, rules or rights are no longer as made."""
        with self._connect() as connection:
            connection.execute(_OTHERS)
            try:
                if connection.execute(_SHAPE).fetchone() != self._made:
                    return False
            except psycopg.errors.UndefinedTable:
                return False
            filled = [sql.Identifier(name) for (name,) in connection.execute(_FILLED)]
            with connection.transaction():
                connection.execute("SET LOCAL session_replication_role = replica")  # no trigger or key is asked
                for name in filled:
                    connection.execute(sql.SQL("DELETE FROM {}").format(name))
            if filled:  # the files are of no length again: the next test's rows lie in the order they are written in
                connection.execute(sql.SQL("VACUUM (TRUNCATE) {}").format(sql.SQL(", ").join(filled)))
                connection.execute(_UNKNOWN)
            connection.execute(_COUNT_ANEW)
        return True

    def _connect(self) -> psycopg.Connection:
        """Only while it is looked at: a test may ask whether somebody else is using its database."""
        return psycopg.connect(self._plain, autocommit=True)


class PostgresqlDatabases:
    """Copies of one template, under names that no other test process uses, used again and again."""

    def __init__(self, folder: Path) -> None:
        self._connection = psycopg.connect(SERVER.replace("+psycopg", "", 1), autocommit=True)
        self._name = f"test_{os.getpid()}"
        self._numbers = itertools.count(1)
        self._clean: list[PostgresqlDatabase] = []
        self._execute("CREATE DATABASE {}", self._name)
        _build(self._url(self._name).render_as_string(hide_password=False), folder)

    @contextmanager
    def fresh(self, folder: Path) -> Iterator[str]:
        """A copy of the template, emptied afterwards, or dropped where emptying is not enough."""
        copy = self._clean.pop() if self._clean else PostgresqlDatabase(self._url(self._copy_of(self._name)))
        try:
            yield copy.url
        finally:
            if copy.empty():
                self._clean.append(copy)
            else:
                self._execute("DROP DATABASE {} WITH (FORCE)", copy.name)

    @contextmanager
    def empty(self, folder: Path) -> Iterator[str]:
        """A copy of the server's own empty template, dropped afterwards."""
        name = self._copy_of("template0")
        try:
            yield self._url(name).render_as_string(hide_password=False)
        finally:
            self._execute("DROP DATABASE {} WITH (FORCE)", name)

    def close(self) -> None:
        """Drop the copies and the template."""
        for copy in self._clean:
            self._execute("DROP DATABASE {} WITH (FORCE)", copy.name)
        self._execute("DROP DATABASE {} WITH (FORCE)", self._name)
        self._connection.close()

    def _copy_of(self, template: str) -> str:
        name = f"{self._name}_{next(self._numbers)}"
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def _url(self, name: str) -> URL:
        return make_url(SERVER).set(drivername="postgresql+psycopg", database=name)

    def _execute(self, statement: LiteralString, *names: str) -> None:
        self._connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def databases(folder: Path) -> Databases:
    """The maker of test databases this run was asked for."""
    return PostgresqlDatabases(folder) if ON_POSTGRESQL else SqliteDatabases(folder)
