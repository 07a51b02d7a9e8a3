"""What stands above a register's headings: the centre's name and the day of the figures. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rehab_center.dates import BadDate, parse_date
from rehab_center.names import clean, fold
from rehab_center.register.rules.workbook import Cell, is_blank

_AS_OF = re.compile(r"\b(?:den|het)\s+(?:het\s+)?(?:ngay\s+)?(\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*(?:\d{4}|\d{2})\b)")
_AS_OF_WORDS = re.compile(r"\bden\s+(?:het\s+)?ngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(\d{4})")
_CENTRE = re.compile(r".*\b(co so (cai nghien|dieu tri|xa hoi|tu van)|trung tam|truong giao duong|cs ?cn)\b.*")
#: A title's year of two digits is of this century; the books of before 2000 are not on any disk.
_LAST_YEAR = 2099
_NOT_A_NAME = re.compile(r"(so theo doi|danh sach|bao cao|thong ke|bang|bieu|mau so|so quan ly|tong hop|so lieu)\b.*")


@dataclass(frozen=True)
class Title:
    """``facility``: the centre as written, None where the title names none; ``as_of``: the day of the figures.

    ``lines`` are all texts above the headings, row by row.
    """

    facility: str | None
    as_of: date | None
    lines: tuple[str, ...]


def read_title(rows: Sequence[tuple[Cell, ...]]) -> Title:
    """Read the rows above the headings."""
    lines = tuple(clean(cell) for row in rows for cell in row if isinstance(cell, str) and not is_blank(cell))
    return Title(
        facility=next((line for line in lines if names_a_centre(line)), None),
        as_of=next((day for line in lines if (day := _as_of(line))), None),
        lines=lines,
    )


def names_a_centre(line: str) -> bool:
    """Whether a title line is the name of a centre, not of a list or of a higher office."""
    folded = fold(line)
    return bool(_CENTRE.fullmatch(folded)) and not _NOT_A_NAME.fullmatch(folded)


def _as_of(line: str) -> date | None:
    folded = fold(line)
    if found := _AS_OF.search(folded):
        text = found[1].replace(" ", "")
    elif found := _AS_OF_WORDS.search(folded):
        text = f"{found[1]}/{found[2]}/{found[3]}"
    else:
        return None
    try:
        return parse_date(text, pivot=_LAST_YEAR)
    except BadDate:
        return None
