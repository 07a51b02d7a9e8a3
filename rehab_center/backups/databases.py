"""The database of a backup: copied while people work, and put back.

SQLite is copied by its own online backup; PostgreSQL by the ``pg_dump`` of the server's version, in the snapshot that
the facts were read in. Both ways back end with the old database set aside, never deleted.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from rehab_center.db import Model
from rehab_center.errors import DomainError
from rehab_center.words import N_, message

Progress = Callable[[int, int], None]
_PAGES = 2000
_DEBIAN_TOOLS = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Facts:
    """What a database holds. ``entries`` and ``head``: the number and hash of the log's last entry (0 and "")."""

    step: str
    entries: int
    head: str
    rows: dict[str, int]


class Database(Protocol):
    """One of the two kinds of database."""

    @property
    def kind(self) -> str:
        """The word for it: sqlite or postgresql."""

    @property
    def member(self) -> str:
        """The file's name in a backup."""

    def dump(self, target: Path, progress: Progress) -> Facts:
        """Copy the database as it is at one moment into ``target``."""

    def scratch(self, folder: Path, stamp: str) -> str:
        """Make a database beside this one out of the unpacked file in ``folder``; its URL."""

    def discard(self, url: str) -> None:
        """Remove a scratch database again."""

    def replace(self, url: str, aside: Path, stamp: str) -> str:
        """Put the scratch database in the place of this one; where the old one is now, in words."""


def database_of(url: str) -> Database:
    """The database behind an SQLAlchemy URL."""
    parsed = make_url(url)
    return Sqlite(Path(parsed.database or "")) if parsed.get_backend_name() == "sqlite" else Postgresql(parsed)


# --- SQLite ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sqlite:
    """The database in one file."""

    path: Path
    kind: str = "sqlite"
    member: str = "database.sqlite"

    def dump(self, target: Path, progress: Progress) -> Facts:
        """Copy page by page the state of the first moment, whatever is written meanwhile.

        One read transaction is held from end to end: without it SQLite begins the copy anew at every write, the note of
        its own progress included.
        """
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(sqlite3.connect(self.path)) as source, closing(sqlite3.connect(target)) as copy:
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            source.backup(copy, pages=_PAGES, progress=lambda _status, left, all_: progress(all_ - left, all_))
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a journal beside it
            return _facts(lambda sql: copy.execute(sql).fetchall())

    def scratch(self, folder: Path, stamp: str) -> str:
        """The unpacked file itself."""
        return f"sqlite:///{folder / self.member}"

    def discard(self, url: str) -> None:
        """Nothing: the file goes with its folder."""

    def replace(self, url: str, aside: Path, stamp: str) -> str:
        """Move the old file and its journal into ``aside`` and the scratch file to its place."""
        scratch = Path(make_url(url).database or "")
        with closing(sqlite3.connect(scratch)) as copy:
            copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            copy.execute("PRAGMA journal_mode=DELETE")
        for suffix in ("", "-wal", "-shm"):
            old = self.path.with_name(self.path.name + suffix)
            if old.exists():
                old.rename(aside / old.name)
        scratch.rename(self.path)
        return str(aside / self.path.name)


# --- PostgreSQL ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Postgresql:
    """A database on a server, over its owner's connection."""

    url: URL
    kind: str = "postgresql"
    member: str = "database.pgdump"

    def dump(self, target: Path, progress: Progress) -> Facts:
        """Dump in the custom format, in the snapshot that the facts are read in."""
        with _connection(self.url) as connection:
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
                facts = _facts(lambda sql: connection.exec_driver_sql(sql).fetchall())
                progress(0, 1)
                self._run("pg_dump", f"--snapshot={snapshot}", "--format=custom", "--no-owner", f"--file={target}")
        os.chmod(target, 0o600)
        progress(1, 1)
        return facts

    def scratch(self, folder: Path, stamp: str) -> str:
        """A new database on the same server, filled by pg_restore."""
        name = f"{self.url.database}_restoring_{stamp}"
        with _connection(self.url, autocommit=True) as connection:
            try:
                connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE template0')
            except DBAPIError as error:
                raise DomainError(
                    message(
                        N_("The database's owner cannot make a database beside it (%(error)s): give it CREATEDB"),
                        error=str(error.orig).strip().partition("\n")[0],
                    )
                ) from error
        url = self.url.set(database=name)
        dump = str(folder / self.member)
        Postgresql(url)._run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", dump)
        return url.render_as_string(hide_password=False)

    def discard(self, url: str) -> None:
        """Drop the scratch database."""
        with _connection(self.url, autocommit=True) as connection:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{make_url(url).database}"')

    def replace(self, url: str, aside: Path, stamp: str) -> str:
        """Rename both databases, from a third one. Raises DomainError while somebody works in the old one."""
        old, kept = str(self.url.database), f"{self.url.database}_before_{stamp}"
        with _connection(self.url.set(database="postgres"), autocommit=True) as connection:
            try:
                connection.exec_driver_sql(f'ALTER DATABASE "{old}" RENAME TO "{kept}"')
            except DBAPIError as error:
                raise DomainError(N_("Somebody still works in the database: stop the program everywhere")) from error
            connection.exec_driver_sql(f'ALTER DATABASE "{make_url(url).database}" RENAME TO "{old}"')
        return kept

    def _run(self, tool: str, *arguments: str) -> None:
        program = _tool(tool, self._major())
        bare = self.url.set(drivername="postgresql", password=None).render_as_string()
        environment = os.environ | ({"PGPASSWORD": str(self.url.password)} if self.url.password else {})
        done = subprocess.run(
            [program, f"--dbname={bare}", *arguments], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            said = (done.stderr.strip().splitlines() or ["?"])[-1]
            raise DomainError(message(N_("%(tool)s failed: %(error)s"), tool=tool, error=said))

    def _major(self) -> int:
        with _connection(self.url) as connection:
            return int(connection.scalar(text("SHOW server_version_num"))) // 10_000


def _tool(name: str, major: int) -> str:
    """``pg_dump`` or ``pg_restore`` of the server's own version. Raises DomainError where it is not installed."""
    beside = _DEBIAN_TOOLS / str(major) / "bin" / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found and _version(found) == major:
        return found
    raise DomainError(
        message(
            N_("%(tool)s of version %(version)s is needed, the server's own: install postgresql-client-%(version)s"),
            tool=name,
            version=str(major),
        )
    )


def _version(program: str) -> int | None:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)[.\d]*\s*(?:\(|$)", said)
    return int(found[1]) if found else None


@contextmanager
def _connection(url: URL, *, autocommit: bool = False) -> Iterator[Any]:
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT") if autocommit else connection
    finally:
        engine.dispose()


# --- what is in it ---------------------------------------------------------------------------------------------------


def facts(url: str, tables: Iterable[str]) -> Facts:
    """What the database behind an SQLAlchemy URL holds now in ``tables``, be they of an older program."""
    with _connection(make_url(url)) as connection:
        return _facts(lambda sql: connection.exec_driver_sql(sql).fetchall(), tables)


def _facts(ask: Callable[[str], Sequence[Sequence[Any]]], tables: Iterable[str] | None = None) -> Facts:
    step = ask("SELECT version_num FROM alembic_version")
    head = ask("SELECT entry_id, hash FROM audit_head")
    return Facts(
        step=str(step[0][0]) if step else "",
        entries=int(head[0][0]) if head else 0,
        head=str(head[0][1]) if head else "",
        rows={table: int(ask(f"SELECT count(*) FROM {table}")[0][0]) for table in tables or _tables()},
    )


def _tables() -> Iterable[str]:
    return [table.name for table in Model.metadata.sorted_tables]
