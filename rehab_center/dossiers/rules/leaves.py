"""Leaf numbers (bút lục) of a file: how they are typed, which collide, which are missing between. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_TYPED = re.compile(r"(\d{1,4})(?:\s*(?:-|–|—|:|đến)\s*(\d{1,4}))?")


class BadLeaves(ValueError):
    """Text that names no leaves."""


@dataclass(frozen=True, order=True)
class Leaves:
    """The leaves of one paper, both ends included. Raises BadLeaves for no such numbers."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last:
            raise BadLeaves(f"{self.first}-{self.last}")

    @property
    def text(self) -> str:
        """As it stands on the paper: "03", "01-05"."""
        return f"{self.first:02d}" if self.first == self.last else f"{self.first:02d}-{self.last:02d}"

    def meets(self, other: Leaves) -> bool:
        """Whether a leaf is in both."""
        return self.first <= other.last and other.first <= self.last


def parse_leaves(text: str) -> Leaves:
    """Leaves as people type them: "7", "01-05", "1 đến 5". Raises BadLeaves."""
    found = _TYPED.fullmatch(text.strip().lower())
    if not found:
        raise BadLeaves(text)
    return Leaves(int(found[1]), int(found[2] or found[1]))


def gaps(given: Iterable[Leaves]) -> tuple[Leaves, ...]:
    """The leaves below the last one that belong to no paper: what was torn out or not written down."""
    missing, expected = [], 1
    for leaves in sorted(given):
        if leaves.first > expected:
            missing.append(Leaves(expected, leaves.first - 1))
        expected = max(expected, leaves.last + 1)
    return tuple(missing)
