"""``report build`` and ``report cell`` as the design writes them, on the register behind the published sentence."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.audit.models import AuditEntry
from rehab_center.permissions import EVERYWHERE, Role
from rehab_center.reports.models import Report
from rehab_center.reports.queries import report_page
from rehab_center.reports.tables import tables
from tests import factories
from tests.headcount.book import Book, Move, Stay
from tests.reports.conftest import IN
from tests.reports.register import fill, set_the_plan


def run(app: Flask, *words: str) -> dict[str, Any]:
    result = app.test_cli_runner().invoke(args=list(words))
    assert result.exit_code == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def words_of(path: Path) -> str:
    """What is printed, with single spaces."""
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout
    return " ".join(text.split())


def test_the_published_half_year(app: Flask, centre: Book, session: Session, tmp_path: Path) -> None:
    fill(centre)
    set_the_plan(centre)
    out = tmp_path / "bao-cao.pdf"
    answer = run(app, "report", "build", "half-year", "2024-H1", "--out", str(out), "--json")
    assert list(answer) == ["report", "from", "to", "figures", "pdf_sha256", "log_head"]
    assert (answer["from"], answer["to"]) == ("2023-12-15", "2024-06-14")
    assert answer["pdf_sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    expected = {
        "new_compulsory": (125, "125", 125),
        "new_compulsory_same_period": (105, "105", 105),
        "percent_of_same_period": (119.05, "119%", None),
        "annual_plan": (190, "190", None),
        "percent_of_plan": (65.79, "65,79%", None),
        "opening": (366, "366", 366),
        "closing": (413, "413", 413),
        "under_care": (413, "413", 413),
        "ever_under_care": (541, "541", 541),
        "out_completed": (113, "113", 113),
        "out_reduced": (15, "15", 15),
        "total_in": (175, "175", 175),
    }
    figures = answer["figures"]
    assert {code: tuple(figures[code].values()) for code in expected} == expected
    assert set(figures["opening"]) == {"value", "printed", "people_count"}
    _every_figure_has_its_people(app, answer)
    _the_paper(out, answer, session)


def _every_figure_has_its_people(app: Flask, answer: dict[str, Any]) -> None:
    for number, (code, figure) in enumerate(answer["figures"].items(), start=1):
        found = run(app, "report", "cell", str(answer["report"]), code)
        assert list(found) == ["people", "just_excluded"]
        assert len(found["people"]) == (figure["people_count"] or 0), code
        assert all(set(one) == {"code", "name", "admission"} for one in found["people"])
        assert all(set(one) == {"code", "name", "admission", "reason"} for one in found["just_excluded"])
        if number in (1, 12):
            assert run(app, "report", "cell", str(answer["report"]), str(number)) == found
    outside = run(app, "report", "cell", str(answer["report"]), "new_compulsory")["just_excluded"]
    assert len(outside) == 50 + 2  # the voluntary ones, and who came in the last days before the period
    assert all(one["reason"] for one in outside)


def _the_paper(out: Path, answer: dict[str, Any], session: Session) -> None:
    words = words_of(out)
    for sentence in (
        "SỞ LAO ĐỘNG - THƯƠNG BINH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: ………/BC-CSCNMT",
        "Nam Định, ngày …… tháng …… năm 2024",
        "Số liệu tính từ ngày 15/12/2023 đến ngày 14/06/2024 (kỳ báo cáo theo Nghị định số 09/2019/NĐ-CP).",
        "đã tiếp nhận mới 125 người cai nghiện bắt buộc, bằng 119% so với cùng kỳ năm 2023 và đạt 65,79% kế hoạch năm;",
        "bảo đảm các chế độ quản lý, nuôi dưỡng, giáo dục, dạy nghề, lao động trị liệu cho 413 người cai nghiện",
        "Kế hoạch năm 2024: 190 người, theo văn bản số 12/QĐ-SLĐTBXH ngày 20/12/2023.",
        "GIÁM ĐỐC",
        "- UBND tỉnh (để báo cáo);",
        "- Lưu: VT.",
    ):
        assert sentence in words, sentence
    page = report_page(session, answer["report"], scope=EVERYWHERE)
    for table in tables(page):
        for row in table.rows:
            numbers = " ".join(cell.printed for cell in row.cells)
            assert f"{row.words} {numbers} {row.number}" in words, row.words
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == 2
        data = json.loads(pdf.attachments["figures.json"].get_file().read_bytes())
    assert data["figures"]["percent_of_plan"] == {
        "number": 6,
        "value": "65.79",
        "printed": "65,79%",
        "people_count": None,
    }
    assert (data["period"], data["log_head"], data["report"]) == ("2024-H1", answer["log_head"], answer["report"])
    assert {code: one["people_count"] for code, one in data["figures"].items()} == {
        code: one["people_count"] for code, one in answer["figures"].items()
    }


def test_a_month(app: Flask, small: Book, tmp_path: Path) -> None:
    out = tmp_path / "thang.pdf"
    answer = run(app, "report", "build", "month", "2024-03", "--out", str(out))
    assert (answer["from"], answer["to"]) == ("2024-02-15", "2024-03-14")
    words = words_of(out)
    assert "tháng 03 năm 2024" in words
    assert "; lũy kế từ đầu năm 5 người, đạt 62,50% kế hoạch năm;" in words
    assert "Lũy kế theo quyết định bắt buộc từ đầu năm (người) 5" in words


def test_the_acts_are_recorded(app: Flask, small: Book, session: Session, tmp_path: Path) -> None:
    answer = run(app, "report", "build", "half-year", "2024-H1", "--out", str(tmp_path / "x.pdf"))
    run(app, "report", "cell", str(answer["report"]), "new_compulsory")
    session.rollback()
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(3)).all()
    assert [entry.act for entry in entries] == ["report.cell_opened", "report.printed", "report.frozen"]
    assert all(entry.actor.startswith("cli:") for entry in entries)
    assert all(re.fullmatch(r"Dòng lệnh trên máy chủ \(.+\)", entry.actor_label) for entry in entries)


def test_a_report_in_the_name_of_whoever_may_make_one(
    app: Flask, small: Book, session: Session, tmp_path: Path
) -> None:
    factories.make_account("vu.vt", Role.DIRECTOR, full_name="Vũ Văn Trưởng")
    factories.make_account("le.vn", Role.INTAKE, full_name="Lê Văn Nhận")
    words = ("report", "build", "month", "2024-03", "--out", str(tmp_path / "thang.pdf"), "--actor")
    run(app, *words, "vu.vt")
    assert session.scalars(select(Report.built_by)).all() == ["Vũ Văn Trưởng"]
    assert "Lê Văn Nhận" in _refused(app, 1, *words, "le.vn")
    assert "khong.co" in _refused(app, 1, *words, "khong.co")


def _refused(app: Flask, code: int, *words: str) -> str:
    result = app.test_cli_runner().invoke(args=list(words))
    assert (result.exit_code, result.stdout) == (code, "")
    assert "Traceback" not in result.stderr
    return result.stderr


@pytest.mark.parametrize(
    ("kind", "word"),
    [("half-year", "2024-H3"), ("month", "2024-13"), ("half-year", "2024"), ("century", "2024"), ("year", "x")],
)
def test_a_period_that_is_none_is_bad_usage(app: Flask, small: Book, tmp_path: Path, kind: str, word: str) -> None:
    assert _refused(app, 2, "report", "build", kind, word, "--out", str(tmp_path / "x.pdf"))


def test_what_cannot_be_done_is_said_in_words(app: Flask, small: Book, tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "x.pdf"))
    assert "14/12/2199" in _refused(app, 1, "report", "build", "year", "2199", *out)
    assert _refused(app, 1, "report", "build", "year", "2024", "--out", str(tmp_path / "không có" / "x.pdf"))
    assert _refused(app, 1, "report", "cell", "999", "new_compulsory")
    assert not (tmp_path / "x.pdf").exists()
    answer = run(app, "report", "build", "half-year", "2024-H1", *out)
    assert _refused(app, 1, "report", "cell", str(answer["report"]), "no_such_figure")
    assert _refused(app, 1, "report", "cell", str(answer["report"]), "999")


def test_a_balance_that_does_not_close_is_refused_by_name(app: Flask, small: Book, tmp_path: Path) -> None:
    first = small.stay(Move(IN, date(2024, 1, 2)), name="Lê Văn Hai")
    small.write([Stay((Move(IN, date(2024, 1, 2)),), person=small.person_of(first))])
    said = _refused(app, 1, "report", "build", "half-year", "2024-H1", "--out", str(tmp_path / "x.pdf"))
    assert "Lê Văn Hai" in said
    assert not (tmp_path / "x.pdf").exists()
