"""Pages of a list too long to count: read on from a row's key instead of counting rows off. See :mod:`listing`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class KeyedRows:
    """Rows by falling key. ``newer`` and ``older``: whether more lie on either side. ``count`` None: uncounted.

    ``at_least`` stands in for a count that nobody finished: the list has more than so many.
    """

    rows: Sequence[Any]
    newer: bool = False
    older: bool = False
    count: int | None = None
    at_least: int | None = None
