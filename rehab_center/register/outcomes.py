"""What an import did, or would do: the counts, the rows refused, what to look at; and the same as plain JSON."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Generic, TypeVar

from rehab_center.register.fates import Difference, Planned, PlannedMove, Step
from rehab_center.register.rules.readings import Notice, Place, Refusal
from rehab_center.register.rules.registers import Register
from rehab_center.register.rules.shelves import IN_MEMORY, Shelf, Shelves
from rehab_center.words import Message

T = TypeVar("T")

Say = Callable[[Message], str]
"""Puts a sentence into the reader's language."""


class Lines(Generic[T]):
    """What is said of rows, kept on a shelf as it comes and told in the order of the book."""

    def __init__(self, outcome: Outcome) -> None:
        self._shelf: Shelf[T] = outcome.shelves.shelf()
        self._sheets = {name: position for position, name in enumerate(outcome.sheets, start=1)}
        self._ranks = array("Q")

    def add(self, place: Place | None, one: T) -> None:
        """Keep what is said of a row, or (``place`` None) of the whole book: that comes first."""
        self._shelf.append(one)
        self._ranks.append(self._sheets[place.sheet] << 32 | place.row if place else 0)

    def __len__(self) -> int:
        return len(self._shelf)

    def __iter__(self) -> Iterator[T]:
        return (self._shelf[position] for position in sorted(range(len(self)), key=self._ranks.__getitem__))


@dataclass
class Outcome:
    """``rows`` are data rows, ``imported`` counts new stays, ``updated`` rows that add to or change a stay there.

    ``conflicts`` and ``changes`` are cells: a row may have some of each.
    """

    rows: int
    sheets: tuple[str, ...]
    other_sheets: tuple[str, ...]
    dry_run: bool
    shelves: Shelves = IN_MEMORY
    imported: int = 0
    unchanged: int = 0
    updated: int = 0
    #: Why the book is taken for an older copy.
    older: Message | None = None

    def __post_init__(self) -> None:
        self.conflicts: Lines[Difference] = Lines(self)
        self.changes: Lines[Difference] = Lines(self)
        self.refusals: Lines[Refusal] = Lines(self)
        self.notices: Lines[Notice] = Lines(self)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each fate, as the log keeps them."""
        return {
            "rows": self.rows,
            "imported": self.imported,
            "unchanged": self.unchanged,
            "updated": self.updated,
            "conflicts": len(self.conflicts),
            "rejected": len(self.refusals),
        }

    def count(self, planned: Planned) -> None:
        """Take one planned (or written) row into the counts."""
        for move in planned.moves:
            self.count_move(move)
        for notice in planned.notices:
            self.notices.add(notice.place, notice)
        if planned.refusal:
            self.refusals.add(planned.refusal.place, planned.refusal)
            return
        for cell in planned.conflicts:
            self.conflicts.add(cell.place, cell)
        for cell in planned.changes:
            self.changes.add(cell.place, cell)
        self.imported += planned.step is Step.NEW
        self.updated += planned.step is Step.UPDATES
        self.unchanged += planned.step is Step.SAME

    def count_move(self, move: PlannedMove) -> None:
        """Take one row of a sheet of movements into the counts."""
        if move.refusal:
            self.refusals.add(move.refusal.place, move.refusal)
        if move.conflict:
            self.conflicts.add(move.conflict.place, move.conflict)
        self.updated += move.step is Step.UPDATES
        self.unchanged += move.step is Step.SAME


def begun(register: Register, *, dry_run: bool, shelves: Shelves = IN_MEMORY) -> Outcome:
    """An outcome that knows what reading the workbook alone has shown; its lines lie on ``shelves``."""
    sheets = tuple(table.sheet.name for table in register.all_tables)
    outcome = Outcome(register.row_count, sheets, register.others, dry_run, shelves)
    for refusal in register.refusals:
        outcome.refusals.add(refusal.place, refusal)
    for notice in register.notices:
        outcome.notices.add(notice.place, notice)
    return outcome


def as_json(outcome: Outcome, say: Say, *, with_sheets: bool = False) -> dict[str, Any]:
    """The outcome as the command prints it and the job keeps it. Sheets are named where more than one is read."""
    told = told_line_by_line(outcome, say, with_sheets=with_sheets)
    return {name: list(value) if isinstance(value, Iterator) else value for name, value in told.items()}


def told_line_by_line(outcome: Outcome, say: Say, *, with_sheets: bool = False) -> dict[str, Any]:
    """The same with an iterator in the place of each list."""
    several = with_sheets or len(outcome.sheets) > 1
    told = {
        "rows": outcome.rows,
        "imported": outcome.imported,
        "unchanged": outcome.unchanged,
        "updated": outcome.updated,
        "conflicts": (_conflict(one, say, several=several) for one in outcome.conflicts),
        "rejected": rejected(outcome, say, with_sheets=with_sheets),
        "warnings": chain(
            [_older(outcome.older, say)] if outcome.older else (),
            (_warning(notice, say, several=several) for notice in outcome.notices),
        ),
        "dry_run": outcome.dry_run,
    }
    changes = (
        _placed(one.place, several) | {"column": one.column, "before": one.before, "value": one.value}
        for one in outcome.changes
    )
    return told | ({"changes": changes} if len(outcome.changes) else {})


def rejected(outcome: Outcome, say: Say, *, with_sheets: bool = False) -> Iterator[dict[str, Any]]:
    """The refused rows, each as the outcome's JSON names it."""
    several = with_sheets or len(outcome.sheets) > 1
    return (_refusal(refusal, say, several=several) for refusal in outcome.refusals)


#: A page shows this many lines of a kind; the list row by row and the workbook of refused rows have them all.
SHOWN = 200


class Beginning(Sequence[Any]):
    """The first of a list that knows how long the whole is."""

    def __init__(self, first: Sequence[Any], length: int) -> None:
        self._first = first
        self._length = length

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: Any) -> Any:
        return self._first[index]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._first)


OLDER_COPY = "older-copy"
"""The code of the warning that an older copy was sent."""


def _older(said: Message, say: Say) -> dict[str, Any]:
    return {"row": None, "column": "", "value": "", "reason": say(said), "code": OLDER_COPY}


def _warning(notice: Notice, say: Say, *, several: bool) -> dict[str, Any]:
    placed = _placed(notice.place, several) if notice.place else {"row": None}
    return placed | {"column": notice.column, "value": notice.value, "reason": say(notice.said)}


def _conflict(one: Difference, say: Say, *, several: bool) -> dict[str, Any]:
    """``here`` is what the program holds and keeps, under its older name ``kept`` too; ``before`` the last copy's."""
    told = {"column": one.column, "value": one.value, "here": one.here, "before": one.before, "kept": one.here}
    return _placed(one.place, several) | told | ({"reason": say(one.said)} if one.said else {})


def _placed(place: Place, several: bool) -> dict[str, Any]:
    return {"row": place.row} | ({"sheet": place.sheet} if several else {})


def _refusal(refusal: Refusal, say: Say, *, several: bool) -> dict[str, Any]:
    """The first problem is the row's; further ones follow in ``also``."""
    first, *others = refusal.problems
    told = {"column": first.column, "value": first.value, "reason": say(first.said), "code": first.code}
    also = [{"column": one.column, "value": one.value, "reason": say(one.said), "code": one.code} for one in others]
    return _placed(refusal.place, several) | told | ({"also": also} if also else {})
