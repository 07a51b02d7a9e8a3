"""Numbers of the centre's own books: per centre, book and year, one after the other. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rehab_center.documents.rules import number_key
from rehab_center.issuing.kinds import Book

_WHOLE = re.compile(r"(\d+)/([^-]+)(?:-.*)?")


def number_text(number: int, sign: str) -> str:
    """A number as it is printed: "05/QĐ-CSCNMT" (NĐ 30/2020, Phụ lục I: below 10 with a zero before it)."""
    return f"{number:02d}/{sign}"


def number_in(text: str, book: Book) -> int | None:
    """The number behind "05/QĐ-CSCNMT" where it is one of that book's, whatever the centre was called; else None."""
    found = _WHOLE.fullmatch(number_key(text))
    return int(found[1]) if found and found[2] == number_key(book.value) else None


def next_number(last: int, taken: Collection[int] = ()) -> int:
    """The next free number after ``last``; those ``taken`` by papers entered elsewhere are passed over."""
    number = last + 1
    while number in taken:
        number += 1
    return number


@dataclass(frozen=True)
class Run:
    """The numbers of one book of a year: the first and the last, and those between that nobody has."""

    first: int
    last: int
    missing: tuple[int, ...]

    @property
    def whole(self) -> bool:
        """Whether no number is missing."""
        return not self.missing


def run_of(numbers: Iterable[int], before: int) -> Run | None:
    """How the numbers of a book follow each other after ``before``, the last one written on paper; None: none yet."""
    used = {number for number in numbers if number > before}
    if not used:
        return None
    last = max(used)
    return Run(before + 1, last, tuple(number for number in range(before + 1, last + 1) if number not in used))
