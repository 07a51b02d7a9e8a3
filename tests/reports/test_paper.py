"""The printed page: its day's letterhead, Vietnamese for every reader, and the preview that looks the same."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from rehab_center.clock import moment_of
from rehab_center.dated import Confidence
from rehab_center.db import transaction
from rehab_center.periods import PeriodKind, parse_period
from rehab_center.permissions import EVERYWHERE, Actor, Role
from rehab_center.policies.rules import PolicyKind, RegimesHeadcount
from rehab_center.policies.services import set_value
from rehab_center.reports import paper
from rehab_center.reports.queries import report_page
from tests.headcount.book import Book
from tests.reports.conftest import Build

# What the pages ask is asked on both databases by the tests of the queries and by web/test_fuzz.py.
pytestmark = pytest.mark.any_database

SignIn = Callable[..., FlaskClient]


def words_of(content: bytes, folder: Path) -> str:
    path = folder / "paper.pdf"
    path.write_bytes(content)
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("kind", "word", "head", "superior", "place"),
    [
        (PeriodKind.HALF_YEAR, "2024-H1", "GIÁM ĐỐC", "SỞ LAO ĐỘNG - THƯƠNG BINH", "Nam Định, ngày"),
        (PeriodKind.MONTH, "2025-02", "GIÁM ĐỐC", "SỞ LAO ĐỘNG - THƯƠNG BINH", "Nam Định, ngày"),
        (PeriodKind.MONTH, "2025-03", "TRƯỞNG CƠ SỞ", "CÔNG AN TỈNH NAM ĐỊNH", "Nam Định, ngày"),
        (PeriodKind.MONTH, "2025-07", "TRƯỞNG CƠ SỞ", "CÔNG AN TỈNH NINH BÌNH", "Ninh Bình, ngày"),
    ],
)
def test_the_letterhead_is_that_of_the_periods_last_day(
    centre: Book,
    session: Session,
    actor: Actor,
    tmp_path: Path,
    kind: PeriodKind,
    word: str,
    head: str,
    superior: str,
    place: str,
) -> None:
    report_id = paper.build(centre.facility_id, parse_period(kind, word), actor=actor)
    words = words_of(paper.kept(report_page(session, report_id, scope=EVERYWHERE)), tmp_path)
    assert head in words
    assert superior in words
    assert f"{place} …… tháng …… năm {word[:4]}" in words
    assert (head == "GIÁM ĐỐC") == ("TRƯỞNG CƠ SỞ" not in words)


def test_the_paper_is_vietnamese_for_an_english_reader(
    small: Book, build: Build, session: Session, sign_in: SignIn, tmp_path: Path
) -> None:
    vietnamese = report_page(session, build(), scope=EVERYWHERE)
    client = sign_in(Role.DIRECTOR)
    client.post("/language", data={"language": "en"})
    answer = client.post("/reports", data={"period": "half-year:2024-H1"})
    assert answer.status_code == 303
    english = client.get(f"{answer.location}/file").data
    changing = ("Báo cáo điện tử",)  # its own number and moment
    kept = [words_of(content, tmp_path).split(changing[0])[0] for content in (paper.kept(vietnamese), english)]
    assert kept[0] == kept[1]
    shown = client.get(f"{answer.location}/paper").text.split('<article class="official')[1].split("</article>")[0]
    for word in ("Quy ước chờ xác nhận", "Đang quản lý cuối kỳ", "TRƯỞNG" if "TRƯỞNG" in shown else "GIÁM ĐỐC"):
        assert word in shown
    assert "Confirmed" not in shown
    assert "Under care" not in "".join(part.split(">", 1)[1] for part in shown.split("<")[1:])


def test_what_waits_to_be_confirmed_is_said_on_the_paper(
    small: Book, build: Build, session: Session, actor: Actor, tmp_path: Path
) -> None:
    assert "Quy ước chờ xác nhận:" in words_of(paper.kept(report_page(session, build(), scope=EVERYWHERE)), tmp_path)
    with transaction() as writing:
        set_value(
            writing,
            PolicyKind.REGIMES_HEADCOUNT,
            value=RegimesHeadcount.EVER,
            valid_from=date(2020, 1, 1),
            citation="Công văn 15/CV",
            confidence=Confidence.CONFIRMED,
            actor=actor,
            now=moment_of(date(2024, 6, 20), 9),
        )
    words = words_of(paper.kept(report_page(session, build(), scope=EVERYWHERE)), tmp_path)
    assert "Quy ước chờ xác nhận" not in words
    assert "lao động trị liệu cho 11 người" in words


def test_the_training_band(app: Flask, small: Book, build: Build, session: Session, tmp_path: Path) -> None:
    page = report_page(session, build(), scope=EVERYWHERE)
    assert "TẬP HUẤN" not in words_of(paper.kept(page), tmp_path)
    app.config["DEMO"] = True
    assert words_of(paper.render(page), tmp_path).count("DỮ LIỆU TẬP HUẤN") == 2
