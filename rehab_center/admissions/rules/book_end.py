"""Where the computed end of a term is another one than the old book's: what becomes of the difference. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class AnswerAct(StrEnum):
    """What a row does: accept the computed end, confirm that as the second person, or take it back."""

    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class GapState(StrEnum):
    """How far a difference has been worked off; the first two are open."""

    OPEN = "open"
    PROPOSED = "proposed"  # the computed end is accepted, a second person has still to confirm
    ACCEPTED = "accepted"  # the computed end holds
    BY_PAPER = "by-paper"  # a paper gives another end
    AGREES = "agrees"  # a movement or a correction was missing and has been entered


OPEN_STATES = frozenset({GapState.OPEN, GapState.PROPOSED})


@dataclass(frozen=True)
class Closed:
    """By whom and when a difference came into its state."""

    state: GapState
    who: str | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Gap:
    """What is known of a difference.

    ``computed_then``: the end when the opening was written; ``computed_on``: as the facts of that time give it now;
    both None where the clock stands still. ``confirmed``, ``proposed`` and ``overridden``: by whom and when.
    """

    book_end_on: date
    computed_then: date | None
    computed_on: date | None
    confirmed: tuple[str, datetime] | None = None
    proposed: tuple[str, datetime] | None = None
    overridden: tuple[str, datetime] | None = None
    recomputed: tuple[str, datetime] | None = None

    @property
    def days(self) -> int | None:
        """How many days longer than the book somebody would be held (below zero: shorter); None without an end."""
        return (self.computed_on - self.book_end_on).days if self.computed_on is not None else None


def state_of_gap(gap: Gap) -> Closed | None:
    """Where a difference stands; None where there never was one."""
    if gap.computed_on == gap.book_end_on:
        if gap.computed_then == gap.book_end_on:
            return None
        return Closed(GapState.AGREES, *(gap.recomputed or ()))
    if gap.confirmed:
        return Closed(GapState.ACCEPTED, *gap.confirmed)
    if gap.overridden:
        return Closed(GapState.BY_PAPER, *gap.overridden)
    if gap.proposed:
        return Closed(GapState.PROPOSED, *gap.proposed)
    return Closed(GapState.OPEN)
