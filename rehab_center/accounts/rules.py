"""What an account, a password, a session and an attempt to sign in may be. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rehab_center.accounts.common_passwords import COMMON
from rehab_center.errors import DomainError
from rehab_center.names import clean, fold
from rehab_center.permissions import Role
from rehab_center.policies.rules import SecondFactorFor
from rehab_center.words import N_, Message, message

_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,31}")
_NOT_LETTERS = re.compile(r"[\W\d_]+")

PASSWORD_LEAST = 10
PASSWORD_MOST = 200


def username_of(typed: str) -> str:
    """What a typed username is compared by: "Lan.NT " and "lan.nt" are one account."""
    return fold(typed)


def new_username(typed: str) -> str:
    """The username of a new account. Raises DomainError when it has another shape than letters, digits and . _ -"""
    username = username_of(typed)
    # Elsewhere letters that nobody can see are dropped; a name to sign in with must be what was typed.
    if not _USERNAME.fullmatch(username) or not typed.strip().isprintable():
        raise DomainError(
            N_("A username has 3 to 32 letters, digits, dots or hyphens, and begins with a letter."), field="username"
        )
    return username


def new_full_name(typed: str) -> str:
    """A member of staff's name as typed, tidied. Raises DomainError when there is none."""
    name = clean(typed)
    if not name:
        raise DomainError(N_("Enter the full name."), field="full_name")
    return name


def password_problem(password: str, username: str) -> Message | None:
    """Why ``password`` will not do for ``username``, None when it will.

    After NIST SP 800-63B: long enough, not the name, not one everybody tries; no rules of composition.
    """
    if len(password) < PASSWORD_LEAST:
        return message(N_("A password has at least %(least)s characters."), least=PASSWORD_LEAST)
    if len(password) > PASSWORD_MOST:
        return message(N_("A password has at most %(most)s characters."), most=PASSWORD_MOST)
    plain = fold(password)
    if plain == username or _NOT_LETTERS.sub("", plain) == _NOT_LETTERS.sub("", username):
        return Message(N_("A password must not be the username, not even with digits added."))
    if plain.replace(" ", "") in COMMON or len(set(plain)) < 4:
        return Message(N_("This password is among the first that anybody would try. Choose another."))
    return None


# --- the throttle ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Limits:
    """How many failures are borne. ``key`` hides the typed names that are counted."""

    key: bytes
    #: Failures for one username within ``window`` after which it is locked for that long.
    failures: int = 10
    #: Failures from one address, whatever the names: a whole centre may stand behind one.
    failures_from_address: int = 60
    #: From this many failures on each next one costs twice the wait of the one before, from one second.
    free: int = 3
    window: timedelta = timedelta(minutes=15)
    #: Attempts older than this are pruned.
    kept: timedelta = timedelta(days=1)


def wait_for_name(failures: Sequence[datetime], now: datetime, limits: Limits) -> timedelta:
    """How long a username must still wait before its next attempt; zero when it may try now.

    ``failures`` are the attempts on it that have not succeeded, in any order; those outside the window do not count.
    """
    recent = [at for at in failures if at > now - limits.window]
    if not recent:
        return timedelta(0)
    if len(recent) >= limits.failures:
        pause = limits.window
    elif len(recent) >= limits.free:
        pause = timedelta(seconds=2 ** (len(recent) - limits.free))
    else:
        pause = timedelta(0)
    return max(max(recent) + pause - now, timedelta(0))


def wait_for_address(failures: Sequence[datetime], now: datetime, limits: Limits) -> timedelta:
    """How long an address must still wait; zero when it may try now."""
    recent = [at for at in failures if at > now - limits.window]
    if len(recent) < limits.failures_from_address:
        return timedelta(0)
    return max(max(recent) + limits.window - now, timedelta(0))


def is_locked(failures: Sequence[datetime], now: datetime, limits: Limits) -> bool:
    """Whether a username is locked out altogether, rather than asked for a moment's patience."""
    return sum(at > now - limits.window for at in failures) >= limits.failures


# --- the session -----------------------------------------------------------------------------------------------------


class Over(StrEnum):
    """Why a session has ended by itself."""

    IDLE = "idle"
    TOO_LONG = "too long"


def session_over(
    since: datetime | None, seen: datetime | None, now: datetime, *, idle: timedelta, absolute: timedelta
) -> Over | None:
    """Whether a session that began at ``since`` and was last ``seen`` is over at ``now``, and why.

    A session that does not say when it began is over: it was not made by signing in.
    """
    if since is None or seen is None or now - since >= absolute:
        return Over.TOO_LONG
    return Over.IDLE if now - seen >= idle else None


# --- the second factor -----------------------------------------------------------------------------------------------

_MUST = {
    SecondFactorFor.NOBODY: frozenset[Role](),
    SecondFactorFor.ADMINISTRATORS: frozenset({Role.ADMINISTRATOR}),
    SecondFactorFor.LEADERS: frozenset({Role.ADMINISTRATOR, Role.DIRECTOR}),
    SecondFactorFor.EVERYBODY: frozenset(Role),
}

CODE_WITHIN = timedelta(minutes=5)
"""How long after the password the code may come."""


def needs_second_factor(roles: Collection[Role], required: SecondFactorFor) -> bool:
    """Whether somebody with these roles must show one."""
    return bool(_MUST[required] & set(roles))
