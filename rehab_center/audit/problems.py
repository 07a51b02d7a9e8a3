"""What a check finds: one thing that is not as it should be, with the place and the words for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rehab_center.words import Message


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it was recorded: ``where`` is the table and the row's key, ``what`` says it in words.

    ``difference`` of an edited row: column -> [recorded, present], or "changed" for a column that is never shown.
    """

    kind: str
    where: str
    what: Message
    difference: Mapping[str, Any] = field(default_factory=dict)
