"""What is kept though it follows from a policy: later features say so, for this one comes first and cannot ask."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from rehab_center.permissions import Actor, Permission
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


@dataclass(frozen=True)
class Foresight:
    """A later feature's page that shows what another value would change. ``endpoint`` takes ``kind``."""

    kinds: frozenset[PolicyKind]
    endpoint: str
    permission: Permission


_foresights: dict[str, Foresight] = {}


def show_first(feature: str, foresight: Foresight) -> None:
    """Offer a page that shows what another value of a policy would change, before one is entered."""
    _foresights[feature] = foresight


def foresight_of(kind: PolicyKind) -> Foresight | None:
    """The page that shows what another value of ``kind`` would change; None where there is none."""
    return next((one for one in _foresights.values() if kind in one.kinds), None)
