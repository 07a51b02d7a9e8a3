"""What a table of a report is made of. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from rehab_center.reports.queries import Cell


@dataclass(frozen=True)
class Row:
    """One line: its words and its numbers."""

    words: str
    cells: tuple[Cell, ...]
    total: bool = False

    @property
    def number(self) -> str:
        """The number under which ``report cell`` finds the figure: 7, or 21–24 for those of a line."""
        first, last = self.cells[0].position, self.cells[-1].position
        return str(first) if first == last else f"{first}–{last}"


@dataclass(frozen=True)
class Table:
    """A table: ``columns`` head the numbers, ``subject`` the words beside them; a ``whole`` one is never split."""

    caption: str
    subject: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    whole: bool = True
