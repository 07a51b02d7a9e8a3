"""What a history is made of: people, their stays, what happens in them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from rehab_center.admissions.rules.movements import CARE_STATES, EFFECTS, MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.residents.rules.facts import PersonFacts


@dataclass(frozen=True)
class Move:
    """One movement of a stay. ``paper_after``: how many days later its paper comes, None when it has not come yet.

    ``mistaken``: entered about the wrong person and taken back at once.
    """

    kind: MovementKind
    on: date
    paper_after: int | None = 0
    mistaken: bool = False

    @property
    def paper_on(self) -> date | None:
        """The day the paper is there."""
        return None if self.paper_after is None else self.on + timedelta(days=self.paper_after)


@dataclass(frozen=True)
class Stay:
    """One stay with everything that happens in it. ``times``: which treatment of the person it is.

    A stay that begins by ``converted-in`` goes on from the person's stay before, whose last move is ``converted-out``.
    """

    person: int
    kind: StayKind
    admitted_on: date
    months: int | None
    times: int = 1
    entry: MovementKind = MovementKind.ADMITTED
    credit_days: int = 0
    moves: tuple[Move, ...] = ()

    def under_care_on(self, day: date) -> bool:
        """Whether the stay counts at the end of ``day``."""
        here = self.admitted_on <= day
        for move in self.real_moves():
            if move.on <= day:
                here = EFFECTS[move.kind].after in CARE_STATES
        return here

    def real_moves(self) -> Iterator[Move]:
        """What happened, without what was entered by mistake."""
        return (move for move in self.moves if not move.mistaken)

    @property
    def last_kind(self) -> MovementKind:
        """The last thing that happened."""
        return [self.entry, *(move.kind for move in self.real_moves())][-1]


@dataclass
class Story:
    """The whole history: people by number, and their stays in the order of their first days."""

    people: list[PersonFacts] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
