"""Memory of the longest work there is: importing a register ten times as long must not need ten times the room.

Rows lie on disk (``register.spool``) and are planned and written twenty at a time; what still grows is the file itself
and some bytes a row that order them. The workbook is opened by a process of its own, not counted here: it holds one
sheet's cells, is over before the first row is planned, and may not pass a gigabyte (``register.reading``).
A quarter of an hour of processor time: what takes long is writing a hundred thousand stays with their log.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from benchmarks.centre import Centre, command
from benchmarks.rows import Measured
from benchmarks.search import FAMILY, GIVEN, MIDDLE

ROWS = 10_000
HEADERS = (
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Số CCCD/CMND",
    "Hình thức",
    "Số quyết định",
    "Ngày quyết định",
    "Cơ quan ra quyết định",
    "Thời hạn (tháng)",
    "Ngày tiếp nhận",
)


def register_import(_centre: Centre) -> Measured:
    """The peak memory of importing ten times as many people over that of importing them once."""
    once, tenfold = (_peak_megabytes(rows) for rows in (ROWS, 10 * ROWS))
    return Measured(tenfold / once, f"{tenfold:.0f} MB of {once:.0f} MB, {10 * ROWS} and {ROWS} people")


def _peak_megabytes(rows: int) -> float:
    with tempfile.TemporaryDirectory(prefix="rehab-bench-") as folder:
        instance, book = Path(folder) / "instance", Path(folder) / "register.xlsx"
        command(instance, "rehab_center.serve", "prepare")
        command(instance, "flask", "--app", "wsgi", "facility", "create", "BM", "--name", "Cơ sở đo thử")
        write_book(book, rows)
        said = command(instance, "benchmarks.peak", "register", "import", str(book))
        return int(said.rpartition("peak ")[2]) / 1024


def write_book(path: Path, rows: int) -> None:
    """A register of so many invented stays."""
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Sổ theo dõi")
        sheet.write_row(0, 0, ["CƠ SỞ CAI NGHIỆN ĐO THỬ"])
        sheet.write_row(2, 0, HEADERS)
        for number, row in enumerate(_people(rows), start=1):
            sheet.write_row(2 + number, 0, [number, *row])


def _people(rows: int) -> Iterator[list[object]]:
    draw = random.Random(119)
    for number in range(rows):
        admitted = date(2023, 1, 2) + timedelta(days=number % 500)
        yield [
            f"{draw.choice(FAMILY)} {draw.choice(MIDDLE)} {draw.choice(GIVEN)}",
            f"{draw.randint(1, 28):02d}/{draw.randint(1, 12):02d}/{draw.randint(1970, 2000)}",
            "Nam",
            f"0360{draw.randint(70, 99)}{number:06d}",
            "Bắt buộc",
            f"{number + 1}/QĐ-TA",
            admitted - timedelta(days=3),
            "TAND huyện Nam Trực",
            draw.choice((12, 15, 18, 24)),
            admitted,
        ]
