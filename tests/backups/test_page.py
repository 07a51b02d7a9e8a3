"""Backups under the settings, made by the worker at somebody's wish and at night."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rehab_center import clock
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import record
from rehab_center.audit.services import check_log
from rehab_center.backups import anchors, archive, work
from rehab_center.backups.databases import Sqlite
from rehab_center.backups.queries import NIGHTLY, Where, backups, state
from rehab_center.backups.restoring import record_proven
from rehab_center.db import db, transaction
from rehab_center.jobs.models import Job, JobState
from rehab_center.jobs.nightly import PROGRAM
from rehab_center.jobs.services import enqueue
from rehab_center.permissions import Role

SignIn = Callable[..., FlaskClient]
URL = "/settings/backups"


@pytest.fixture
def folder(app: Flask, instance: Path, tmp_path: Path) -> Path:
    """The disk for backups."""
    assert instance
    disk = tmp_path / "usb"
    disk.mkdir()
    app.config["BACKUP_FOLDER"] = disk
    return disk


def _night() -> Job:
    """One night's work, done at once as tests do."""
    with transaction() as session:
        job_id = enqueue(session, NIGHTLY, {}, actor=PROGRAM, now=clock.now())
    return db.session().get_one(Job, job_id)


def _entries(act: str) -> list[AuditEntry]:
    return list(db.session().scalars(select(AuditEntry).where(AuditEntry.act == act).order_by(AuditEntry.id)))


def test_a_backup_is_made_from_the_page_and_proven(app: Flask, folder: Path, sign_in: SignIn) -> None:
    client = sign_in(Role.ADMINISTRATOR)
    assert "Chưa có bản sao lưu nào" in client.get(URL).text
    progress = client.post(URL)
    assert progress.status_code == 303
    assert "100%" in client.get(progress.location).text
    made = [path for path in folder.iterdir() if path.suffix == ".rehab"]
    assert re.fullmatch(r"sao-luu-\d{8}-\d{6}\.rehab", made[0].name)
    page = client.get(URL).text
    assert made[0].name in page
    assert "bản sao lưu trên cùng một ổ đĩa" in page.lower()
    assert str(folder) in page
    (folder / "elsewhere").mkdir()
    manifest = archive.unpack(made[0], folder / "elsewhere", identity=None)
    with app.app_context():
        with transaction() as session:
            record_proven(session, made[0], manifest, actor=PROGRAM, now=clock.now())
        (line,) = backups(db.session(), present={made[0].name: made[0].stat().st_size})
        assert (line.where, line.encrypted, line.proven_at is not None) == (Where.HERE, False, True)
        (elsewhere,) = backups(db.session(), present={made[0].name: 1})  # another file of that name
        assert elsewhere.where is Where.ELSEWHERE
    export = client.get(f"{URL}?export=csv")
    assert made[0].name in export.text
    assert line.head in export.text


def test_nobody_else_sees_or_makes_one(folder: Path, sign_in: SignIn) -> None:
    for role in (Role.DIRECTOR, Role.INSPECTOR, Role.INTAKE):
        client = sign_in(role)
        assert client.get(URL).status_code == 403
        assert client.post(URL).status_code == 403
        assert URL not in client.get("/settings/").text
    assert list(folder.iterdir()) == []


def test_a_disk_that_is_not_there_is_said_to_whom_it_concerns(app: Flask, folder: Path, sign_in: SignIn) -> None:
    """Nothing is made in its place, the first pages say it, and work goes on."""
    administrator, director = sign_in(Role.ADMINISTRATOR), sign_in(Role.DIRECTOR)
    app.config["BACKUP_FOLDER"] = folder / "gone"
    page = administrator.get(URL).text
    assert "Sao lưu ngay</button>" not in page
    assert "note-bad" in page
    assert "chưa lần nào" in director.get("/today").text
    with app.app_context():
        assert _night().state == JobState.FAILED
        assert state(db.session()).failed
    assert not (folder / "gone").exists()
    for client in (administrator, director):
        assert str(folder / "gone") in client.get("/today").text
    app.config["BACKUP_FOLDER"] = folder
    with app.app_context():
        assert _night().state == JobState.DONE
        assert not state(db.session()).failed
    assert "backups-late" not in director.get("/today").text
    assert "badge-good" in administrator.get("/today").text
    with clock.set_to(clock.now() + timedelta(days=3)):
        assert 'id="backups-late"' in sign_in(Role.DIRECTOR).get("/today").text


def test_old_nights_are_taken_away_and_named(app: Flask, folder: Path) -> None:
    """Never a file the log does not know, nor one made by hand."""
    app.config |= {"BACKUP_DAILY": 2, "BACKUP_MONTHLY": 0}
    stranger = folder / "hang-dem-20200101-020000.rehab"
    stranger.write_bytes(b"another centre's")
    with app.app_context():
        begin = clock.now()
        for night in range(4):
            with clock.set_to(begin + timedelta(days=night)):
                assert _night().state == JobState.DONE
        (first, second) = _entries("backup.removed")
        named = [*(first.details or {})["files"], *(second.details or {})["files"]]
        assert len(set(named)) == 2
        kept = {path.name for path in folder.glob("*.rehab")}
        assert len(kept) == 3
        assert stranger.name in kept
        assert not kept & set(named)
        wheres = [one.where for one in backups(db.session(), present=dict.fromkeys(kept, 0))]
        assert wheres.count(Where.REMOVED) == 2
        assert check_log().ok


def test_what_a_killed_program_left_is_cleared(app: Flask, instance: Path, folder: Path) -> None:
    """A day later, and nothing younger."""
    for name in (".backup-dead", "restoring-20260101-000000"):
        (instance / name).mkdir()
        (instance / name / "database.sqlite").write_bytes(b"everything in the clear")
    (folder / ".sao-luu-20260101-000000.rehab.partial").write_bytes(b"half")
    with app.app_context():
        assert _night().state == JobState.DONE
        assert (instance / ".backup-dead").exists()
        with clock.set_to(clock.now() + timedelta(days=2)):
            assert _night().state == JobState.DONE
    assert not [*instance.glob(".backup-*"), *instance.glob("restoring-*"), *folder.glob(".*")]


def test_the_log_has_its_witness_outside(app: Flask, folder: Path, sign_in: SignIn) -> None:
    """A line each night; a log that was written anew contradicts it, a recorded restore does not."""
    inspector = sign_in(Role.INSPECTOR)
    assert "chưa ghi ra ngoài lần nào" in inspector.get("/log").text
    with app.app_context():
        work.anchor(PROGRAM)
        (line,) = anchors.read(folder)
        entry = _entries("audit.anchored")[0]
        assert entry.details == {"file": anchors.FILE, "entries": line.entries, "head": line.hash, "contradicted": 0}
        assert (line.entries, line.hash) == (entry.id - 1, entry.previous_hash)
        work.anchor(PROGRAM)
        assert anchors.contradicted(db.session(), anchors.read(folder)) == []
    assert "Ghi ra ngoài lần gần nhất" in inspector.get("/log").text

    path = folder / anchors.FILE
    path.write_text(path.read_text().replace(line.hash, "0" * 64) + "no line\n2026-01-01T00:00:00 5 ab\n")
    with app.app_context():
        wrong = anchors.contradicted(db.session(), anchors.read(folder))
        assert [one.entries for one in wrong] == [line.entries]
        work.anchor(PROGRAM)
        assert (_entries("audit.anchored")[-1].details or {})["contradicted"] == 1
    assert "trái với" in inspector.get("/log").text
    with app.app_context():
        with transaction():
            details = {"lost_from": line.entries, "lost_to": line.entries}
            record("backup.restored", actor=PROGRAM, at=clock.now(), details=details)
        assert anchors.contradicted(db.session(), anchors.read(folder)) == []


@pytest.mark.any_database
def test_a_copy_ends_however_much_is_written_meanwhile(tmp_path: Path) -> None:
    """Each step of the copy meets another writer, as the note of its own progress is one."""
    path = tmp_path / "busy.sqlite"
    living = sqlite3.connect(path, isolation_level=None)
    living.execute("PRAGMA journal_mode=WAL")
    living.executescript(
        "CREATE TABLE alembic_version (version_num TEXT); CREATE TABLE audit_head (entry_id INT, hash TEXT);"
        "CREATE TABLE heap (bytes BLOB)"
    )
    living.executemany("INSERT INTO heap VALUES (?)", [(bytes(100_000),) for _ in range(250)])
    steps = 0

    def write(_done: int, _total: int) -> None:
        nonlocal steps
        steps += 1
        assert steps < 50, "it begins anew at every write"
        living.execute("INSERT INTO heap VALUES (x'00')")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rehab_center.backups.databases._tables", lambda: ["heap"])
        facts = Sqlite(path).dump(tmp_path / "copy.sqlite", write)
    living.close()
    assert facts.rows == {"heap": 250}
    assert steps > 2
