"""How often Python looks for rubbish: rarely where millions of objects come and stay to the end."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_RARELY = (100_000, 50, 1_000)


class _Resting:
    """How many blocks are open, and the thresholds before the first: one collector serves all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._blocks = 0
        self._before = gc.get_threshold()

    def begin(self) -> None:
        with self._lock:
            if not self._blocks:
                self._before = gc.get_threshold()
                gc.set_threshold(*_RARELY)
            self._blocks += 1

    def end(self) -> None:
        with self._lock:
            self._blocks -= 1
            if not self._blocks:
                gc.set_threshold(*self._before)


_RESTING = _Resting()


@contextmanager
def collected_rarely() -> Iterator[None]:
    """Let the garbage collector rest in this block: walking through what stays anyway costs a fifth to a third."""
    _RESTING.begin()
    try:
        yield
    finally:
        _RESTING.end()
