"""Which issued reports counted a stay: reports come later than stays, so they say it themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class CountedIn:
    """An issued report that counted a stay, with its page."""

    name: str
    issued_at: datetime
    endpoint: str
    values: Mapping[str, Any]


Find = Callable[[Session, int, datetime], Sequence[CountedIn]]
"""Gives the reports issued after a moment that counted a stay."""

_finders: dict[str, Find] = {}


def describe_counted(feature: str, find: Find) -> None:
    """Let a feature say where it counted a stay. Called from its ``init_app``."""
    _finders[feature] = find


def counted_in(session: Session, stay_id: int, since: datetime) -> tuple[CountedIn, ...]:
    """Everything issued after ``since`` that counted a stay. The caller has checked the scope."""
    return tuple(one for find in _finders.values() for one in find(session, stay_id, since))
