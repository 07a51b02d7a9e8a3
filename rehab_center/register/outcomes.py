"""What an import did, or would do: the counts, the rows refused, what to look at; and the same as plain JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rehab_center.register.fates import Difference, Planned, PlannedMove, Step
from rehab_center.register.rules.readings import Notice, Place, Refusal
from rehab_center.register.rules.registers import Register
from rehab_center.words import Message

Say = Callable[[Message], str]
"""Puts a sentence into the reader's language."""


@dataclass
class Outcome:
    """``rows`` are data rows, ``imported`` counts new stays, ``updated`` rows that add to or change a stay there.

    ``conflicts`` and ``changes`` are cells: a row may have some of each.
    """

    rows: int
    sheets: tuple[str, ...]
    other_sheets: tuple[str, ...]
    dry_run: bool
    imported: int = 0
    unchanged: int = 0
    updated: int = 0
    conflicts: list[Difference] = field(default_factory=list)
    changes: list[Difference] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    #: Why the book is taken for an older copy.
    older: Message | None = None

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
        self.notices += planned.notices
        if planned.refusal:
            self.refusals.append(planned.refusal)
            return
        self.conflicts += planned.conflicts
        self.changes += planned.changes
        self.imported += planned.step is Step.NEW
        self.updated += planned.step is Step.UPDATES
        self.unchanged += planned.step is Step.SAME

    def count_move(self, move: PlannedMove) -> None:
        """Take one row of a sheet of movements into the counts."""
        self.refusals += [move.refusal] if move.refusal else []
        self.conflicts += [move.conflict] if move.conflict else []
        self.updated += move.step is Step.UPDATES
        self.unchanged += move.step is Step.SAME


def begun(register: Register, *, dry_run: bool) -> Outcome:
    """An outcome that knows what reading the workbook alone has shown."""
    return Outcome(
        rows=register.row_count,
        sheets=tuple(table.sheet.name for table in register.all_tables),
        other_sheets=register.others,
        dry_run=dry_run,
        refusals=list(register.refusals),
        notices=list(register.notices),
    )


def as_json(outcome: Outcome, say: Say, *, with_sheets: bool = False) -> dict[str, Any]:
    """The outcome as the command prints it and the job keeps it. Sheets are named where more than one is read."""
    several = with_sheets or len(outcome.sheets) > 1
    order = {name: position for position, name in enumerate(outcome.sheets)}

    def rank(place: Place | None) -> tuple[int, int]:
        return (order[place.sheet], place.row) if place else (-1, 0)

    told = {
        "rows": outcome.rows,
        "imported": outcome.imported,
        "unchanged": outcome.unchanged,
        "updated": outcome.updated,
        "conflicts": [
            _conflict(one, say, several=several) for one in sorted(outcome.conflicts, key=lambda one: rank(one.place))
        ],
        "rejected": [
            _refusal(refusal, say, several=several)
            for refusal in sorted(outcome.refusals, key=lambda refusal: rank(refusal.place))
        ],
        "warnings": [
            *([_older(outcome.older, say)] if outcome.older else ()),
            *(
                (_placed(notice.place, several) if notice.place else {"row": None})
                | {"column": notice.column, "value": notice.value, "reason": say(notice.said)}
                for notice in sorted(outcome.notices, key=lambda notice: rank(notice.place))
            ),
        ],
        "dry_run": outcome.dry_run,
    }
    changes = [
        _placed(one.place, several) | {"column": one.column, "before": one.before, "value": one.value}
        for one in sorted(outcome.changes, key=lambda one: rank(one.place))
    ]
    return told | ({"changes": changes} if changes else {})


OLDER_COPY = "older-copy"
"""The code of the warning that an older copy was sent."""


def _older(said: Message, say: Say) -> dict[str, Any]:
    return {"row": None, "column": "", "value": "", "reason": say(said), "code": OLDER_COPY}


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
