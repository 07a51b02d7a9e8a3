"""Sentences that a person will read, made in places that know no language.

Rules, services and workbook readers say *what* is wrong as an English msgid with its parameters; the edge (a page, a
command) turns it into the reader's language. ``N_`` only marks a msgid for extraction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(msgid: str) -> str:
    """Mark ``msgid`` for translation and give it back unchanged."""
    return msgid


@dataclass(frozen=True)
class Message:
    """A msgid with the values for its ``%(name)s`` places. Dates and numbers are formatted at the edge."""

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.msgid % self.params if self.params else self.msgid


def message(msgid: str, **params: object) -> Message:
    """Shorthand for a :class:`Message`; the msgid must be marked with ``N_`` where it is written."""
    return Message(msgid, params)
