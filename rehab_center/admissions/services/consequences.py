"""What later features do when a stay begins, or proves never to have been: their wiring says so here."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from rehab_center.permissions import Actor


class Consequence(Protocol):
    """Part of the act that calls it: no entry in the log of its own."""

    def __call__(self, session: Session, stay_id: int, *, actor: Actor, now: datetime) -> None:
        """Do what follows for this stay."""


_opened: dict[str, Consequence] = {}
_undone: dict[str, Consequence] = {}


def follow_opening(name: str, act: Consequence) -> None:
    """Let ``act`` be part of every opening of a stay, but for those out of an old book. ``name`` is the feature's."""
    _opened[name] = act


def follow_undoing(name: str, act: Consequence) -> None:
    """Let ``act`` be part of voiding the movement with which a stay began."""
    _undone[name] = act


def stay_opened(session: Session, stay_id: int, *, actor: Actor, now: datetime) -> None:
    """Do what follows from a stay's beginning."""
    for act in _opened.values():
        act(session, stay_id, actor=actor, now=now)


def stay_undone(session: Session, stay_id: int, *, actor: Actor, now: datetime) -> None:
    """Do what follows when a stay's beginning was a mistake."""
    for act in _undone.values():
        act(session, stay_id, actor=actor, now=now)
