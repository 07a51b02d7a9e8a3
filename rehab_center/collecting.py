"""How often Python looks for rubbish: rarely where millions of objects come and stay to the end."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_RARELY = (100_000, 50, 1_000)


@contextmanager
def collected_rarely() -> Iterator[None]:
    """Let the garbage collector rest in this block: walking through what stays anyway costs a fifth to a third."""
    before = gc.get_threshold()
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
