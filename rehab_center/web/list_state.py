"""What a reader asks of a list: handed to queries as it is. Pure, so that queries may name the type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

T = TypeVar("T")

PAGE_SIZES = (50, 100, 200)


@dataclass(frozen=True)
class ListState:
    """What a reader asked of a list. ``limit`` None means every row (an export)."""

    q: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, tuple[date | None, date | None]] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False
    page: int = 1
    per_page: int = PAGE_SIZES[0]
    export: str | None = None
    #: Of a list read by key: rows below this one, or above it.
    before: int | None = None
    after: int | None = None

    @property
    def limit(self) -> int | None:
        """How many rows the query gives back at most."""
        return None if self.export else self.per_page

    @property
    def offset(self) -> int:
        """How many rows the query leaves out first."""
        return 0 if self.export else (self.page - 1) * self.per_page

    def cut(self, rows: Sequence[T]) -> tuple[list[T], int]:
        """Of all the rows, in their order, those that the page shows; and how many there are."""
        end = None if self.limit is None else self.offset + self.limit
        return list(rows[self.offset : end]), len(rows)

    @property
    def narrowed(self) -> bool:
        """Whether anything was searched or filtered."""
        return bool(self.q or self.choices or self.days)

    def choice(self, key: str) -> str | None:
        """The value chosen for a filter, None for all."""
        return self.choices.get(key)

    def range_of(self, key: str) -> tuple[date | None, date | None]:
        """The first and last day asked for, both included, None where open."""
        return self.days.get(key, (None, None))
