"""Failed attempts, counted in the database so that every process of the program counts together.

An attempt is written down *before* the password is looked at and taken away when it was right: a hundred attempts at
the same moment are a hundred attempts.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, CursorResult, delete, select
from sqlalchemy.orm import Session

from rehab_center.accounts import rules
from rehab_center.accounts.models import SignInAttempt


@dataclass(frozen=True)
class Admission:
    """Whether an attempt may be made: ``wait`` is zero when it may, and then it has been counted."""

    wait: timedelta
    locked: bool


def count_attempt(session: Session, *, username: str, address: str, limits: rules.Limits, now: datetime) -> Admission:
    """Count an attempt on ``username`` from ``address``, or say how long it must wait (and then count nothing)."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - limits.kept))
    key = username_key(username, limits)
    of_name = failures(session, username, limits)
    wait = max(
        rules.wait_for_name(of_name, now, limits),
        rules.wait_for_address(_moments(session, SignInAttempt.address == address), now, limits),
    )
    if not wait:
        session.add(SignInAttempt(username_key=key, address=address, at=now))
    return Admission(wait, locked=rules.is_locked(of_name, now, limits))


def failures(session: Session, username: str, limits: rules.Limits) -> list[datetime]:
    """When attempts on a username failed, or are being made just now."""
    return _moments(session, SignInAttempt.username_key == username_key(username, limits))


def locked_usernames(
    session: Session, usernames: Collection[str], limits: rules.Limits, now: datetime
) -> frozenset[str]:
    """Which of these usernames are locked out at present. One statement."""
    keys = {username_key(username, limits): username for username in usernames}
    found: dict[str, list[datetime]] = {}
    query = select(SignInAttempt.username_key, SignInAttempt.at).where(SignInAttempt.at > now - limits.window)
    for key, at in session.execute(query.where(SignInAttempt.username_key.in_(keys))):
        found.setdefault(key, []).append(at)
    return frozenset(keys[key] for key, moments in found.items() if rules.is_locked(moments, now, limits))


def forget(session: Session, username: str, limits: rules.Limits) -> int:
    """Forget the attempts on a username. Gives how many there were."""
    gone = session.execute(delete(SignInAttempt).where(SignInAttempt.username_key == username_key(username, limits)))
    return gone.rowcount if isinstance(gone, CursorResult) else 0


def username_key(username: str, limits: rules.Limits) -> str:
    """What a typed name is counted under: keyed, for it may be a password typed into the wrong field."""
    return hmac.new(limits.key, username.encode(), hashlib.sha256).hexdigest()[:32]


def _moments(session: Session, condition: ColumnElement[bool]) -> list[datetime]:
    return list(session.scalars(select(SignInAttempt.at).where(condition)))
