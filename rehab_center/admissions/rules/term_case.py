"""What a term is calculated from and what the calculation gives, in plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from rehab_center.admissions.rules.movements import AFTER, MovementKind, State
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.rules.sequence import Moved, steps
from rehab_center.admissions.rules.term_opening import Opening
from rehab_center.admissions.rules.term_override import Override
from rehab_center.findings import Finding
from rehab_center.policies.rules import TermEndConvention
from rehab_center.words import Message


class Ground(StrEnum):
    """Why a line stands in the ledger."""

    TERM = "term"
    CREDIT = "credit"
    ESCAPE = "escape"
    IMPRISONMENT = "imprisonment"
    SUSPENSION_COUNTED = "suspension-counted"
    ABSENCE_COUNTED = "absence-counted"
    REDUCTION = "reduction"
    EXTENSION = "extension"
    OVERRIDE = "override"
    OVERRIDE_ENDED = "override-ended"
    OPENING_MONTHS = "opening-months"
    OPENING_DAYS = "opening-days"


class EscapeDays(StrEnum):
    """Which days of an escape are not served (open question 4)."""

    FROM_ESCAPE = "from-escape"  # from the day of escape to the day before the return
    FROM_NEXT_DAY = "from-next-day"  # only the whole days between
    COUNTED = "counted"  # none: an escape does not lengthen the term


@dataclass(frozen=True)
class Conventions:
    """The dated choices a calculation stands on; ``value_ids``: the policy values behind the lines of each ground."""

    term_end: TermEndConvention = TermEndConvention.CORRESPONDING_DAY
    escape: EscapeDays = EscapeDays.FROM_ESCAPE
    prison_counted: bool = False
    credit_taken: bool = True
    value_ids: Mapping[Ground, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Credit:
    """Days held before the term, taken off its end (never below zero); ``ground``: why, as somebody wrote it."""

    days: int
    ground: str | None = None


@dataclass(frozen=True)
class Interruption:
    """Days away that matter to the term. ``to_on`` is the day of return, None while it lasts."""

    ground: Ground
    from_on: date
    to_on: date | None = None
    movement_id: int | None = None
    document_id: int | None = None


@dataclass(frozen=True)
class TermChange:
    """A decision that makes the term shorter (below zero) or longer, by months and days."""

    on: date
    months: int = 0
    days: int = 0
    movement_id: int | None = None
    document_id: int | None = None

    @property
    def shortens(self) -> bool:
        """Whether it is a reduction."""
        return self.months < 0 or self.days < 0


@dataclass(frozen=True)
class TermCase:
    """What a calculation is given, in any order: absences may overlap, and may lie before the start.

    Only ``overrides`` come in theirs, each ended before the next is made.
    """

    start_on: date
    months: int
    credits: tuple[Credit, ...] = ()
    interruptions: tuple[Interruption, ...] = ()
    changes: tuple[TermChange, ...] = ()
    decision_id: int | None = None
    kind: StayKind = StayKind.COMPULSORY
    overrides: tuple[Override, ...] = ()
    #: What the old book counts of a stay that began before the program.
    opening: Opening | None = None


@dataclass(frozen=True)
class TermLine:
    """One line: ``months`` and ``days`` are what it adds; ``running_end_on`` is None while the clock stands still."""

    ground: Ground
    from_on: date
    to_on: date | None
    months: int
    days: int
    running_end_on: date | None
    formula: Message
    article: str
    document_id: int | None = None
    movement_id: int | None = None
    policy_value_id: int | None = None


@dataclass(frozen=True)
class TermResult:
    """The end with its lines; while the clock stands still there is none, and ``remaining_days`` says what is left.

    ``findings``: what was given and could not move the end, such as days away before the term began.
    """

    end_on: date | None
    lines: tuple[TermLine, ...]
    remaining_days: int | None = None
    findings: tuple[Finding, ...] = ()


_ABSENCES = {
    State.ESCAPED: Ground.ESCAPE,
    State.IMPRISONED: Ground.IMPRISONMENT,
    State.SUSPENDED: Ground.SUSPENSION_COUNTED,
}


def interruptions_of(ordered: Sequence[Moved]) -> tuple[Interruption, ...]:
    """The absences that matter to the term, from the movements in their order.

    One that the stay ended in stays open: the clock never ran again.
    """
    found: list[Interruption] = []
    begun: Moved | None = None
    for step in steps(ordered):
        if step.after is step.before:
            continue
        if begun is not None and step.before in _ABSENCES:
            ended = None if step.after is State.LEFT else step.moved.effective_on
            found.append(_interruption(_ABSENCES[step.before], begun, ended))
        begun = step.moved if step.after in _ABSENCES else None
    if begun is not None:
        found.append(_interruption(_ABSENCES[AFTER[begun.kind]], begun, None))
    return tuple(found)


def _interruption(ground: Ground, begun: Moved, ended: date | None) -> Interruption:
    return Interruption(ground, begun.effective_on, ended, begun.id, begun.document_id)


def changes_of(ordered: Sequence[Moved]) -> tuple[TermChange, ...]:
    """The decisions that changed the term, from the movements in their order; a reduction counts below zero."""
    signs = {MovementKind.TERM_REDUCED: -1, MovementKind.TERM_EXTENDED: 1}
    return tuple(
        TermChange(
            moved.effective_on,
            signs[moved.kind] * (moved.months or 0),
            signs[moved.kind] * (moved.days or 0),
            moved.id,
            moved.document_id,
        )
        for moved in ordered
        if moved.kind in signs
    )
