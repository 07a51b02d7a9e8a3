"""What an uploaded file must be before a reader touches it: size, kind, no zip bomb, no password, no endless sheet.

A reader of workbooks allocates the whole rectangle between a sheet's first and last filled cell, and unpacks whatever a
zip holds. So both are counted here first, in a stream, and anything beyond the limits is refused in words.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO
from pathlib import PurePath
from xml.parsers import expat

from rehab_center.errors import DomainError
from rehab_center.words import N_, message

MAX_BYTES = 40 * 1024 * 1024
MAX_UNPACKED_BYTES = 400 * 1024 * 1024
MAX_PARTS = 2_000
#: Honest sheets pack up to about 40 times; a part under this size does no harm whatever its ratio.
MAX_RATIO = 200
RATIO_COUNTS_FROM_BYTES = 2 * 1024 * 1024
MAX_ROWS = 120_000
MAX_CELLS = 5_000_000

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 1 << 16
#: What reading a cut-off or altered zip ends with.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class BookFormat(StrEnum):
    """The kinds of workbook that are read."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"


def check_file(data: bytes, filename: str) -> BookFormat:
    """What kind of workbook ``data`` is, once it is known to be safe to open.

    Raises DomainError: empty or too big, not a workbook, another kind than its name says, with a password, packed
    beyond reason, or with more cells than any register has.
    """
    if not data:
        raise DomainError(message(N_("The file is empty.")), field="file", code="empty-file")
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        raise DomainError(
            message(N_("The file is larger than %(limit)s MB."), limit=limit), field="file", code="file-too-big"
        )
    kind = _format_of(data)
    extension = PurePath(filename).suffix.lower().lstrip(".")
    if extension != kind:
        raise DomainError(
            message(
                N_("The file is named .%(extension)s but inside it is .%(kind)s; open it and save it again."),
                extension=extension or "?",
                kind=kind.value,
            ),
            field="file",
            code="wrong-extension",
        )
    if kind is not BookFormat.XLS:
        _check_zip(data)
    return kind


def _format_of(data: bytes) -> BookFormat:
    if data.startswith(_OLE):
        return _ole_format(data)
    if data.startswith(_ZIP):
        return _zip_format(data)
    raise _not_a_workbook()


def _ole_format(data: bytes) -> BookFormat:
    if _utf16("EncryptedPackage") in data:
        raise locked()
    if _utf16("Workbook") in data or _utf16("Book") in data:
        return BookFormat.XLS
    raise _not_a_workbook()


def _zip_format(data: bytes) -> BookFormat:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return BookFormat.XLSX
            if "content.xml" in names and _mimetype(archive) == "application/vnd.oasis.opendocument.spreadsheet":
                return BookFormat.ODS
    except _BROKEN:
        raise damaged() from None
    raise _not_a_workbook()


def _mimetype(archive: zipfile.ZipFile) -> str:
    if "mimetype" not in archive.namelist():
        return ""
    with archive.open("mimetype") as part:
        return part.read(100).decode("ascii", "replace").strip()


def _utf16(word: str) -> bytes:
    return word.encode("utf-16-le")


def _not_a_workbook() -> DomainError:
    return DomainError(
        message(N_("The file is not a workbook; .xlsx, .xls and .ods can be read.")),
        field="file",
        code="not-a-workbook",
    )


def damaged() -> DomainError:
    """The refusal of a workbook that cannot be opened."""
    return DomainError(
        message(N_("The file is damaged; open it, save it again and send that copy.")),
        field="file",
        code="damaged-file",
    )


def locked() -> DomainError:
    """The refusal of a workbook that only opens with a password."""
    return DomainError(
        message(N_("The file is locked with a password; take the password off first.")),
        field="file",
        code="locked-file",
    )


def _too_much() -> DomainError:
    return DomainError(
        message(N_("The file unpacks to far more than a register holds; it is not opened.")),
        field="file",
        code="zip-bomb",
    )


def too_many_cells() -> DomainError:
    """The refusal of a sheet with more rows or cells than are read."""
    return DomainError(
        message(
            N_("A sheet has more than %(rows)s rows or %(cells)s cells; it is not read."),
            rows=MAX_ROWS,
            cells=MAX_CELLS,
        ),
        field="file",
        code="too-many-cells",
    )


def _check_zip(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise _too_much()
            for part in parts:
                _check_part(archive, part)
    except _BROKEN:
        raise damaged() from None


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack one part without keeping it: a part that is bigger than it says fails its checksum."""
    if part.flag_bits & 0x1:
        raise locked()
    if part.file_size > RATIO_COUNTS_FROM_BYTES and part.file_size > MAX_RATIO * max(part.compress_size, 1):
        raise _too_much()
    meter = _SheetMeter()
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            meter.feed(chunk)
    meter.close()


_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_SHEET_ROOTS = {"worksheet", "document-content"}
_REPEATED_ROWS = "number-rows-repeated"
_REPEATED_COLUMNS = "number-columns-repeated"


@dataclass
class _SheetMeter:
    """Counts the rectangle that a sheet's filled cells span; parts that are no sheet are left alone."""

    row: int = 0
    column: int = 0
    last_row: int = 0
    last_column: int = 0
    asleep: bool = False
    _row_repeat: int = 1
    _cell_repeat: int = 1
    _parser: expat.XMLParserType = field(default_factory=lambda: expat.ParserCreate(namespace_separator=" "))
    _root: str = ""

    def __post_init__(self) -> None:
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype

    def feed(self, chunk: bytes) -> None:
        """Read on; raises DomainError as soon as a limit is passed."""
        if self.asleep:
            return
        try:
            self._parser.Parse(chunk, False)
        except expat.ExpatError:
            if self._root in _SHEET_ROOTS:
                raise damaged() from None
            self.asleep = True  # a picture, a thumbnail: no sheet

    def close(self) -> None:
        """A sheet that stops in the middle is damaged."""
        if self.asleep or self._root not in _SHEET_ROOTS:
            return
        try:
            self._parser.Parse(b"", True)
        except expat.ExpatError:
            raise damaged() from None

    def _refuse_doctype(self, *_declaration: object) -> None:
        raise damaged()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if not self._root:
            self._root = local
            self.asleep = local not in _SHEET_ROOTS
        if self.asleep:
            return
        if self._root == "worksheet":
            self._start_in_xlsx(local, attributes)
        else:
            self._start_in_ods(local, attributes)

    def _start_in_xlsx(self, local: str, attributes: dict[str, str]) -> None:
        if local == "row":
            self.row = _whole(attributes.get("r")) or self.row + 1
            self.column = 0
        elif local == "c":
            found = _REFERENCE.fullmatch(attributes.get("r", ""))
            self.column = _column_number(found[1]) if found else self.column + 1
            self.row = int(found[2]) if found else self.row
        elif local in ("v", "is"):
            self._filled(self.row, self.column)

    def _start_in_ods(self, local: str, attributes: dict[str, str]) -> None:
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if local == "table":
            self.row = self.column = self.last_row = self.last_column = 0
            self._row_repeat = 1
        elif local == "table-row":
            self.row += self._row_repeat
            self._row_repeat = _whole(plain.get(_REPEATED_ROWS)) or 1
            self.column, self._cell_repeat = 0, 1
        elif local in ("table-cell", "covered-table-cell"):
            self.column += self._cell_repeat
            self._cell_repeat = _whole(plain.get(_REPEATED_COLUMNS)) or 1
            if "value-type" in plain:
                self._filled(self.row + self._row_repeat, self.column + self._cell_repeat)

    def _filled(self, row: int, column: int) -> None:
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)
        if self.last_row > MAX_ROWS or self.last_row * self.last_column > MAX_CELLS:
            raise too_many_cells()


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
