"""Workbooks to read: an invented office's register as .xlsx, .ods and .xls, written by the smallest means there is."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

import openpyxl

Row = Sequence[object]

#: The rows of a second office: other wordings, another order, two rows of headings, all the usual dirt.
OTHER_OFFICE_HEAD: tuple[Row, ...] = (
    ("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",),
    ("TRUNG TÂM ĐIỀU TRỊ CAI NGHIỆN SỐ 2 TỈNH HÀ NAM",),
    ("DANH SÁCH HỌC VIÊN", "", "", "(Tính đến hết ngày 30 tháng 9 năm 2024)"),
    (),
    (
        "TT", "QĐ số", "Ngày, tháng, năm QĐ", "TAND", "Họ và tên học viên", "Năm sinh", "", "Số CMND/CCCD/Hộ chiếu",
        "Nơi ĐKHKTT", "Đối tượng", "Thời gian cai nghiện", "Thời gian tại trung tâm", "", "Lý do", "Giấy chứng nhận",
        "Đội", "Mã HV",
    ),
    ("", "", "", "", "", "Nam", "Nữ", "", "", "", "", "Ngày vào", "Ngày ra", "", "", "", ""),
    ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)", "(11)", "(12)", "(13)", "(14)", "(15)",
     "(16)", "(17)"),
)  # fmt: skip
OTHER_OFFICE_MERGES = ("A1:Q1", "A2:Q2", "F5:G5", "L5:M5", "A5:A6", "B5:B6", "E5:E6")
OTHER_OFFICE_ROWS: tuple[Row, ...] = (
    ("I. Học viên tiếp nhận năm 2023",),
    (
        1,
        "12/QĐ-TA",
        "05.01.2023",
        "TAND thị xã Duy Tiên",
        "NGUYỄN VĂN  BẢY",
        1990,
        "",
        35090000111,
        "Thôn 1, xã Mộc Bắc, thị xã Duy Tiên, tỉnh Hà Nam",
        "BB",
        "18 tháng",
        date(2023, 1, 9),
        "9-7-2024",
        "Hết hạn",
        "15/GCN",
        "Đội 2",
        "A1",
    ),
    (
        2,
        "13/QĐ-TA",
        44938,
        "TAND huyện Lý Nhân",
        "Trâ\u0300n Thi\u0323 Ta\u0301m",
        "",
        "12/03/1985",
        "035 185 000 222",
        "xã Nhân Chính, huyện Lý Nhân, Hà Nam",
        "bắt buộc",
        "1 năm 6 tháng",
        "20.1.2023",
        "",
        "",
        "",
        "Đội 1",
        "A2",
    ),
    (),
    (
        3,
        "",
        "",
        "",
        "Lê Văn Chín\u00a0",
        "1978",
        "",
        "168123456",
        "phường Minh Khai, TP Phủ Lý, Hà Nam",
        "TN",
        6.0,
        "01/02/2023",
        "01/08/2023",
        "Hoàn thành",
        "",
        "",
        "A3",
    ),
    (
        4,
        "14/QĐ-TA",
        "3/2/2023",
        "TAND TP Phủ Lý",
        "Phạm Văn Mười",
        "31/02/1980",
        "",
        "Không có",
        "",
        "BB",
        "24",
        "10/02/2023",
        "",
        "",
        "",
        "",
        "A4",
    ),
    ("Cộng", "", "", "", "4 người"),
    ("", "", "Hà Nam, ngày 30 tháng 9 năm 2024"),
    ("Người lập bảng", "", "", "", "Giám đốc"),
    ("Nguyễn Thị Bút", "", "", "", "Trần Văn Ký"),
)

PLAIN_HEAD = (
    "STT", "Mã học viên", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD/CMND", "Xã/phường", "Hình thức",
    "Số quyết định", "Ngày quyết định", "Cơ quan ra quyết định", "Thời hạn (tháng)", "Ngày tiếp nhận", "Ngày ra",
    "Lý do ra", "Số văn bản ra", "Ghi chú",
)  # fmt: skip


def plain_row(number: int, **changes: object) -> list[object]:
    """A good row under PLAIN_HEAD, another person for each ``number``; ``changes`` by the names used below."""
    birth = date(1980 + number % 20, 1 + number % 12, 1 + number % 28)
    values: dict[str, object] = {
        "ordinal": number,
        "code": f"HV{number:05d}",
        "name": f"Nguyễn Văn {_SYLLABLES[number % len(_SYLLABLES)]} {_SYLLABLES[number // 7 % len(_SYLLABLES)]}",
        "birth": birth,
        "sex": "Nam",
        "identity": f"0360{birth:%y}{number:06d}",
        "commune": "xã Hải Anh",
        "kind": "Bắt buộc",
        "decision": f"{number}/QĐ-TA",
        "decided": date(2023, 3, 1),
        "issuer": "TAND huyện Hải Hậu",
        "months": 18,
        "entered": date(2023, 3, 5),
        "left": "",
        "reason": "",
        "paper": "",
        "note": "",
    }
    assert set(changes) <= set(values), changes
    return list((values | changes).values())


_SYLLABLES = ("An", "Bình", "Cường", "Dũng", "Giang", "Hoà", "Khánh", "Long", "Minh", "Nam", "Phú", "Quý", "Sơn", "Tú")
TITLE: tuple[Row, ...] = (("CƠ SỞ CAI NGHIỆN MA TÚY TỈNH NAM ĐỊNH",), ("SỔ THEO DÕI HỌC VIÊN",), ())


def plain_book(*rows: Row, head: Row = PLAIN_HEAD) -> bytes:
    """A tidy .xlsx: three title rows, one row of headings, ``rows`` from sheet row 5."""
    return xlsx([*TITLE, head, *rows])


def xlsx(rows: Iterable[Row], *, merges: Sequence[str] = (), more: Sequence[tuple[str, Iterable[Row]]] = ()) -> bytes:
    """A workbook by openpyxl; ``more`` are further sheets."""
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first.title = "Danh sách"
    for row in rows:
        first.append(list(row))
    for merge in merges:
        first.merge_cells(merge)
    for name, others in more:
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(list(row))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


# --- .ods: a small zip with one part that matters --------------------------------------------------------------------

_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    '<office:body><office:spreadsheet><table:table table:name="Danh sách">'
)
_ODS_TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(rows: Iterable[Row], *, tail: str = "") -> bytes:
    """An OpenDocument spreadsheet; ``tail`` is put behind the last row as it is."""
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS_TYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", _ODS_HEAD + body + tail + _ODS_TAIL)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        )
    return file.getvalue()


def _ods_cell(value: object) -> str:
    if value == "" or value is None:
        return "<table:table-cell/>"
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value={quoteattr(str(value))}/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


# --- .xls: records of BIFF8 in a compound file -----------------------------------------------------------------------


def xls(rows: Iterable[Row]) -> bytes:
    """An Excel 97 workbook with one sheet; days become serial numbers, as in old books."""
    cells = b"".join(_xls_cell(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row))
    name = "Danh sách".encode("utf-16-le")
    bof_book = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    bof_sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    end = _record(0x000A, b"")
    sheet_at = len(bof_book) + 4 + 8 + len(name) + len(end)
    bound = _record(0x0085, struct.pack("<IBBBB", sheet_at, 0, 0, len(name) // 2, 1) + name)
    return _compound(bof_book + bound + end + bof_sheet + cells + end)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _xls_cell(row: int, column: int, value: object) -> bytes:
    if value == "" or value is None:
        return b""
    if isinstance(value, date):
        value = (value - date(1899, 12, 30)).days
    if isinstance(value, int | float):
        return _record(0x0203, struct.pack("<HHHd", row, column, 0, float(value)))
    text = str(value).encode("utf-16-le")
    return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text) // 2, 1) + text)


_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _compound(stream: bytes) -> bytes:
    """An OLE2 file holding ``stream`` as "Workbook": header, one allocation table, one directory, the stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    sectors = len(stream) // _SECTOR
    table = [_FAT, _END, *range(3, sectors + 2), _END]
    assert len(table) <= _SECTOR // 4
    table += [_FREE] * (_SECTOR // 4 - len(table))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", _FREE) * 108
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 2, len(stream))
    directory += (b"\0" * 64 + struct.pack("<III", _FREE, _FREE, _FREE) + b"\0" * 52) * 2
    return header + struct.pack(f"<{len(table)}I", *table) + directory + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    entry = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, kind, 1)
    entry += struct.pack("<III", _FREE, _FREE, child) + b"\0" * 36
    return entry + struct.pack("<IQ", start, size)
