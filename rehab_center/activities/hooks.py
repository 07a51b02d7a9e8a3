"""What later features know of programmes and sessions, and where their pages hang.

Which sessions have been marked, and so are no longer the plan's to change; how many people have a place; what the board
and the page of a programme show besides.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from rehab_center.activities.rules import Slot
from rehab_center.permissions import Permission, Scope
from rehab_center.words import Message

FindMarked = Callable[[Session, Collection[int]], Collection[int]]
"""Of these sessions (by id) those that were held: somebody has been marked in them. Few statements for all."""

_finders: dict[str, FindMarked] = {}


def tells_marked(feature: str, find: FindMarked) -> None:
    """Let a feature say which sessions were held. Called from the feature's ``init_app``."""
    _finders[feature] = find


def marked_of(session: Session, session_ids: Collection[int]) -> frozenset[int]:
    """Those of these sessions that were held: they are not cancelled, whatever becomes of the plan."""
    return (
        frozenset(one for find in _finders.values() for one in find(session, session_ids))
        if session_ids
        else frozenset()
    )


CountTaken = Callable[[Session, Collection[int], date], Mapping[int, int]]
"""How many people take part in these programmes on a day, by programme; those without are left out. Few statements."""

_counts: dict[str, CountTaken] = {}


def tells_taken(feature: str, count: CountTaken) -> None:
    """Let a feature say how many places of a programme are taken. Called from the feature's ``init_app``."""
    _counts[feature] = count


def keeps_taken() -> bool:
    """Whether anybody keeps how many places are taken."""
    return bool(_counts)


def taken_of(session: Session, activity_ids: Collection[int], day: date) -> Mapping[int, int] | None:
    """How many places of these programmes are taken on a day, by programme; None where nobody keeps that."""
    if not _counts:
        return None
    found = dict.fromkeys(activity_ids, 0)
    for count in _counts.values():
        for activity_id, people in count(session, activity_ids, day).items():
            found[activity_id] += people
    return found


@dataclass(frozen=True)
class Trouble:
    """Somebody whom a change of times would bring against a rule: their assignment, name and code, and what it says."""

    assignment_id: int
    label: str
    messages: tuple[Message, ...]


Foresee = Callable[[Session, int, Sequence[Slot], date, Scope], Sequence[Trouble]]
"""Whom further times of a programme (by id) would bring against a rule, from a day on. Few statements."""

_seers: dict[str, Foresee] = {}


def foresees(feature: str, see: Foresee) -> None:
    """Let a feature say whom further times would bring against a rule. Called from its ``init_app``."""
    _seers[feature] = see


def troubles_of(
    session: Session, activity_id: int, slots: Sequence[Slot], *, today: date, scope: Scope
) -> tuple[Trouble, ...]:
    """Everybody whom a programme that met at these times too would bring against a rule."""
    return tuple(one for see in _seers.values() for one in see(session, activity_id, slots, today, scope))


@dataclass(frozen=True)
class SessionLink:
    """A page about a session: what to do there, its endpoint, and the argument that takes the session's id."""

    label: object
    endpoint: str
    permission: Permission
    icon: str
    argument: str = "session_id"


session_links: list[SessionLink] = []
"""What the board and the week of a programme offer beside each session that takes place."""


@dataclass(frozen=True)
class ProgrammeSection:
    """A fragment of a template on the page of a programme, and the values it needs; they reach it as ``given``."""

    template: str
    given: Mapping[str, object]


_sections: dict[str, Callable[[int], ProgrammeSection | None]] = {}


def show_on_programme(feature: str, section: Callable[[int], ProgrammeSection | None]) -> None:
    """Let the page of every programme (by its id) have this section; None leaves it out."""
    _sections[feature] = section


def sections_of(activity_id: int) -> list[ProgrammeSection]:
    """The sections of later features for a programme."""
    return [found for section in _sections.values() if (found := section(activity_id))]
