"""What is kept though it follows from a policy: later features say so, for this one comes first and cannot ask."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from rehab_center.permissions import Actor
from rehab_center.policies.rules import PolicyKind


class Rewrite(Protocol):
    """Writes anew whatever a changed policy has made untrue, in the transaction of the change. No entry in the log."""

    def __call__(self, session: Session, *, actor: Actor, now: datetime) -> object: ...


_rewrites: dict[str, tuple[frozenset[PolicyKind], Rewrite]] = {}


def keep_in_step(feature: str, kinds: Collection[PolicyKind], rewrite: Rewrite) -> None:
    """Have ``rewrite`` called when one of ``kinds`` changes. Called from the feature's ``init_app``."""
    _rewrites[feature] = (frozenset(kinds), rewrite)


def rewrite_dependents(session: Session, kind: PolicyKind, *, actor: Actor, now: datetime) -> None:
    """Bring everything kept into step with the policies as they stand now."""
    for kinds, rewrite in _rewrites.values():
        if kind in kinds:
            rewrite(session, actor=actor, now=now)
