"""What a person typed into a form that could not be accepted, kept so that it can be sent again.

A session may end, or its token be renewed in another window, while a long form is being filled in. Nothing typed may be
lost by that; only passwords and chosen files are not carried over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Flask, Request, current_app

from rehab_center.web.draft_marks import PREFIX

_CODE = re.compile(r"[a-z]+(-[a-z]+)*|[0-9a-f]{40}")
_SECRET_WORDS = ("password", "passcode", "csrf_token")
_KEEPER = "draft_keeper"
_OWN = frozenset({"version", "version_here", "version_there"})


@dataclass(frozen=True)
class Held:
    """A refused form's fields in the order they were sent. ``can_resend`` is False where a secret was among them.

    ``page`` is where a draft of it waits, None where none could be kept.
    """

    action: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    can_resend: bool
    page: str | None = None

    @property
    def typed(self) -> tuple[str, ...]:
        """What a person typed, to be shown: without the program's own words, such as the code of a choice."""
        return typed_words(self.fields)


def typed_words(fields: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The words of a person among the fields of a form: no codes of choices, none of the program's own marks."""
    words = (value for name, value in fields if not name.startswith(PREFIX) and name not in _OWN)
    return tuple(value for value in words if value.strip() and not _CODE.fullmatch(value))


def held_fields(request: Request) -> Held:
    """Everything the request's form carried but tokens, passwords and the content of files."""
    typed = tuple((name, value) for name, value in request.form.items(multi=True) if not is_secret(name))
    secrets = any(is_secret(name) for name in request.form if not name.endswith("csrf_token"))
    files = tuple(file.filename for _, file in request.files.items(multi=True) if file.filename)
    keep: Callable[[], str | None] | None = current_app.extensions.get(_KEEPER)
    return Held(
        action=request.full_path.rstrip("?"),
        fields=typed,
        files=files,
        can_resend=bool(typed) and not secrets,
        page=keep() if keep else None,
    )


def keep_with(app: Flask, keep: Callable[[], str | None]) -> None:
    """Let ``keep()`` store what the refused request carries; it gives the page where it is found again."""
    app.extensions[_KEEPER] = keep


def is_secret(name: str) -> bool:
    """Whether a field holds a password or a token: never kept, never written back."""
    return any(word in name.casefold() for word in _SECRET_WORDS)
