"""What becomes of a row of a register: new, unchanged, changed, in conflict or refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.register.queries.stays import KnownStay
from rehab_center.register.rules.comparing import Comparison
from rehab_center.register.rules.readings import MoveRow, Notice, Place, ReadRow, Refusal
from rehab_center.register.rules.statements import NOTHING, Statement
from rehab_center.words import Message


class Step(StrEnum):
    """What becomes of a row."""

    NEW = "new"  # a new stay
    SAME = "same"  # the stay is there, nothing to add
    UPDATES = "updates"  # the stay is there, the book knows more or has changed
    CONFLICT = "conflict"  # the stay is there and says something else; it stays as it is
    REFUSED = "refused"


@dataclass(frozen=True)
class Difference:
    """A cell in which the book and what was there before differ, in words.

    ``value`` is what this copy says, ``before`` what the last copy said (None: there was none, or it said nothing),
    ``here`` what the program holds. ``said``: why it is not simply written.
    """

    place: Place
    column: str
    value: str
    before: str | None
    here: str
    said: Message | None = None


@dataclass(frozen=True)
class PlannedMove:
    """The fate of a row of a sheet of movements; ``facts`` are the movements it adds to the stay."""

    row: MoveRow
    step: Step
    facts: tuple[tuple[MovementKind, date], ...] = ()
    conflict: Difference | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Planned:
    """One row's fate. ``person`` numbers the row's person within the book; ``resident_id`` is None for a new one,
    ``stay`` the one that is there already.

    ``fills`` are what the book knows beyond the program, ``changes`` are written once confirmed, ``conflicts`` never.
    ``memory``: what to keep of the row for the next copy.
    """

    row: ReadRow
    person: int
    step: Step
    resident_id: int | None = None
    stay: KnownStay | None = None
    comparison: Comparison = Comparison()
    changes: tuple[Difference, ...] = ()
    fills: tuple[Difference, ...] = ()
    conflicts: tuple[Difference, ...] = ()
    memory: Statement = NOTHING
    remembers: bool = False
    refusal: Refusal | None = None
    notices: tuple[Notice, ...] = ()
    moves: tuple[PlannedMove, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether the row, or one of its movements, adds to or changes what the program holds."""
        return self.step in (Step.NEW, Step.UPDATES) or any(move.facts for move in self.moves)

    def unconfirmed(self) -> Planned:
        """The same row when nobody has confirmed its changes: they wait for the next copy."""
        comparison = replace(self.comparison, changes=())
        return self._settled(comparison, self.comparison.unconfirmed)

    def _settled(self, comparison: Comparison, memory: Statement) -> Planned:
        adds = bool(comparison.fills or comparison.changes or comparison.adds_exit)
        step = Step.UPDATES if adds else Step.CONFLICT if self.conflicts else Step.SAME
        return replace(self, comparison=comparison, changes=(), step=step, memory=memory)
