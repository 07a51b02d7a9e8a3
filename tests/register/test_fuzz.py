"""Whatever stands in a workbook: refused in words or read, never a traceback."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from rehab_center.errors import DomainError
from rehab_center.permissions import Actor
from rehab_center.register import book as books_read
from rehab_center.register.book import read_book
from rehab_center.register.dry_runs import plan_book, plan_loose_moves
from rehab_center.register.importing import write_book
from rehab_center.register.outcomes import as_json
from rehab_center.register.reading import read_workbook
from rehab_center.register.refused import workbook_of_refused
from rehab_center.register.rules import guards
from rehab_center.register.rules.registers import read_register
from rehab_center.register.rules.workbook import Merge, Sheet, Workbook
from rehab_center.web.formatting import say
from tests.register import books
from tests.register.test_moves import HEAD as MOVES

TODAY = date(2026, 7, 31)
#: Cells that have gone wrong in somebody's book, beside whatever else there may be.
WORDS = [
    "",
    " ",
    "x",
    "Nam",
    "Nữ",
    "Bắt buộc",
    "TN",
    "18",
    "18 tháng",
    "31/02/2023",
    "5/6/24",
    "05062024",
    "29/2/23",
    "00/00/1980",
    "??/??/1980",
    "ngày 5 tháng 13 năm 2024",
    "1/1/9999",
    "036081000001",
    "168123456",
    "Không có",
    "12/QĐ-TA ngày 99/99/9999",
    "Bỏ trốn",
    "Hết hạn",
    "NguyÔn V¨n An",
    "Nguyeãn Vaên Ñöùc",
    "Tổng cộng",
    "Giám đốc",
    "HV00001",
    "=1+1",
    "\u200b",
    "\ud7a3" * 40,
    "²",
    "٣",
    "Ⅷ",
    "1e400",
    "-1",
]
EXTREMES = [date(9999, 12, 31), time(0), timedelta(days=-400), 2958465.5, 60.0, 1e308]
CELLS = st.one_of(
    st.text(max_size=12),
    st.integers(min_value=-(10**15), max_value=10**15),
    st.floats(),
    st.booleans(),
    st.dates(min_value=date(1, 1, 1)),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
HEADINGS = [*books.PLAIN_HEAD, *MOVES, "Nam", "Họ", "Tên", "Ngày hết hạn", "Địa chỉ", "Số, ngày QĐ"]


@st.composite
def registers(draw: st.DrawFn) -> Sheet:
    """A sheet that looks like a register, with good rows in which cells have gone wrong, and rows of anything.

    A handful of cells is drawn; where they and the known ones come to stand is thrown with dice of one draw. Every cell
    drawn by itself would take five times as long.
    """
    drawn: list[object] = draw(st.lists(CELLS, min_size=8, max_size=8))
    dice = draw(st.randoms(use_true_random=True))

    def cell() -> object:
        return dice.choice(drawn if dice.random() < 0.8 else [*WORDS, *EXTREMES])

    def anything(most: int) -> list[list[object]]:
        return [[cell() for _column in head] for _row in range(dice.randint(0, most))]

    own = [dice.choice(HEADINGS) for _column in range(dice.randint(1, 12))]
    head = dice.choice([books.PLAIN_HEAD, MOVES, own])
    width = len(head)
    rows: list[list[object]] = []
    for number in range(dice.randint(0, 5)):
        row = (books.plain_row(number) + [""] * width)[:width]
        for _spoilt in range(dice.randint(0, 6)):
            row[dice.randrange(width)] = cell()
        rows.append(row)
    merges = dice.choice([None, (), (Merge(0, 0, 0, max(width - 1, 0)),)])
    told = tuple(tuple(row) for row in [*anything(2), head, *rows, *anything(2)])
    name = draw(st.sampled_from(["Danh sách", "Biến động", "Nữ", "Tự nguyện"]))
    return Sheet(name, visible=True, rows=told, merges=merges)


@settings(max_examples=2_000, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(registers(), min_size=1, max_size=2, unique_by=lambda sheet: sheet.name))
def test_any_sheet_is_read_or_refused_in_words(sheets: list[Sheet]) -> None:
    try:
        register = read_register(Workbook("so.xlsx", tuple(sheets)), today=TODAY)
    except DomainError:
        return
    assert register.row_count >= len(register.rows) + len(register.moves)


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)
@given(sheet=registers(), other=registers())
def test_any_book_is_planned_written_and_compared_again(
    session: Session, facility_id: int, actor: Actor, sheet: Sheet, other: Sheet
) -> None:
    for one in (sheet, other, sheet):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(books_read, "read_workbook", lambda data, filename, one=one: Workbook(filename, (one,)))
            try:
                book = read_book(session, b"", "so.xlsx", facility_id=facility_id, today=TODAY)
            except DomainError:
                continue
        planned = len(list(plan_book(session, book, facility_id=facility_id, actor=actor)))
        planned += len(list(plan_loose_moves(session, book, facility_id=facility_id, actor=actor)))
        told = as_json(write_book(book, facility_id=facility_id, reason="Thử", actor=actor), say)
        fates = told["imported"] + told["unchanged"] + told["updated"] + len(told["rejected"])
        assert fates <= told["rows"]
        assert planned <= told["rows"]
        if told["rejected"]:
            assert workbook_of_refused(book.register, told["rejected"]).startswith(b"PK")


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 255)), max_size=30), st.integers(0, 6_000))
def test_a_file_with_bytes_changed_or_cut_off_is_opened_or_refused(changes: list[tuple[int, int]], length: int) -> None:
    data = bytearray(GOOD)
    for place, byte in changes:
        data[place % len(data)] = byte
    cut = bytes(data[: max(length, 0)]) if length < len(data) else bytes(data)
    with suppress(DomainError):
        assert guards.check_file(cut, "so.xlsx") in guards.BookFormat


GOOD = books.plain_book(*[books.plain_row(number) for number in range(1, 4)])


@pytest.mark.parametrize("place", range(0, len(GOOD), 97))
def test_a_damaged_file_is_read_apart_and_said_in_words(place: int) -> None:
    data = bytearray(GOOD)
    data[place] ^= 0x55
    with suppress(DomainError):
        assert read_workbook(bytes(data), "so.xlsx").sheets
