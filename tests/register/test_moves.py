"""A sheet of movements: what happened in the middle of stays, in and out again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock, create_app
from rehab_center.admissions.models import Movement
from rehab_center.admissions.queries import movements_of
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.sequence import live
from rehab_center.admissions.services import void_movement
from rehab_center.db import db, transaction
from rehab_center.documents.models import Document
from rehab_center.organisation.services import create_facility
from rehab_center.permissions import Actor
from rehab_center.register.book import read_book
from rehab_center.register.importing import write_book
from rehab_center.register.queries.exporting import export_register
from rehab_center.register.reading import read_workbook
from rehab_center.register.rules.choices import MOVE_WORDS
from rehab_center.register.rules.moves import find_moves, kind_of_move, read_moves
from rehab_center.register.rules.workbook import Sheet
from tests.database import Databases, configuration
from tests.register import books
from tests.register.conftest import Import
from tests.register.test_importing import counts
from tests.register.test_weekly import ledger, stay

HEAD = ("STT", "Mã học viên", "Họ và tên", "Loại biến động", "Từ ngày", "Đến ngày", "Số văn bản", "Ngày văn bản")
TODAY = date(2026, 7, 31)
DONE = {"left": date(2024, 9, 5), "reason": "Hết thời hạn", "paper": "9/GCN"}


def book(rows: list[Any], moves: Sequence[tuple[object, ...]]) -> bytes:
    """A register with a second sheet of movements."""
    told: list[tuple[object, ...]] = [("BIẾN ĐỘNG",), (), HEAD]
    told += [(index, *move) for index, move in enumerate(moves, start=1)]
    return books.xlsx([*books.TITLE, books.PLAIN_HEAD, *rows], more=[("Biến động", told)])


ESCAPE = ("HV00001", "", "Bỏ trốn", date(2023, 5, 1), date(2023, 6, 1), "3/QĐ-TN", date(2023, 5, 2))
HOSPITAL = ("HV00001", "", "Đi viện", "1.8.23", "9.8.23", "", "")


def test_spells_come_in_with_a_new_stay_in_the_order_of_their_days(session: Session, import_book: Import) -> None:
    data = book([books.plain_row(1, **DONE), books.plain_row(2)], [HOSPITAL, ESCAPE])
    told = import_book(data, dry=True)
    assert counts(told) == (2, 0, 2, 0, 0)
    assert told["rows"] == 4
    assert import_book(data) == told | {"dry_run": False}
    assert ledger(session, "HV00001") == [
        ("admitted", date(2023, 3, 5)),
        ("escaped", date(2023, 5, 1)),
        ("returned", date(2023, 6, 1)),
        ("to-hospital", date(2023, 8, 1)),
        ("from-hospital", date(2023, 8, 9)),
        ("completed", date(2024, 9, 5)),
    ]
    assert session.scalars(select(Document.number).where(Document.number == "3/QĐ-TN")).all() == ["3/QĐ-TN"]
    assert counts(import_book(data)) == (0, 4, 0, 0, 0)


def test_a_spell_is_put_into_a_stay_that_has_ended(session: Session, import_book: Import) -> None:
    rows = [books.plain_row(1, **DONE)]
    import_book(books.plain_book(*rows))
    assert counts(import_book(book(rows, [ESCAPE]))) == (0, 1, 1, 0, 0)
    assert [kind for kind, _on in ledger(session, "HV00001")] == ["admitted", "escaped", "returned", "completed"]


def test_the_return_comes_a_week_later(session: Session, import_book: Import) -> None:
    rows = [books.plain_row(1)]
    open_escape = (*ESCAPE[:4], "", *ESCAPE[5:])
    assert counts(import_book(book(rows, [open_escape]))) == (1, 0, 1, 0, 0)
    assert counts(import_book(book(rows, [ESCAPE]))) == (0, 1, 1, 0, 0)
    assert counts(import_book(book(rows, [ESCAPE]))) == (0, 2, 0, 0, 0)
    assert len(ledger(session, "HV00001")) == 3


def test_a_spell_moved_to_another_day_is_shown_not_written_twice(session: Session, import_book: Import) -> None:
    rows = [books.plain_row(1)]
    import_book(book(rows, [HOSPITAL]))
    moved = (*HOSPITAL[:3], "11.8.23", "19.8.23", "", "")
    for _ in range(2):
        told = import_book(book(rows, [moved]))
        assert counts(told) == (0, 1, 0, 1, 0)
        [conflict] = told["conflicts"]
        assert (conflict["sheet"], conflict["row"]) == ("Biến động", 4)
        assert conflict["here"] == "Chuyển viện 01/08/2023 – 09/08/2023"
    assert len(ledger(session, "HV00001")) == 3


def test_a_spell_voided_here_does_not_come_back(session: Session, import_book: Import, actor: Actor) -> None:
    data = book([books.plain_row(1)], [HOSPITAL])
    import_book(data)
    for _ in range(2):
        with transaction() as writing:
            moves = live(movements_of(writing, [1])[1])
            void_movement(writing, moves[-1].id, reason="Nhầm", actor=actor, now=clock.now())
    assert counts(import_book(data)) == (0, 2, 0, 0, 0)
    assert ledger(session, "HV00001") == [("admitted", date(2023, 3, 5))]


def test_what_does_not_fit_is_refused_alone(session: Session, import_book: Import) -> None:
    early = ("HV00001", "", "Bỏ trốn", date(2022, 5, 1), date(2022, 6, 1), "", "")
    unknown = ("HV99999", "", "Bỏ trốn", date(2023, 5, 1), "", "", "")
    unread = ("HV00001", "", "Đi chơi", "31/02/2023", "", "", "")
    data = book([books.plain_row(1)], [early, unknown, unread, HOSPITAL])
    told = import_book(data, dry=True)
    assert counts(told) == (1, 0, 1, 0, 3)
    assert {(one["row"], one["code"]) for one in told["rejected"]} == {
        (4, "does-not-fit"),
        (5, "no-stay"),
        (6, "bad-exit-reason"),
    }
    assert counts(import_book(data)) == (1, 0, 1, 0, 3)
    assert len(ledger(session, "HV00001")) == 3


def test_a_workbook_of_movements_alone_finds_people_by_number(session: Session, import_book: Import) -> None:
    import_book(books.plain_book(books.plain_row(1), books.plain_row(2)))
    head = ("Số CCCD", "Nội dung biến động", "Ngày đi", "Ngày về", "Quyết định số")
    number = str(books.plain_row(2)[5])
    alone = books.xlsx(
        [head, (number, "Trích xuất", "01/05/2023", "03/05/2023", "5/LTX"), ("036", "Trốn", 45000, "", "")]
    )
    assert counts(import_book(alone, dry=True)) == (0, 0, 1, 0, 1)
    assert counts(import_book(alone)) == (0, 0, 1, 0, 1)
    assert counts(import_book(alone)) == (0, 1, 0, 0, 1)
    assert [kind for kind, _on in ledger(session, "HV00002")] == ["admitted", "taken-out", "brought-back"]
    assert counts(import_book(books.plain_book(books.plain_row(1), books.plain_row(2)))) == (0, 2, 0, 0, 0)


@pytest.mark.parametrize("words", ["Giảm một phần thời hạn", "Giảm thời hạn"])
def test_a_term_changed_in_its_course(session: Session, import_book: Import, words: str) -> None:
    head = ("Mã HV", "Loại biến động", "Ngày", "Số tháng", "Số ngày", "Số quyết định", "Ngày quyết định")
    rows = [("HV00001", words, "1/9/2023", 2, "", "8/QĐ", "1/9/2023")]
    import_book(books.plain_book(books.plain_row(1)))
    assert counts(import_book(books.xlsx([head, *rows]))) == (0, 0, 1, 0, 0)
    assert stay(session, "HV00001").term_end_on == date(2024, 7, 5)


FULL = [
    books.plain_row(1, **DONE),
    books.plain_row(2),
    books.plain_row(3, left=date(2026, 3, 1), reason="Hết thời hiệu thi hành", paper="1/QĐ"),
    books.plain_row(4, left=date(2024, 1, 5), reason="Bỏ trốn"),
]
SPELLS = [
    ESCAPE,
    HOSPITAL,
    ("HV00003", "", "Bỏ trốn", date(2023, 5, 1), "", "", ""),
    ("HV00002", "", "Nghỉ chịu tang", date(2023, 5, 1), date(2023, 5, 4), "2/GP", ""),
]


def test_an_export_with_its_movements_imports_back_to_the_same(
    app: Flask, session: Session, import_book: Import, databases: Databases, actor: Actor, tmp_path: Path
) -> None:
    assert counts(import_book(book(FULL, SPELLS))) == (4, 0, 4, 0, 0)
    first = export_register(session, 1, as_of=TODAY).content
    assert counts(import_book(first)) == (0, 8, 0, 0, 0)
    sheets = [sheet_of(first, name) for name in ("Sổ theo dõi", "Biến động")]
    assert [row[3] for row in sheets[1][6:]] == ["Bỏ trốn", "Chuyển viện", "Về chịu tang", "Bỏ trốn"]
    with databases.fresh(tmp_path) as url:
        other = create_app(configuration(tmp_path, url))
        with other.app_context():
            with transaction() as writing:
                facility_id = create_facility(writing, code="CSCN", name="Cơ sở", actor=actor, now=clock.now())
            read = read_book(db.session(), first, "so.xlsx", facility_id=facility_id, today=TODAY)
            outcome = write_book(read, facility_id=facility_id, reason="Nhập sổ", actor=actor)
            assert (outcome.imported, outcome.updated, len(outcome.refusals)) == (4, 4, 0)
            second = export_register(db.session(), facility_id, as_of=TODAY).content
            kinds = db.session.scalars(select(Movement.kind)).all()
            db.session.remove()
            db.engine.dispose()
    assert [sheet_of(second, name)[3:] for name in ("Sổ theo dõi", "Biến động")] == [one[3:] for one in sheets]
    assert kinds.count("lapsed") == 1


def sheet_of(content: bytes, name: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in openpyxl.load_workbook(BytesIO(content))[name].iter_rows(values_only=True)]


@pytest.mark.parametrize("kind", sorted(set(MOVE_WORDS) - {MovementKind.CONVERTED_IN}))
def test_every_movement_the_export_writes_is_read_back(kind: MovementKind) -> None:
    assert kind_of_move(MOVE_WORDS[kind]) in (kind, MovementKind.CONVERTED_IN)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Bắt lại sau khi trốn", MovementKind.RETURNED),
        ("ra viện", MovementKind.FROM_HOSPITAL),
        ("Trở về từ bệnh viện", MovementKind.FROM_HOSPITAL),
        ("đi viện", MovementKind.TO_HOSPITAL),
        ("Tạm đình chỉ", MovementKind.SUSPENDED),
    ],
)
def test_an_offices_own_words(words: str, kind: MovementKind) -> None:
    assert kind_of_move(words) is kind


def test_a_register_is_no_sheet_of_movements() -> None:
    workbook = read_workbook(books.plain_book(books.plain_row(1)), "so.xlsx")
    assert [find_moves(sheet) for sheet in workbook.sheets] == [None]


def test_totals_signatures_and_repeated_headings_are_no_movements() -> None:
    width = len(HEAD)
    rows = [
        HEAD,
        tuple(str(number) for number in range(1, width + 1)),
        (1, *ESCAPE),
        HEAD,
        ("Cộng", "1 lượt"),
        ("Giám đốc",),
    ]
    padded = tuple((*row, *[""] * (width - len(row))) for row in rows)
    table = find_moves(Sheet("Biến động", visible=True, rows=padded, merges=None))
    assert table is not None
    assert len(list(read_moves(table, today=TODAY))) == 1
