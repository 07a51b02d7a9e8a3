"""What a check says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rehab_center.words import Message


@dataclass(frozen=True)
class Trouble:
    """Something that is not as it should be, and how to mend it. A ``mild`` one only deserves a look."""

    what: Message
    remedy: Message
    mild: bool = False


@dataclass(frozen=True)
class Check:
    """One thing looked at: ``name`` is stable, for programs; ``title`` is for people."""

    name: str
    title: str
    look: Callable[[], Iterator[Trouble]]
