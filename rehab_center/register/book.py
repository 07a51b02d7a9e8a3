"""A workbook read as a register, its rows in parts: they lie on disk, and nobody holds more of them than a part."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from rehab_center.register.queries.known import remembered
from rehab_center.register.reading import read_workbook
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.headers import Table
from rehab_center.register.rules.readings import MoveRow, ReadRow
from rehab_center.register.rules.registers import Register, read_register
from rehab_center.register.rules.shelves import Shelves
from rehab_center.register.sources import Source
from rehab_center.register.spool import on_disk

T = TypeVar("T")

Numbered = tuple[ReadRow, int]
"""A row with the number of its person in the book."""


class Parts(Generic[T]):
    """Rows in parts of one size, fetched when a part is asked for; the same parts whenever the same file is read."""

    def __init__(self, places: Sequence[int], fetch: Callable[[int], T], size: int) -> None:
        self._places = places
        self._fetch = fetch
        self._size = size

    def __len__(self) -> int:
        return -(-len(self._places) // self._size)

    def __getitem__(self, number: int) -> tuple[T, ...]:
        return tuple(self._fetch(place) for place in self._places[number * self._size : (number + 1) * self._size])

    def __iter__(self) -> Iterator[tuple[T, ...]]:
        return (self[number] for number in range(len(self)))


@dataclass(frozen=True)
class Book:
    """A workbook read as a register; ``shelves`` are for what else grows with it."""

    register: Register
    source: Source
    shelves: Shelves

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The tables by the names of their sheets."""
        return {table.sheet.name: table for table in self.register.all_tables}

    def parts(self, size: int) -> Parts[Numbered]:
        """The good rows in the order of their first days."""
        return Parts(self.register.order, self._numbered, size)

    def parts_of_several(self, size: int) -> Parts[Numbered]:
        """Of those the rows of people who have more than one."""
        people, several = self.register.people, self.several
        return Parts([place for place in self.register.order if people[place] in several], self._numbered, size)

    def loose_parts(self, size: int) -> Parts[MoveRow]:
        """Movements of people the book has no other row for."""
        return Parts(self.register.loose, self.register.moves.__getitem__, size)

    @cached_property
    def several(self) -> frozenset[int]:
        """The people with more than one row: people are numbered as they are met."""
        found, met = set(), 0
        for person in self.register.people:
            if person < met:
                found.add(person)
            met = max(met, person + 1)
        return frozenset(found)

    def _numbered(self, place: int) -> Numbered:
        return self.register.row(place), self.register.people[place]


def read_book(
    session: Session,
    data: bytes,
    filename: str,
    *,
    facility_id: int | None,
    today: date,
    sheets: Collection[str] | None = None,
    mapping: Mapping[str, Field] | None = None,
    meanings: Mapping[str, Field] | None = None,
) -> Book:
    """Read a file with the meanings remembered for this centre and in ``mapping``. Raises DomainError in words.

    ``meanings`` are those a file was read with once, where it is to be read the same again.
    """
    known = remembered(session, facility_id) if meanings is None else meanings
    workbook, shelves = read_workbook(data, filename), on_disk()
    register = read_register(
        workbook, today=today, remembered={**known, **(mapping or {})}, only=sheets, shelves=shelves
    )
    return Book(register, Source(filename, hashlib.sha256(data).hexdigest()), shelves)
