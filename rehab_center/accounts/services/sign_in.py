"""What happens at the door, and what an account's holder does with it. The caller holds ``transaction()``."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from rehab_center.accounts import rules, throttle
from rehab_center.accounts.models import EndedSession
from rehab_center.accounts.passwords import PasswordHash
from rehab_center.accounts.services.administer import account_of, subject
from rehab_center.audit.recorder import record
from rehab_center.permissions import Actor


def signed_in(
    session: Session, account_id: int, *, address: str, limits: rules.Limits, actor: Actor, now: datetime
) -> None:
    """The right password: the failures before it are forgotten."""
    account = account_of(session, account_id, actor)
    throttle.forget(session, account.username, limits)
    account.last_sign_in_at = now
    record("account.signed_in", actor=actor, at=now, about=subject(account), details={"address": address})


def sign_in_failed(
    session: Session,
    account_id: int | None,
    *,
    typed: str,
    step: str,
    address: str,
    limits: rules.Limits,
    actor: Actor,
    now: datetime,
) -> None:
    """A wrong name or password, a disabled account, or a wrong code (``step`` "code").

    The typed name is logged only where it is an account's.
    """
    account = None if account_id is None else account_of(session, account_id, actor)
    failures = throttle.failures(session, typed, limits)
    locked = rules.is_locked(failures, now, limits)
    record(
        "account.locked" if locked else "account.sign_in_failed",
        actor=actor,
        at=now,
        about=subject(account) if account else None,
        details={"failures": len(failures), "address": address} | ({} if step == "password" else {"step": step}),
    )


def signed_out(
    session: Session, account_id: int, *, session_key: str, until: datetime, actor: Actor, now: datetime
) -> None:
    """The holder leaves; the session with this key, whose cookie would live ``until`` then, opens nothing any more."""
    session.execute(delete(EndedSession).where((EndedSession.until < now) | (EndedSession.session_key == session_key)))
    session.add(EndedSession(session_key=session_key, until=until))
    record("account.signed_out", actor=actor, at=now, about=subject(account_of(session, account_id, actor)))


def change_own_password(
    session: Session,
    account_id: int,
    *,
    password_hash: PasswordHash,
    limits: rules.Limits,
    actor: Actor,
    now: datetime,
) -> str:
    """A password only its holder knows. Every other session ends; gives the uniquifier of the one that goes on."""
    account = account_of(session, account_id, actor)
    account.password = password_hash
    account.must_change_password = False
    throttle.forget(session, account.username, limits)
    account.fs_uniquifier = secrets.token_hex(16)
    record("account.password_changed", actor=actor, at=now, about=subject(account))
    return account.fs_uniquifier


def refresh_hash(
    session: Session, account_id: int, *, password_hash: PasswordHash, actor: Actor, now: datetime
) -> None:
    """The same password hashed by today's parameters, found out of date while signing in."""
    account = account_of(session, account_id, actor)
    account.password = password_hash
    record("account.password_rehashed", actor=actor, at=now, about=subject(account))
