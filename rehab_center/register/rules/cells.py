"""Reading one cell as what its column holds: days, months, identity numbers, plain words. Pure.

Every reader takes the cell as the workbook gave it and raises :class:`BadCell` with a code and a sentence; the
empty cell is None. Nothing is guessed: what cannot be read is refused, not repaired.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta

from rehab_center.dates import BadDate, parse_date
from rehab_center.errors import DomainError
from rehab_center.names import clean, fold
from rehab_center.register.rules.workbook import Cell, is_blank
from rehab_center.residents.rules.births import UNKNOWN_BIRTH, PartialBirth, born_in, born_on
from rehab_center.residents.rules.identity import IdentityNumber, read_number
from rehab_center.words import N_, Message, message

#: Excel counts days from here; 1900 was no leap year, but Excel thinks so, and no register is that old.
_SERIAL_EPOCH = date(1899, 12, 30)
_SERIALS = range(7_000, 80_000)  # 1919 to 2119: a smaller number is a year or a slip
_FIRST_YEAR = 1900
#: A stay is counted in months and never runs for longer than this.
MAX_MONTHS = 60


class BadCell(ValueError):
    """A cell that does not hold what its column should. ``code`` is one of the import's codes."""

    def __init__(self, code: str, said: Message) -> None:
        self.code = code
        self.said = said
        super().__init__(str(said))


def text_of(cell: Cell) -> str | None:
    """A cell as one line of words: NFC, single spaces; whole numbers without ".0", days as dd/mm/yyyy; None when empty.

    An apostrophe before = + - @ is how a spreadsheet keeps text from becoming a formula; it is not part of the text.
    """
    if is_blank(cell):
        return None
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    words = clean(str(cell))
    return words[1:] if re.match(r"'[=+\-@]", words) else words or None


_PADDED = re.compile(r"\s*([/.\-])\s*")
_SPELLED = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_WITH_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]\d{2}:\d{2}(:\d{2})?(\.\d+)?")


def day_of(cell: Cell, *, today: date, ahead: int = 0) -> date | None:
    """A day: a date cell, a serial number, or text such as 5/6/2024, 05-06-2024, 5.6.2024, "ngày 5 tháng 6 năm 2024".

    Years of two digits lie at most ``ahead`` years after ``today``. Raises BadCell ``bad-date``.
    """
    if is_blank(cell):
        return None
    if isinstance(cell, date):
        return _counted(cell.date() if isinstance(cell, datetime) else cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _numeric_day(cell)
    return _written_day(text_of(cell) or "", today.year + ahead)


def _numeric_day(number: float) -> date:
    if not math.isfinite(number):
        raise _bad_date()
    if float(number).is_integer():
        if int(number) in _SERIALS:
            return _SERIAL_EPOCH + timedelta(days=int(number))
        digits = str(int(number))
        if len(digits) in (7, 8):  # 05062024 typed as a number loses its zero
            return _written_day(digits.zfill(8), date.max.year)
    elif int(number) in _SERIALS:
        return _SERIAL_EPOCH + timedelta(days=int(number))
    raise _bad_date()


def _written_day(text: str, pivot: int) -> date:
    tidy = _PADDED.sub(r"\1", text)
    if spelled := _SPELLED.fullmatch(fold(tidy)):
        tidy = "/".join(spelled.groups())
    if timed := _WITH_TIME.fullmatch(tidy):
        tidy = timed[1]
    try:
        day = parse_date(tidy, pivot=pivot)
    except BadDate:
        raise _bad_date() from None
    return _counted(day)


def _counted(day: date) -> date:
    if day.year < _FIRST_YEAR:
        raise _bad_date()
    return day


def _bad_date() -> BadCell:
    return BadCell("bad-date", message(N_("This is no day of the calendar.")))


_MONTH_AND_YEAR = re.compile(r"(?:thang )?(0?[1-9]|1[0-2])[/.\-](\d{4})")
_NO_DAY = re.compile(r"(?:00?|\?+|\.+)[/.\-](?:(\d{1,2})|\?+|\.+)[/.\-](\d{4})")


def birth_of(cell: Cell, *, today: date) -> PartialBirth:
    """A birth date: a day, mm/yyyy or a bare year; the unknown part stays unknown. Raises BadCell ``bad-date``."""
    text = fold(text_of(cell) or "")
    if not text:
        return UNKNOWN_BIRTH
    year = text.removeprefix("nam ").removeprefix("sn ")
    if len(year) == 4 and year.isdecimal() and not isinstance(cell, date):
        if not _FIRST_YEAR <= int(year) <= today.year:
            raise _bad_date()
        return born_in(int(year))
    if found := _MONTH_AND_YEAR.fullmatch(_PADDED.sub(r"\1", text)):
        return born_in(int(found[2]), int(found[1]))
    if found := _NO_DAY.fullmatch(_PADDED.sub(r"\1", text)):
        return _without_day(found[1], found[2])
    day = day_of(cell, today=today)
    return UNKNOWN_BIRTH if day is None else born_on(day)


def _without_day(month: str | None, year: str) -> PartialBirth:
    if month and 1 <= int(month) <= 12:
        return born_in(int(year), int(month))
    if month and int(month) > 12:
        raise _bad_date()
    return born_in(int(year))


_MONTHS = re.compile(r"(\d{1,3})(?:[.,]0+)? ?(?:thang|th|thg|t|m)?")
_YEARS_AND_MONTHS = re.compile(r"(\d{1,2}) ?nam(?: (?:va )?(\d{1,2}) ?(?:thang|th|thg|t)?)?")


def months_of(cell: Cell) -> int | None:
    """A term in months: 18, 18.0, "24", "18 tháng", "1 năm 6 tháng". Raises BadCell ``bad-months``."""
    text = fold(text_of(cell) or "")
    if not text:
        return None
    text = re.sub(r" ?\([^)]*\)", "", text).strip(" .")  # "18 (mười tám) tháng"
    months = 0
    if found := _MONTHS.fullmatch(text):
        months = int(found[1])
    elif found := _YEARS_AND_MONTHS.fullmatch(text):
        months = int(found[1]) * 12 + int(found[2] or 0)
    if not 1 <= months <= MAX_MONTHS or isinstance(cell, bool | date | timedelta):
        raise BadCell("bad-months", message(N_("The term must be a number of months.")))
    return months


def count_of(cell: Cell) -> int | None:
    """A small whole number such as which treatment this is ("2", "lần 2", 2.0); None where there is none."""
    found = re.search(r"\d+", text_of(cell) or "")
    return int(found[0]) if found and 1 <= int(found[0]) <= 50 else None


_NONE_WORDS = re.compile(
    r"(khong|chua|mat|that lac|k|ko|0|x)"
    r"( (co|cap|lam|duoc cap|ro|nho|giay to|giay|cccd|cmnd|tuy than|can cuoc|xac dinh))*"
    r"|khong giay to.*|chua (co|lam|cap).*|khong co.*|[-–—./]+|none|n/a"
)
_LABEL = re.compile(r"(?:(?:số|thẻ|cccd|cmnd|cmtnd|cmt|hộ chiếu|căn cước|passport)\b\s*[:.]?\s*)+", re.IGNORECASE)


def identities_of(cell: Cell) -> tuple[IdentityNumber, ...]:
    """The identity numbers in a cell; none for an empty one and for words such as "Không có".

    Numeric cells of 10 or 11 digits have lost their zeros and get them back; text is never padded. Two numbers ("căn
    cước / CMND") are both kept. Raises BadCell ``bad-id-length``.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return (_numeric_identity(cell),)
    text = text_of(cell)
    if text is None or _NONE_WORDS.fullmatch(fold(text)):
        return ()
    pieces = [piece for piece in re.split(r"[/;,\n|]| và ", text) if piece.strip()]
    return tuple(dict.fromkeys(_read(_LABEL.sub("", clean(piece))) for piece in pieces))


def _numeric_identity(number: float) -> IdentityNumber:
    digits = str(int(number)) if float(number).is_integer() and number > 0 else ""
    return _read(digits.zfill(12) if len(digits) in (10, 11) else digits)


def _read(text: str) -> IdentityNumber:
    try:
        return read_number(text)
    except DomainError as error:
        raise BadCell("bad-id-length", error.message) from None
