"""What later features know of sessions: which of them have been marked, and so are no longer the plan's to change."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy.orm import Session

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
