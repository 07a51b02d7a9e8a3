"""Switching the second factor on and off, and using a code. The caller holds ``transaction()``."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.accounts import rules, throttle
from rehab_center.accounts.models import RecoveryCode, SecondFactor
from rehab_center.accounts.services.administer import account_of, subject
from rehab_center.audit.recorder import record
from rehab_center.errors import Conflict, DomainError
from rehab_center.permissions import Actor
from rehab_center.words import N_


def set_up(
    session: Session,
    account_id: int,
    *,
    secret: str,
    counter: int,
    code_hashes: Iterable[str],
    actor: Actor,
    now: datetime,
) -> None:
    """Switch it on: ``secret`` is encrypted, ``counter`` that of the code just shown. Raises Conflict when it is on."""
    account = account_of(session, account_id, actor)
    if _factor(session, account_id) is not None:
        raise Conflict(N_("The second factor is on already."))
    session.add(SecondFactor(account_id=account_id, secret=secret, last_counter=counter, set_up_at=now))
    session.add_all(RecoveryCode(account_id=account_id, code_hash=one) for one in code_hashes)
    session.flush()
    record("account.second_factor_set_up", actor=actor, at=now, about=subject(account))


def use_code(session: Session, account_id: int, *, counter: int | None, code_hash: str | None, now: datetime) -> bool:
    """Use a code up, as part of signing in or of switching it off (which record it); False where it was used before."""
    factor = _factor(session, account_id)
    if counter is not None:
        if factor is None or factor.last_counter >= counter:
            return False
        factor.last_counter = counter
    else:
        query = select(RecoveryCode).where(
            RecoveryCode.account_id == account_id,
            RecoveryCode.code_hash == (code_hash or ""),
            RecoveryCode.used_at.is_(None),
        )
        code = session.scalar(query)
        if code is None:
            return False
        code.used_at = now
    session.flush()
    return True


def switch_off(session: Session, account_id: int, *, limits: rules.Limits, actor: Actor, now: datetime) -> None:
    """The holder switches it off, after a code. Raises DomainError when it is off."""
    account = account_of(session, account_id, actor)
    _take_away(session, account_id)
    throttle.forget(session, account.username, limits)
    record("account.second_factor_removed", actor=actor, at=now, about=subject(account))


def reset(session: Session, account_id: int, *, actor: Actor, now: datetime) -> None:
    """For somebody who lost telephone and codes: off, and signed out everywhere. Raises DomainError when it is off."""
    account = account_of(session, account_id, actor)
    _take_away(session, account_id)
    account.fs_uniquifier = secrets.token_hex(16)
    record("account.second_factor_reset", actor=actor, at=now, about=subject(account))


def _take_away(session: Session, account_id: int) -> None:
    factor = _factor(session, account_id)
    if factor is None:
        raise DomainError(N_("The account has no second factor."))
    session.delete(factor)
    for code in session.scalars(select(RecoveryCode).where(RecoveryCode.account_id == account_id)):
        session.delete(code)
    session.flush()


def _factor(session: Session, account_id: int) -> SecondFactor | None:
    return session.scalar(select(SecondFactor).where(SecondFactor.account_id == account_id))
