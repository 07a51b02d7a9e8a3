"""Who may close what, and how a task's sentence is kept. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rehab_center.permissions import Actor, Permission, Role
from rehab_center.tasks.kinds import TaskKind
from rehab_center.words import Message

_DAY, _MOMENT = "day:", "moment:"

NEEDS_PAPER = frozenset({TaskKind.PAPER_MISSING, TaskKind.SEARCH_DECISION})
"""Kinds that a paper settles: closing one without the paper needs a reason that says why it will never come."""


@dataclass(frozen=True)
class TaskSubject:
    """What a task hangs on: ``kind`` and ``id`` name the row ("movement", 17), ``label`` is how a person knows it.

    ``resident_id`` is given where it concerns a person.
    """

    kind: str
    id: int
    label: str
    resident_id: int | None = None


@dataclass(frozen=True)
class Owed:
    """One thing that is owed: the sentence on the list, whose it is, and until when."""

    kind: TaskKind
    what: Message
    owner_role: Role
    due_at: datetime | None


def may_close(actor: Actor, owner: Role) -> bool:
    """A task is closed without a paper by the post that owns it."""
    return actor.holds(owner)


def may_enter_paper(actor: Actor, owner: Role) -> bool:
    """The paper that settles a task is entered by its post, or by whoever keeps the papers: a clerk types what the
    director has signed."""
    return actor.holds(owner) or actor.may(Permission.DOCUMENTS_EDIT)


def visible_roles(actor: Actor) -> frozenset[Role] | None:
    """Whose tasks an actor sees, None for everybody's: who sees people sees what is owed about them.

    What the medical post owes may speak of health, so it stays with those who may see that.
    """
    if not actor.may(Permission.PEOPLE_VIEW):
        return actor.roles
    return None if actor.may(Permission.HEALTH_VIEW) else frozenset(Role) - {Role.MEDICAL}


def packed(params: Mapping[str, object]) -> dict[str, Any]:
    """A sentence's values as JSON can keep them; days and moments say what they are."""
    return {name: _pack(value) for name, value in params.items()}


def unpacked(msgid: str, params: Mapping[str, Any]) -> Message:
    """The sentence with its values as they were."""
    return Message(msgid, {name: _unpack(value) for name, value in params.items()})


def _pack(value: object) -> object:
    if isinstance(value, datetime):
        return f"{_MOMENT}{value.isoformat()}"
    if isinstance(value, date):
        return f"{_DAY}{value.isoformat()}"
    if value is None or isinstance(value, int | float):
        return value
    return str(value)


def _unpack(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value.startswith(_MOMENT):
        return datetime.fromisoformat(value.removeprefix(_MOMENT))
    if value.startswith(_DAY):
        return date.fromisoformat(value.removeprefix(_DAY))
    return value
