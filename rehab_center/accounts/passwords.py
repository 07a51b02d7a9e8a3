"""Passwords: drawn, checked, hashed. Hashing is slow on purpose, so it is done before a transaction begins."""

from __future__ import annotations

import secrets
import unicodedata
from typing import NewType

from flask_security.utils import hash_password

from rehab_center.accounts import rules
from rehab_center.errors import DomainError

PasswordHash = NewType("PasswordHash", str)

_LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is taken for something else when read from a slip of paper


def drawn_password() -> str:
    """A first password to hand over: twelve legible characters in three groups, some 59 bits."""
    return "-".join("".join(secrets.choice(_LEGIBLE) for _ in range(4)) for _ in range(3))


def normal(password: str) -> str:
    """One spelling for one password, whichever way the keyboard composes Vietnamese letters."""
    return unicodedata.normalize("NFKC", password)


def hash_of(password: str, *, username: str, field: str = "password") -> PasswordHash:
    """The argon2 hash of a password that keeps the rules. Raises DomainError on ``field`` when it does not."""
    password = normal(password)
    problem = rules.password_problem(password, username)
    if problem:
        raise DomainError(problem, field=field)
    return PasswordHash(hash_password(password))


def spend_the_time_of_a_check(password: str) -> None:
    """Take as long as checking a password does, for a username that does not exist."""
    hash_password(normal(password))
