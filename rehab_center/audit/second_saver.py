"""Two people saving one record: the second is refused, and told who was first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from rehab_center.audit.authors import Author, last_author_of
from rehab_center.errors import Conflict, Difference
from rehab_center.words import N_, Message, message


class Versioned(Protocol):
    """A row whose every saving is counted."""

    @property
    def version(self) -> int:
        """How often it was saved."""


def refuse_stale(
    session: Session, row: Versioned, seen_version: int, *, differences: Sequence[Difference] = ()
) -> None:
    """Let nobody save over what they have not seen. Raises Conflict (``changed-meanwhile``), naming who saved and when.

    ``differences``: the fields in which what stands there and what was typed differ.
    """
    if row.version != seen_version:
        state = inspect(row)
        (row_id,) = state.identity
        saver = last_author_of(session, state.mapper.local_table.name, row_id)
        raise Conflict(_told(saver), code="changed-meanwhile", differences=differences)


def _told(saver: Author | None) -> Message:
    if saver is None:
        return message(N_("Somebody else has changed this in the meantime"))
    return message(N_("%(who)s has changed this in the meantime, at %(when)s"), who=saver.label, when=saver.written_at)
