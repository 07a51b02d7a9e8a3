"""In what order things wait, and what of it an old book has left behind. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from rehab_center.tasks.kinds import TaskKind

FEW = 5
"""So many cases out of an old book are shown like any other; more are folded into one line."""

OLD_BOOK_MARGIN = timedelta(days=60)
"""A deadline at least so far behind the entry is the long one that only an old book's papers get (90 days)."""

#: Somebody at large, somebody who may be ill, somebody held too long, then what a case rests on, then what will be due.
BY_HARM = (
    TaskKind.ROLL_DIFFERENCE,
    TaskKind.COMMUNE_NOTICE,
    TaskKind.SEARCH_DECISION,
    TaskKind.HEALTH_LOOK,
    TaskKind.TERM_OVERRUN,
    TaskKind.UNCHECKED_END,
    TaskKind.ENDED_AT_HOME,
    TaskKind.LEFT_EARLY,
    TaskKind.RELEASE_TODAY,
    TaskKind.CLOCK_FAILED,
    TaskKind.DISCIPLINE_ENDED,
    TaskKind.TEMPORARY_LONG,
    TaskKind.RETURN_DUE,
    TaskKind.BED,
    TaskKind.VOID_REQUEST,
    TaskKind.PAPER_MISSING,
    TaskKind.BELONGINGS,
    TaskKind.PAPER_INCOMPLETE,
    TaskKind.TERM_ENDING,
    TaskKind.TURNS_ADULT,
    TaskKind.REVIEW_DUE,
    TaskKind.CERTIFICATE_COPIES,
    TaskKind.IDENTITY_PAPER,
    TaskKind.POSSIBLE_DUPLICATE,
    TaskKind.BELONGINGS_LIST,
    TaskKind.PHOTO,
    TaskKind.FAMILY_NOTICE,
    TaskKind.CLASSIFICATION,
    TaskKind.PERSON_RECORD,
    TaskKind.SHEET_OWED,
    TaskKind.OTHER,
)


class Owed(Protocol):
    """As much of a task as its order needs."""

    @property
    def id(self) -> int:
        """Its number: what was opened first."""

    @property
    def kind(self) -> TaskKind:
        """What is owed."""

    @property
    def due_at(self) -> datetime | None:
        """Until when; None without a deadline."""

    @property
    def opened_at(self) -> datetime:
        """Since when."""


class MayBeOld(Protocol):
    """A stay that may be out of an old book."""

    @property
    def from_old_book(self) -> bool:
        """Whether it was over before it was written down here."""


Case = TypeVar("Case")
Task = TypeVar("Task", bound=Owed)
Stay = TypeVar("Stay", bound=MayBeOld)


@dataclass(frozen=True)
class Parted(Generic[Case]):
    """Today's cases, and how many of an old book's are folded away."""

    cases: tuple[Case, ...]
    folded: int


def by_harm(tasks: Iterable[Task]) -> list[Task]:
    """The harm of waiting decides first, the deadline within it: a late notice of an escape waits behind no late paper.

    What has no deadline comes last of its kind, and a kind without a place after all that have one.
    """
    return sorted(
        tasks, key=lambda task: (_harm(task.kind), task.due_at is None, task.due_at or task.opened_at, task.id)
    )


def _harm(kind: TaskKind) -> int:
    return BY_HARM.index(kind) if kind in BY_HARM else len(BY_HARM)


def without_old_papers(tasks: Sequence[Task]) -> Parted[Task]:
    """Tasks without those an old book opened by the hundred; where there are but a few, nothing is folded."""
    return _parted(tasks, [_is_old_paper(task) for task in tasks])


def without_old_stays(stays: Sequence[Stay]) -> Parted[Stay]:
    """Stays past their term without those whose term was over before the book came in; a few are not folded."""
    return _parted(stays, [stay.from_old_book for stay in stays])


def _is_old_paper(task: Owed) -> bool:
    """A day that is far ahead for other reasons, as that of a review of a suspension, is no old book's."""
    late = task.due_at is not None and task.due_at - task.opened_at > OLD_BOOK_MARGIN
    return late and task.kind is TaskKind.PAPER_MISSING


def _parted(cases: Sequence[Case], old: Sequence[bool]) -> Parted[Case]:
    if sum(old) <= FEW:
        return Parted(tuple(cases), 0)
    return Parted(tuple(case for case, is_old in zip(cases, old, strict=True) if not is_old), sum(old))
