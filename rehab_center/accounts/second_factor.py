"""The second factor: a code of six digits that a telephone makes without any network (TOTP, RFC 6238).

passlib's TOTP, which Flask-Security stands on too, makes and checks the codes by the program's own clock and keeps each
account's secret encrypted. The key comes from the installation's ``secret_key``: a backup alone opens no account. A
recovery code is drawn by the program and kept as a keyed hash.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any

import segno
from flask import current_app
from markupsafe import Markup
from passlib.exc import TokenError
from passlib.totp import TOTP

from rehab_center import clock

RECOVERY_CODES = 10
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that are taken for another when written by hand
_ISSUER = "Cơ sở cai nghiện"
_GROUPS, _GROUP = 3, 4
_WINDOW = 30
"""Seconds by which a telephone's clock may differ, besides the thirty that a code lasts."""


@dataclass(frozen=True)
class Proof:
    """What a right code was: the moment's ``counter``, or the ``hash`` of a recovery code."""

    counter: int | None = None
    hash: str | None = None


def new_secret() -> str:
    """A secret for a telephone, encrypted."""
    return str(_totp().new().to_json(encrypt=True))


def in_letters(secret: str) -> str:
    """The secret as somebody types it who cannot take the picture."""
    return str(_totp().from_source(secret).pretty_key())


def picture(secret: str, username: str, title: str) -> Markup:
    """The QR code that a telephone's program reads, as SVG without style or script."""
    code = segno.make(_totp().from_source(secret).to_uri(username), micro=False)
    return Markup(code.svg_inline(scale=4, border=4, dark="#000", light="#fff", title=title, lineclass=None))


def counter_of(secret: str, typed: str, *, after: int | None) -> int | None:
    """The counter of a right code, newer than ``after``, the last one that was used; None for a wrong or used one."""
    try:
        match = _totp().verify(_digits(typed), secret, window=_WINDOW, last_counter=after)
    except (TokenError, ValueError):
        return None
    return int(match.counter)


def code_now(secret: str) -> str:
    """The code of this moment."""
    return str(_totp().from_source(secret).generate().token)


def draw_recovery_codes() -> tuple[str, ...]:
    """Codes for a lost telephone, each good once."""
    return tuple("-".join(_drawn() for _group in range(_GROUPS)) for _code in range(RECOVERY_CODES))


def hash_of(recovery_code: str) -> str:
    """What is kept of a recovery code, however it was typed."""
    plain = "".join(letter for letter in recovery_code.casefold() if letter.isalnum())
    return hmac.new(_key("recovery"), plain.encode(), hashlib.sha256).hexdigest()


def _drawn() -> str:
    return "".join(secrets.choice(_LETTERS) for _letter in range(_GROUP))


def _digits(typed: str) -> str:
    return "".join(letter for letter in typed if not letter.isspace())


def _key(purpose: str) -> bytes:
    own = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(own, f"second factor: {purpose}".encode(), hashlib.sha256).digest()


def _totp() -> Any:
    return TOTP.using(issuer=_ISSUER, secrets={"1": _key("secret").hex()}, now=_seconds)


def _seconds() -> float:
    return clock.now().timestamp()
