"""Where a sheet is, when it should be back, and what it and the screen disagree on. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rehab_center.attendance.kinds import SheetKind, SheetState

SIGNS = {SheetKind.ROLL: "PĐD", SheetKind.MOVEMENTS: "DSDC", SheetKind.WORK_SLIP: "PGV"}
"""What stands behind the number of each kind's own book."""


def number_text(kind: SheetKind, number: int, year: int) -> str:
    """A sheet's number as it is printed: "0042/PĐD-2026"."""
    return f"{number:04d}/{SIGNS[kind]}-{year}"


@dataclass(frozen=True)
class SheetFacts:
    """What is known of a sheet. ``marked`` and ``on_paper``: how many were there on the screen and as the paper says,
    None where nobody has marked or where the sheet counts nobody. ``changed_since``: a mark was changed after the paper
    was compared with the screen."""

    ends_at: datetime
    returned_at: datetime | None = None
    signed: bool = False
    cancelled: bool = False
    marked: int | None = None
    on_paper: int | None = None
    difference: str | None = None
    settled: bool = False
    changed_since: bool = False

    @property
    def differs(self) -> bool:
        """Whether paper and screen disagree: in the count, or by what whoever took it back wrote.

        A session that is not marked at all disagrees with any count.
        """
        counts = self.on_paper is not None and self.marked != self.on_paper
        # Where the paper counts nobody, whatever was changed since is to be looked at again.
        anew = self.changed_since and (counts or self.on_paper is None)
        return anew or ((counts or bool(self.difference)) and not self.settled)


def due_at(ends_at: datetime, hours: int) -> datetime:
    """When a sheet should be back, ``hours`` after what it is for has ended."""
    return ends_at + timedelta(hours=hours)


def state_of(facts: SheetFacts, *, hours: int, now: datetime) -> SheetState:
    """Where a sheet is. One that differs says so before it says that it is not signed."""
    if facts.cancelled:
        return SheetState.CANCELLED
    if facts.returned_at is None:
        return SheetState.MISSING if now > due_at(facts.ends_at, hours) else SheetState.OUT
    if facts.differs:
        return SheetState.DIFFERS
    return SheetState.BACK if facts.signed else SheetState.UNSIGNED


def all_states(state: SheetState, *, signed: bool) -> tuple[SheetState, ...]:
    """Everything that is the matter with a sheet: one that differs may lack a signature besides."""
    return (state, SheetState.UNSIGNED) if state is SheetState.DIFFERS and not signed else (state,)


LACKING = (SheetState.MISSING, SheetState.UNSIGNED, SheetState.DIFFERS)
"""What somebody has to see to."""
