"""A backup restores: proven beside the living centre, put in its place, and what is lost is named."""

from __future__ import annotations

import fcntl
import stat
import zipfile
from pathlib import Path

import openpyxl
from flask import Flask
from sqlalchemy import select

from rehab_center import create_app
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.services import check_log
from rehab_center.db import db
from rehab_center.organisation.models import Facility
from tests.audit.intruder import intruder
from tests.backups.conftest import Command, found_centre, said
from tests.database import Databases, configuration

SCAN = "scans/ab/abcdef"


def _acts(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session().scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def test_a_backup_says_what_is_in_it(app: Flask, command: Command, tmp_path: Path) -> None:
    """The log's head at that moment, the file's fingerprint; and the log says that it was made."""
    before = len(_acts(app))
    result = command("backup", tmp_path / "a.rehab")
    assert result.exit_code == 0, result.output
    answer = said(result)
    assert answer["entries"] == before
    assert not answer["encrypted"]
    assert stat.S_IMODE((tmp_path / "a.rehab").stat().st_mode) == 0o600
    assert _acts(app)[-1] == "backup.made"
    again = command("backup", tmp_path / "a.rehab")
    assert again.exit_code == 1
    assert "a.rehab" in again.stderr
    assert command("backup", tmp_path / "no" / "where").exit_code == 1


def test_neither_key_is_in_a_backup(command: Command, tmp_path: Path) -> None:
    """Whoever finds a backup must not be able to seal a log; scans and settings are in it."""
    command("backup", tmp_path / "a.rehab")
    with zipfile.ZipFile(tmp_path / "a.rehab") as box:
        names = set(box.namelist())
    assert names == {"manifest.json", *(name for name in names if name.startswith("database.")), "settings.toml", SCAN}


def test_a_backup_is_proven_and_put_back(app: Flask, command: Command, instance: Path, tmp_path: Path) -> None:
    """The lost range stands in the restored log, the acts to key again are listed, the old database is set aside."""
    command("backup", tmp_path / "a.rehab")
    found_centre(app, "MAT", "Cơ sở lập sau bản sao lưu")
    (instance / "scans" / "ab" / "abcdef").write_bytes(b"%PDF-1.7 spoilt")
    last = len(_acts(app))

    refused = command("restore", tmp_path / "a.rehab")
    assert refused.exit_code == 1
    assert "--ground" in refused.stderr
    refused = command("restore", tmp_path / "a.rehab", "--ground", "Hỏng đĩa")
    assert refused.exit_code == 1
    assert "--yes" in refused.stderr
    assert len(_acts(app)) == last

    result = command("restore", tmp_path / "a.rehab", "--ground", "Hỏng đĩa", "--yes")
    assert result.exit_code == 0, result.output
    answer = said(result)
    assert answer["ok"]
    assert answer["lost"]["to"] == last
    assert answer["lost"]["from"] == answer["entries"] + 1
    assert any(act["about"] and "MAT" in act["about"] for act in answer["to_key_again"])
    sheet = openpyxl.load_workbook(answer["lost"]["list"]).active
    assert sheet is not None
    assert sheet.max_row == len(answer["to_key_again"]) + 1

    with app.app_context():
        codes = set(db.session().scalars(select(Facility.code)))
        entry = db.session().scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
        assert codes == {"NB"}
        assert (entry.act, entry.reason) == ("backup.restored", "Hỏng đĩa")
        assert entry.details is not None
        assert entry.details["lost_to"] == last
        assert check_log().ok
    assert (instance / "scans" / "ab" / "abcdef").read_bytes() == b"%PDF-1.7 a scan"
    assert not list(instance.glob("restoring-*"))


def test_nothing_is_restored_while_the_program_runs(command: Command, instance: Path, tmp_path: Path) -> None:
    """The worker holds its lock."""
    command("backup", tmp_path / "a.rehab")
    with (instance / "worker.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        refused = command("restore", tmp_path / "a.rehab", "--ground", "Thử", "--yes")
    assert refused.exit_code == 1
    assert refused.stderr.strip()
    assert not list(instance.glob("before-restore-*"))


def test_a_backup_of_a_tampered_centre_is_not_sound(app: Flask, command: Command, tmp_path: Path) -> None:
    """What was changed behind the program's back is named when the backup is proven."""
    with intruder(app) as somebody:
        somebody.do("UPDATE facility SET code = 'GIA'")
    command("backup", tmp_path / "a.rehab")
    result = command("restore", tmp_path / "a.rehab", "--check")
    assert result.exit_code == 1
    answer = said(result)
    assert not answer["ok"]
    assert any("facility" in problem for problem in answer["problems"])


def test_a_backup_of_another_centre_is_refused(
    command: Command, databases: Databases, instance: Path, tmp_path: Path
) -> None:
    """Their logs have no beginning in common."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with databases.fresh(elsewhere) as url:
        other = create_app(configuration(elsewhere, url))
        found_centre(other, "KHAC", "Cơ sở khác")
        made = other.test_cli_runner().invoke(args=["backup", str(tmp_path / "other.rehab")])
        with other.app_context():
            db.engine.dispose()
    assert made.exit_code == 0, made.output
    refused = command("restore", tmp_path / "other.rehab", "--ground", "Nhầm", "--yes")
    assert refused.exit_code == 1
    assert refused.stderr.strip()
    assert not list(instance.glob("before-restore-*"))
    assert not list(instance.glob("restoring-*"))
