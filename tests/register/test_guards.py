"""Files that must not be opened are refused in words before a reader touches them."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import pytest

from rehab_center.errors import DomainError
from rehab_center.register import reading
from rehab_center.register.reading import read_workbook
from rehab_center.register.rules import guards
from tests.register import books


def refusal(data: bytes, filename: str) -> str | None:
    with pytest.raises(DomainError) as caught:
        read_workbook(data, filename)
    return caught.value.code


def zipped(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_sheet(sheet: bytes) -> bytes:
    """A good workbook whose first sheet is put in the place of the real one."""
    good = zipfile.ZipFile(BytesIO(books.plain_book(books.plain_row(1))))
    parts = {name: good.read(name) for name in good.namelist()}
    return zipped(parts | {"xl/worksheets/sheet1.xml": sheet})


def test_a_good_book_passes_in_all_three_formats() -> None:
    rows = [books.PLAIN_HEAD, books.plain_row(1)]
    for data, name in ((books.xlsx(rows), "a.xlsx"), (books.ods(rows), "a.ods"), (books.xls(rows), "A.XLS")):
        assert read_workbook(data, name).sheets[0].rows[1][2] == "Nguyễn Văn Bình An"


@pytest.mark.parametrize(
    ("data", "filename", "code"),
    [
        (b"", "a.xlsx", "empty-file"),
        (b"STT;Ho ten", "a.xlsx", "not-a-workbook"),
        (b"%PDF-1.7", "a.xls", "not-a-workbook"),
        (b"PK\x03\x04broken", "a.xlsx", "damaged-file"),
        (zipped({"word/document.xml": b"<x/>"}), "a.xlsx", "not-a-workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", "not-a-workbook"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "locked-file",
        ),
        (books.xlsx([books.PLAIN_HEAD]), "a.xls", "wrong-extension"),
        (books.ods([books.PLAIN_HEAD]), "a.xlsx", "wrong-extension"),
        (books.xlsx([]), "a.xlsx", "empty-workbook"),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, filename: str, code: str) -> None:
    assert refusal(data, filename) == code


def test_a_file_over_the_size_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "MAX_BYTES", 1000)
    assert refusal(books.plain_book(books.plain_row(1)), "a.xlsx") == "file-too-big"


def test_a_zip_bomb_is_refused_by_its_ratio_and_by_its_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = b"<worksheet>" + b" " * (guards.RATIO_COUNTS_FROM_BYTES + 1) + b"</worksheet>"
    assert refusal(with_sheet(sheet), "a.xlsx") == "zip-bomb"
    monkeypatch.setattr(guards, "MAX_UNPACKED_BYTES", 2000)
    assert refusal(books.plain_book(books.plain_row(1)), "a.xlsx") == "zip-bomb"


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(books.plain_book(*[books.plain_row(number) for number in range(1, 50)]))
    name = b"xl/worksheets/sheet1.xml"
    for signature, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):  # the size in the directory and before the part
        start = data.rfind(signature, 0, data.rfind(name) if signature == b"PK\x01\x02" else data.find(name))
        data[start + at : start + at + 4] = (100).to_bytes(4, "little")
    assert refusal(bytes(data), "a.xlsx") == "damaged-file"


def test_two_cells_far_apart_do_not_make_a_sheet_of_billions() -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        b"</sheetData></worksheet>"
    )
    assert refusal(with_sheet(sheet), "a.xlsx") == "too-many-cells"


def test_a_repeated_cell_does_not_either() -> None:
    endless = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384" '
        'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
    )
    assert refusal(books.ods([books.PLAIN_HEAD], tail=endless), "a.ods") == "too-many-cells"


def test_formatted_but_empty_rows_to_the_end_of_the_sheet_are_harmless() -> None:
    empty = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    book = read_workbook(books.ods([books.PLAIN_HEAD, books.plain_row(1)], tail=empty), "a.ods")
    assert len(book.sheets[0].rows) == 2


def test_entities_are_not_expanded() -> None:
    sheet = b'<!DOCTYPE worksheet [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'
    assert refusal(with_sheet(sheet), "a.xlsx") == "damaged-file"


@pytest.mark.parametrize(("filename", "write"), [("a.xlsx", books.xlsx), ("a.ods", books.ods), ("a.xls", books.xls)])
def test_an_altered_file_is_read_or_refused_but_never_a_crash(
    filename: str, write: Callable[[list[books.Row]], bytes]
) -> None:
    good = write([books.PLAIN_HEAD, books.plain_row(1), books.plain_row(2)])
    chance = random.Random(filename)
    for _ in range(10):
        data = bytearray(good)
        start = chance.randrange(len(data))
        if chance.random() < 0.5:
            data[start] = chance.randrange(256)
        else:
            del data[start : start + chance.randrange(1, 200)]
        with suppress(DomainError):
            read_workbook(bytes(data), filename)


def test_a_reader_that_dies_or_never_ends_loses_only_its_own_process(monkeypatch: pytest.MonkeyPatch) -> None:
    good = books.plain_book(*[books.plain_row(number) for number in range(1, 1500)])
    monkeypatch.setattr(reading, "MEMORY_BYTES", 1024 * 1024)
    assert refusal(good, "a.xlsx") == "damaged-file"
    monkeypatch.undo()
    monkeypatch.setattr(reading, "SECONDS", 0.001)
    assert refusal(good, "a.xlsx") == "damaged-file"
