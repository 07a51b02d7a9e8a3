"""What rests on a paper: later features say so, for this one comes before them and cannot ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy.orm import Session

from rehab_center.permissions import Scope
from rehab_center.words import Message


@dataclass(frozen=True)
class DocumentUse:
    """One thing that rests on a paper: what it is, about whom, and where its page is (``endpoint`` None: no page)."""

    what: Message
    about: str
    endpoint: str | None = None
    values: Mapping[str, int | str] = field(default_factory=dict)


class FindUses(Protocol):
    """Gives what rests on a paper, cut to what the scope may see."""

    def __call__(self, session: Session, document_id: int, *, scope: Scope) -> Sequence[DocumentUse]: ...


_finders: dict[str, FindUses] = {}


def describe_uses(feature: str, find: FindUses) -> None:
    """Let a feature say what of its own rests on a paper. Called from the feature's ``init_app``."""
    _finders[feature] = find


def uses_of(session: Session, document_id: int, *, scope: Scope) -> tuple[DocumentUse, ...]:
    """Everything that rests on a paper, in the order the features came."""
    return tuple(use for find in _finders.values() for use in find(session, document_id, scope=scope))
