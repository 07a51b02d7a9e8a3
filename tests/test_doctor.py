"""The doctor: what it finds, how it says it, and that nothing makes it fall ill itself."""

from __future__ import annotations

import json
import shutil
from collections import namedtuple
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import text

from rehab_center import clock, config, schema
from rehab_center.db import db
from rehab_center.doctor import __main__ as doctor
from rehab_center.doctor import backups, database, instance, machine
from rehab_center.doctor.checks import Check, Trouble
from rehab_center.web.fonts import FontUnfit
from rehab_center.words import message

CHECKS = {check.name: check for check in doctor.CHECKS}
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance folder with its keys, and nothing else set."""
    for setting in config.SETTINGS:
        monkeypatch.delenv(f"REHAB_{setting.name.upper()}", raising=False)
    monkeypatch.setenv("REHAB_INSTANCE", str(tmp_path))
    config.make_keys(tmp_path)
    return tmp_path


@pytest.fixture
def migrated(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The environment points at a test's database, which counts as migrated."""
    monkeypatch.setenv("REHAB_INSTANCE", app.instance_path)
    monkeypatch.setenv("REHAB_DATABASE_URL", app.config["DATABASE_URL"])
    _set_step(app, schema.steps()[0])
    return app


def _set_step(app: Flask, step: str) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:step)"), {"step": step})


def said(name: str) -> str:
    return "\n".join(f"{trouble.what} {trouble.remedy}" for trouble in CHECKS[name].look())


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", ["python", "packages", "pango", "font", "translations", "folder", "keys", "settings"])
def test_a_machine_on_which_the_tests_run_is_well(name: str) -> None:
    assert said(name) == ""


def test_missing_pieces_of_the_machine_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def unfit() -> None:
        raise FontUnfit(message("The font lacks %(count)s letters", count=93))

    monkeypatch.setattr(machine, "check_fonts", unfit)
    monkeypatch.setattr(machine, "find_library", lambda _name: None)
    monkeypatch.setattr(machine, "version", lambda _name: "0.0.1")
    monkeypatch.setattr(machine, "OLDEST_PYTHON", (99, 0))
    assert "93" in said("font")
    assert "apt-get install fonts-liberation2" in said("font")
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0" in said("pango")
    assert "0.0.1" in said("packages")
    assert "99" not in said("python")
    assert "too old" in said("python")


def test_another_zone_is_only_remarked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    machine.time.tzset()
    try:
        assert [trouble.mild for trouble in CHECKS["zone"].look()] == [True]
    finally:
        monkeypatch.undo()
        machine.time.tzset()


def test_a_missing_or_unwritable_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(instance, "_write_something", full)
    assert "No space left" in said("folder")
    folder.chmod(0o755)
    assert "chmod 700" in said("folder")
    shutil.rmtree(folder)
    assert "does not exist" in said("folder")
    assert said("disk") == ""


@pytest.mark.usefixtures("folder")
def test_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance.shutil, "disk_usage", lambda _path: Usage(1, 1, 1500 * 1024**2))
    assert [trouble.mild for trouble in CHECKS["disk"].look()] == [True]
    monkeypatch.setattr(instance.shutil, "disk_usage", lambda _path: Usage(1, 1, 10 * 1024**2))
    assert [trouble.mild for trouble in CHECKS["disk"].look()] == [False]


def test_keys_missing_or_open_to_others(folder: Path) -> None:
    (folder / config.SECRET_KEY_FILE).chmod(0o644)
    (folder / config.AUDIT_KEY_FILE).unlink()
    assert "chmod 600" in said("keys")
    assert len(list(CHECKS["keys"].look())) == 2


@pytest.mark.usefixtures("folder")
def test_a_wrong_setting_silences_no_other_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REHAB_PORT", "http")
    assert "port" in said("settings")
    assert said("database") == said("clock") == said("worker") == ""


@pytest.mark.usefixtures("folder")
def test_a_database_that_is_not_there_or_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no database yet" in said("database")
    monkeypatch.setenv("REHAB_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    assert "cannot be reached" in said("database")


def test_a_database_behind_or_ahead_of_the_program(migrated: Flask) -> None:
    assert said("database") == ""
    _set_step(migrated, schema.steps()[-1])
    assert ("behind" in said("database")) == (len(schema.steps()) > 1)
    _set_step(migrated, "9999")
    assert "newer program" in said("database")


@pytest.mark.usefixtures("migrated")
def test_a_clock_before_or_long_after_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    assert said("clock") == ""
    monkeypatch.setattr(database, "one_moment", lambda _query: now + timedelta(hours=1))
    assert [trouble.mild for trouble in CHECKS["clock"].look()] == [False]
    monkeypatch.setattr(database, "one_moment", lambda _query: now - timedelta(days=2))
    assert [trouble.mild for trouble in CHECKS["clock"].look()] == [True]


@pytest.mark.usefixtures("migrated")
def test_work_that_nobody_does(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said("worker") == ""
    monkeypatch.setattr(database, "one_moment", lambda _query: clock.now() - timedelta(hours=1))
    assert "./run serve" in said("worker")


@pytest.mark.usefixtures("migrated")
def test_the_folder_of_backups_and_the_age_of_the_last_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moments: list[datetime | None] = []
    monkeypatch.setattr(backups, "one_moment", lambda _query: moments.pop(0))
    now, folder = clock.now(), tmp_path / "o-dia"
    for days, last, words in (
        (1, None, ""),
        (3, None, "No backup has ever been made"),
        (9, 1, ""),
        (9, 3, "The last backup is of"),
    ):
        moments[:] = [now - timedelta(days=days), None if last is None else now - timedelta(days=last)]
        told = said("backups")
        assert words in told
        assert ("backup" in told) is bool(words)
    moments[:] = [None] * 3  # one for each look, but in the invented centre
    monkeypatch.setenv("REHAB_BACKUP_FOLDER", str(folder))
    assert "is not there" in said("backups")
    folder.mkdir()
    assert [one.mild for one in CHECKS["backups"].look()] == [True]
    monkeypatch.setattr(backups.os, "access", lambda _path, _mode: False)
    assert "Nothing can be written" in said("backups")
    (config.instance_folder() / config.DEMO_MARKER).touch()
    assert "Nothing can be written" in said("backups")
    assert moments == []


def _ill() -> Iterator[Trouble]:
    raise RuntimeError("never thought of")


@pytest.mark.parametrize(
    ("check", "code", "mark"),
    [
        (Check("a", "Alpha", lambda: iter(())), 0, "✓"),
        (Check("a", "Alpha", lambda: iter([Trouble(message("odd"), message("look"), mild=True)])), 0, "!"),
        (Check("a", "Alpha", lambda: iter([Trouble(message("bad"), message("mend"))])), 1, "✗"),
        (Check("a", "Alpha", _ill), 1, "✗"),
    ],
)
def test_the_command(check: Check, code: int, mark: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "CHECKS", (check,))
    plain = CliRunner().invoke(doctor.main)
    assert (plain.exit_code, plain.stdout.splitlines()[0]) == (code, f"{mark} Alpha")
    as_json = CliRunner().invoke(doctor.main, ["--json"])
    told = json.loads(as_json.stdout)
    assert (as_json.exit_code, told["ok"], told["checks"][0]["check"]) == (code, code == 0, "a")
