"""What a person typed into a form that could not be accepted, kept so that it can be sent again.

A session may end, or its token be renewed in another window, while a long form is being filled in. Nothing typed may be
lost by that; only passwords and chosen files are not carried over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Request

_CODE = re.compile(r"[a-z]+(-[a-z]+)*|[0-9a-f]{40}")
_SECRET_WORDS = ("password", "passcode", "csrf_token")


@dataclass(frozen=True)
class Held:
    """A refused form's fields in the order they were sent. ``can_resend`` is False where a secret was among them."""

    action: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    can_resend: bool

    @property
    def typed(self) -> tuple[str, ...]:
        """What a person typed, to be shown: without the program's own words, such as the code of a choice."""
        return tuple(value for _, value in self.fields if value.strip() and not _CODE.fullmatch(value))


def held_fields(request: Request) -> Held:
    """Everything the request's form carried but tokens, passwords and the content of files."""
    typed = tuple((name, value) for name, value in request.form.items(multi=True) if not _is_secret(name))
    secrets = any(_is_secret(name) for name in request.form if not name.endswith("csrf_token"))
    files = tuple(file.filename for _, file in request.files.items(multi=True) if file.filename)
    return Held(action=request.full_path.rstrip("?"), fields=typed, files=files, can_resend=bool(typed) and not secrets)


def _is_secret(name: str) -> bool:
    return any(word in name.casefold() for word in _SECRET_WORDS)
