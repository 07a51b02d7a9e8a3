"""What is still owed once somebody has settled a task: a later feature knows, and says so here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from rehab_center.permissions import Actor
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.models import Task

FollowUp = Callable[[Session, Task, Actor, datetime], None]

_followed: dict[TaskKind, FollowUp] = {}


def follow_up(kind: TaskKind, owe_on: FollowUp) -> None:
    """Let ``owe_on`` look what is owed on when a task of this kind is settled by hand. Called from ``init_app``."""
    _followed[kind] = owe_on


def owe_on(session: Session, task: Task, *, actor: Actor, now: datetime) -> None:
    """Open what is still owed after a task that was just closed. Part of the act that closed it."""
    followed = _followed.get(TaskKind(task.kind))
    if followed is not None:
        session.flush()
        followed(session, task, actor, now)
