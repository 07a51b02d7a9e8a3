"""The rows that a writing session has met stay with it: who asks for one of them by its key has it without a question.

A session by itself forgets each row that nobody else holds, and the parts of one act, which hand each other ids, would
read the same person and the same stay a dozen times. There is one writer, so the database holds no newer one.
"""

from __future__ import annotations

from collections import deque

from sqlalchemy import event
from sqlalchemy.orm import Session

_KEPT = "kept_rows"
_AT_MOST = 5000
"""How many: a batch of an import is a transaction of its own and meets some hundreds; other acts, any number."""


def keep_rows(session: Session) -> None:
    """From here on, until ``session.info`` is cleared, rows that come from the database or go there are kept."""
    session.info[_KEPT] = deque(maxlen=_AT_MOST)


@event.listens_for(Session, "loaded_as_persistent")
@event.listens_for(Session, "pending_to_persistent")
@event.listens_for(Session, "detached_to_persistent")
def _met(session: Session, row: object) -> None:
    kept = session.info.get(_KEPT)
    if kept is not None:
        kept.append(row)
