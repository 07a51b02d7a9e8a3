"""What libraries say on our pages is in our catalogue."""

from __future__ import annotations

from pathlib import Path

import wtforms
from babel.messages.pofile import read_po

from rehab_center.web.library_words import WTFORMS

_NEVER_SHOWN = {"Choices cannot be None."}  # a mistake of the programmer


def test_every_message_of_wtforms_is_listed() -> None:
    template = Path(wtforms.__file__).parent / "locale" / "wtforms.pot"
    with template.open("rb") as file:
        ids = [message.id for message in read_po(file) if message.id]
    said = {word for one in ids for word in (one if isinstance(one, list | tuple) else [one])}
    shown = {word for word in said if "CSRF" not in word} - _NEVER_SHOWN
    assert shown <= set(WTFORMS)
