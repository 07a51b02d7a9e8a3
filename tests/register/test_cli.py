"""``register import`` and ``register export`` as they are typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from rehab_center import clock
from rehab_center.audit.models import AuditEntry
from rehab_center.db import db, transaction
from rehab_center.organisation.models import Facility, FacilityName
from rehab_center.permissions import Actor
from rehab_center.register.models import ColumnMapping
from rehab_center.register.services import found_facility
from tests.register import books


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook with two good rows and a wrong one."""
    file = tmp_path / "so.xlsx"
    rows = [books.plain_row(1), books.plain_row(2), books.plain_row(3, months="mười tám")]
    file.write_bytes(books.plain_book(*rows))
    return file


def run(app: Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(args=["register", *(str(word) for word in words)])


def told(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_import_makes_the_first_centre_from_the_title(app: Flask, book: Path) -> None:
    dry = told(run(app, "import", book, "--dry-run"))
    with app.app_context():
        assert db.session.scalars(select(Facility)).all() == []
    written = told(run(app, "import", book))
    assert written == dry | {"dry_run": False}
    assert list(written) == ["rows", "imported", "unchanged", "updated", "conflicts", "rejected", "warnings", "dry_run"]
    assert (written["rows"], written["imported"], written["rejected"][0]["code"]) == (3, 2, "bad-months")
    assert told(run(app, "import", book))["unchanged"] == 2
    with app.app_context():
        name = db.session.scalars(select(FacilityName.name).order_by(FacilityName.id)).first()
        assert name == "Cơ sở cai nghiện ma túy tỉnh Nam Định"
        acts = db.session.scalars(select(AuditEntry.act)).all()
        assert acts.count("register.imported") == 2
        assert acts.count("register.row-imported") == 2


def test_a_centre_whose_name_has_a_d_with_a_stroke_gets_a_plain_code(app: Flask, actor: Actor) -> None:
    with app.app_context():
        with transaction() as session:
            found_facility(session, name="CƠ SỞ CAI NGHIỆN ĐIỂM ƯƠM", actor=actor, now=clock.now())
        assert db.session.scalars(select(Facility.code)).all() == ["CSCNDU"]


def test_refused_rows_are_written_where_asked(app: Flask, book: Path, tmp_path: Path) -> None:
    told(run(app, "import", book, "--dry-run", "--refused", tmp_path / "sai.xlsx"))
    again = told(run(app, "import", tmp_path / "sai.xlsx", "--dry-run"))
    assert (again["rows"], again["rejected"][0]["code"]) == (1, "bad-months")


def test_a_heading_can_be_explained(app: Flask, tmp_path: Path) -> None:
    head = ["Ngày kết thúc" if one == "Ngày tiếp nhận" else one for one in books.PLAIN_HEAD]
    file = tmp_path / "la.ods"
    file.write_bytes(books.ods([*books.TITLE, head, books.plain_row(1)]))
    refused = run(app, "import", file)
    assert refused.exit_code == 1
    assert "Ngày kết thúc" in refused.stderr
    assert told(run(app, "import", file, "--map", "Ngày kết thúc=entered-on"))["imported"] == 1
    assert told(run(app, "import", file))["unchanged"] == 1
    with app.app_context():
        assert db.session.scalars(select(ColumnMapping.heading)).all() == ["Ngày kết thúc"]
    assert run(app, "import", file, "--map", "Ngày kết thúc=gì đó").exit_code == 2


def test_a_file_that_cannot_be_read_is_said_in_words(app: Flask, tmp_path: Path) -> None:
    text = tmp_path / "so.xlsx"
    text.write_text("STT;Họ và tên", encoding="utf-8")
    for file in (tmp_path / "khong-co.xlsx", text):
        result = run(app, "import", file)
        assert result.exit_code == 1
        assert result.stderr.strip()
        assert "Traceback" not in result.stderr
    assert run(app, "import").exit_code == 2


def test_without_a_centre_in_the_title_one_must_be_made_first(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "so.xlsx"
    file.write_bytes(books.xlsx([books.PLAIN_HEAD, books.plain_row(1)]))
    assert run(app, "import", file).exit_code == 1
    assert told(run(app, "import", file, "--dry-run"))["imported"] == 1


def test_export_and_back(app: Flask, book: Path, tmp_path: Path) -> None:
    told(run(app, "import", book))
    out = tmp_path / "xuat.xlsx"
    assert told(run(app, "export", out, "--as-of", "2026-07-31"))["rows"] == 2
    assert told(run(app, "import", out))["unchanged"] == 2
    assert run(app, "export", tmp_path / "khong" / "co.xlsx").exit_code == 1
    with app.app_context():
        assert "register.exported" in db.session.scalars(select(AuditEntry.act)).all()
