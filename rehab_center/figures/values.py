"""What a figure is made of. Frozen, so that it can be stored as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from rehab_center.periods import Period
from rehab_center.words import Message


@dataclass(frozen=True)
class Counted:
    """Somebody in a figure: the stay's file code, the name as it then was, and the day that brought them in."""

    admission_id: int
    resident_id: int
    code: str
    name: str
    on: date
    #: What the figure adds up: minutes, or how many times. None where it counts the people themselves.
    amount: int | None = None


@dataclass(frozen=True)
class Excluded:
    """Somebody just outside a figure, and why."""

    admission_id: int
    resident_id: int
    code: str
    name: str
    on: date
    reason: Message


class ItemKind(StrEnum):
    """What a figure may count that is no person."""

    SESSION = "session"
    OVERRIDE = "override"
    CORRECTION = "correction"
    SHEET = "sheet"


@dataclass(frozen=True)
class Item:
    """Something in a figure that is no person, as it is called; ``reason`` given: just outside it, and why."""

    kind: ItemKind
    id: int
    words: str
    on: date
    note: Message | None = None
    reason: Message | None = None


@dataclass(frozen=True)
class Figure:
    """One figure: ``value`` None where there is nothing to say; ``people`` None where it counts no people, ``items``
    None where it counts nothing else either (those just outside are among them)."""

    code: str
    label: Message
    value: Decimal | None
    printed: str
    people: tuple[Counted, ...] | None = None
    just_excluded: tuple[Excluded, ...] = ()
    #: What has to be known about it: from which signed report it was taken.
    note: Message | None = None
    items: tuple[Item, ...] | None = None


@dataclass(frozen=True)
class PlanInForce:
    """The revision of the annual plan that a report's day goes by."""

    revision_id: int
    revision: int
    target: int
    decision: str | None
    to_be_confirmed: bool


@dataclass(frozen=True)
class PeriodFigures:
    """Every figure of a period, as known at one moment. ``plan`` is the revision in force on the period's last day."""

    period: Period
    known_at: datetime
    plan: PlanInForce | None
    figures: Mapping[str, Figure]
    #: From which day on the book is complete, where not every figure could be given.
    complete_from: date | None = None

    def __getitem__(self, code: str) -> Figure:
        return self.figures[code]
