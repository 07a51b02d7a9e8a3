"""What goes out: the refused rows to be mended, and the register that comes back as the same."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from rehab_center import clock, create_app
from rehab_center.db import db, transaction
from rehab_center.organisation.services import create_facility
from rehab_center.permissions import Actor
from rehab_center.register.book import read_book
from rehab_center.register.dry_runs import dry_run
from rehab_center.register.importing import write_book
from rehab_center.register.outcomes import as_json
from rehab_center.register.queries.exporting import export_register
from rehab_center.register.refused import workbook_of_refused
from rehab_center.register.writing import neutral
from rehab_center.web.formatting import say
from tests.database import Databases, configuration
from tests.register import books
from tests.register.conftest import Import

TODAY = date(2026, 7, 31)
LEFT = {"left": date(2023, 9, 5), "reason": "Giảm thời hạn", "paper": "7/QĐ"}


def sheet_of(content: bytes) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in openpyxl.load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True)]


def refused_of(data: bytes, facility_id: int, actor: Actor) -> bytes:
    book = read_book(db.session(), data, "so.xlsx", facility_id=facility_id, today=TODAY)
    told = as_json(dry_run(db.session(), book, facility_id=facility_id, actor=actor), say)
    return workbook_of_refused(book.register, told["rejected"])


def test_refused_rows_come_back_as_they_were_with_their_reasons(
    session: Session, facility_id: int, actor: Actor
) -> None:
    wrong = books.plain_row(2, name=" =SUM(A1) ", entered="31/02/2023", identity=3608000002.0, months=" 18 tháng ")
    data = books.plain_book(books.plain_row(1), wrong, books.plain_row(3))
    rows = sheet_of(refused_of(data, facility_id, actor))
    assert len(rows) == 5
    assert rows[0][0] == "CƠ SỞ CAI NGHIỆN MA TÚY TỈNH NAM ĐỊNH"
    assert rows[3] == (*books.PLAIN_HEAD, "Lý do không nhập được")
    back = dict(zip(rows[3], rows[4], strict=True))
    assert (back["Ngày tiếp nhận"], back["Số CCCD/CMND"], back["Thời hạn (tháng)"]) == (
        "31/02/2023",
        3608000002,
        " 18 tháng ",
    )
    assert (back["Ngày quyết định"].date(), back["Họ và tên"]) == (date(2023, 3, 1), " =SUM(A1) ")
    assert "Dòng 6" in back["Lý do không nhập được"]
    assert "Ngày tiếp nhận" in back["Lý do không nhập được"]


def test_once_mended_they_import_cleanly(session: Session, import_book: Import, facility_id: int, actor: Actor) -> None:
    data = books.plain_book(books.plain_row(1), ("Khu nữ",), books.plain_row(2, entered="31/02/2023"))
    assert import_book(data)["imported"] == 1
    mended = openpyxl.load_workbook(BytesIO(refused_of(data, facility_id, actor)))
    sheet = mended.worksheets[0]
    [cell] = [cell for row in sheet.iter_rows() for cell in row if cell.value == "31/02/2023"]
    cell.value = "05.03.2023"
    file = BytesIO()
    mended.save(file)
    told = import_book(file.getvalue())
    assert (told["rows"], told["imported"], told["rejected"], told["warnings"]) == (1, 1, [], [])
    assert import_book(data)["unchanged"] == 1  # the first book still has the wrong row


def test_two_rows_of_headings_come_back_too(session: Session, facility_id: int, actor: Actor) -> None:
    data = books.xlsx([*books.OTHER_OFFICE_HEAD, *books.OTHER_OFFICE_ROWS], merges=books.OTHER_OFFICE_MERGES)
    again = refused_of(data, facility_id, actor)
    book = read_book(db.session(), again, "lai.xlsx", facility_id=facility_id, today=TODAY)
    assert (book.register.row_count, len(book.register.refusals)) == (1, 1)
    assert book.register.refusals[0].problems[0].value == "31/02/1980"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("-", "-"),
        ("+84 967 578 665", "+84 967 578 665"),
        ("Đỗ Thị Hoà", "Đỗ Thị Hoà"),
    ],
)
def test_text_that_starts_a_formula_is_neutralised(text: str, written: str) -> None:
    assert neutral(text) == written


ROWS = (
    books.plain_row(1, **LEFT),
    books.plain_row(1, code="HV1B", entered=date(2024, 3, 5), decided="", issuer=""),
    books.plain_row(2, birth=1982, identity="Không có", note="'=HYPERLINK(1)"),
    books.plain_row(3, birth="5/1983", identity="168123456"),
    books.plain_row(4, kind="Tự nguyện", decision="", decided="", issuer="", months=6),
    books.plain_row(5, **LEFT | {"reason": "Bỏ trốn"}),
    books.plain_row(6, **LEFT | {"reason": "Tử vong", "paper": ""}),
    books.plain_row(7, identity="036087000007 / 168765432"),
    books.plain_row(8, kind="Lưu trú tạm thời", decision="", decided="", issuer="", months=""),
    books.plain_row(9, birth=date(2006, 5, 1), identity="036206000009", months=12),
)


def test_an_export_adds_nothing_to_where_it_came_from(session: Session, import_book: Import) -> None:
    assert import_book(books.plain_book(*ROWS))["imported"] == len(ROWS)
    exported = export_register(session, 1, as_of=TODAY)
    assert exported.stays == len(ROWS)
    assert import_book(exported.content)["unchanged"] == len(ROWS)


def test_an_export_imports_back_to_the_same_register(
    app: Flask, databases: Databases, actor: Actor, tmp_path: Path
) -> None:
    with app.app_context():
        import_all(books.plain_book(*ROWS), actor)
        first = export_register(db.session(), 1, as_of=TODAY).content
    with databases.fresh(tmp_path) as url:
        other = create_app(configuration(tmp_path, url))
        with other.app_context():
            import_all(first, actor)
            second = export_register(db.session(), 1, as_of=TODAY).content
            db.session.remove()
            db.engine.dispose()
    assert sheet_of(second) == sheet_of(first)
    texts = [str(cell) for row in sheet_of(first) for cell in row if cell]
    assert {"036087000007 / 168765432", "'=HYPERLINK(1)", "05/1983", "Bỏ trốn"} <= set(texts)
    assert not any(text.startswith("=") for text in texts)


def import_all(data: bytes, actor: Actor) -> None:
    """Import into a new centre; every row must go in."""
    name = "Cơ sở cai nghiện ma túy tỉnh Nam Định"
    with transaction() as session:
        facility_id = create_facility(session, code="CSCN", name=name, actor=actor, now=clock.now())
    book = read_book(db.session(), data, "so.xlsx", facility_id=facility_id, today=TODAY)
    outcome = write_book(book, facility_id=facility_id, reason="Nhập sổ", actor=actor)
    assert (outcome.imported, len(outcome.refusals)) == (len(ROWS), 0)


def test_an_export_of_an_earlier_day_knows_nothing_later(session: Session, import_book: Import) -> None:
    import_book(books.plain_book(*ROWS))
    early = export_register(session, 1, as_of=date(2023, 3, 5))
    rows = sheet_of(early.content)
    assert early.stays == len(ROWS) - 1
    head = [index for index, row in enumerate(rows) if "Ngày ra" in row]
    left = rows[head[0]].index("Ngày ra")
    assert [row[left] for row in rows[head[0] + 1 :]] == [None] * early.stays
    assert rows[2][0] == "(Số liệu đến ngày 05/03/2023)"
