"""A workbook of wishes: who, what, from when; each row is read by itself. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rehab_center.dates import BadDate, parse_date
from rehab_center.errors import DomainError
from rehab_center.names import clean, fold
from rehab_center.words import N_, Message, message

_HEADINGS = {
    "code": ("ma hoc vien", "ma ho so", "so ho so", "ma"),
    "programme": ("chuong trinh", "xuong", "lop", "lop hoc", "to san xuat", "xuong, lop"),
    "first": ("tu ngay", "ngay bat dau"),
    "last": ("den ngay", "ngay ket thuc"),
    "why": ("ly do",),
}
"""The headings of each column, folded; the first two must be there."""
_SEARCHED_ROWS = 20
HEADINGS = ("Mã học viên", "Chương trình", "Từ ngày", "Đến ngày", "Lý do")
"""The headings of the sample."""


@dataclass(frozen=True)
class WishRow:
    """One row as it was read; ``row`` is its number in the sheet, from 1."""

    row: int
    code: str
    programme: str
    first: date | None
    last: date | None
    why: str | None


@dataclass(frozen=True)
class RefusedRow:
    """A row that is not followed, by which rule and why."""

    row: int
    code: str
    rule: str
    reason: Message


def read_rows(cells: Sequence[Sequence[object]]) -> tuple[tuple[WishRow, ...], tuple[RefusedRow, ...]]:
    """The rows under the headings, and those that cannot be read. Raises DomainError where there are no headings."""
    head, columns = _columns(cells)
    read: list[WishRow] = []
    refused: list[RefusedRow] = []
    for number, row in enumerate(cells[head + 1 :], start=head + 2):
        given = {name: row[place] if place < len(row) else "" for name, place in columns.items()}
        if not any(_text(value) for value in given.values()):
            continue
        code, programme = _text(given["code"]), _text(given["programme"])
        try:
            first, last = (_day(given.get(name, "")) for name in ("first", "last"))
        except BadDate:
            said = message(N_("A day cannot be read: write it as 05/06/2024"))
            refused.append(RefusedRow(number, code, "bad-date", said))
            continue
        if not code or not programme:
            said = message(N_("The row needs a file code and a programme"))
            refused.append(RefusedRow(number, code, "incomplete", said))
            continue
        read.append(WishRow(number, code, programme, first, last, _text(given.get("why", "")) or None))
    return tuple(read), tuple(refused)


def _columns(cells: Sequence[Sequence[object]]) -> tuple[int, dict[str, int]]:
    for number, row in enumerate(cells[:_SEARCHED_ROWS]):
        words = [fold(_text(cell)) for cell in row]
        found = {
            name: next(place for place, word in enumerate(words) if word in known)
            for name, known in _HEADINGS.items()
            if any(word in known for word in words)
        }
        if {"code", "programme"} <= set(found):
            return number, found
    words_needed = message(N_("The sheet needs the headings “Mã học viên” and “Chương trình”"))
    raise DomainError(words_needed, field="file", code="no-headings")


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean(str(cell)) if cell is not None else ""


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    words = _text(cell)
    return parse_date(words) if words else None
