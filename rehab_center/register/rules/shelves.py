"""Where what grows with a book is put: lists and dictionaries, or what stands for them on disk. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Shelf(Protocol[T]):
    """What is asked of a list."""

    def append(self, one: T, /) -> None:
        """Put one behind the others."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[T]: ...

    def __getitem__(self, position: int, /) -> T: ...

    def __setitem__(self, position: int, one: T, /) -> None: ...


class Index(Protocol[T]):
    """What is asked of a dictionary whose keys are texts."""

    def get(self, key: str, default: T, /) -> T:
        """What stands under the key."""

    def __setitem__(self, key: str, value: T, /) -> None: ...


@dataclass(frozen=True)
class Shelves:
    """What makes an empty shelf and an empty index."""

    shelf: Callable[[], Shelf[Any]] = list
    index: Callable[[], Index[Any]] = dict


IN_MEMORY = Shelves()
"""For a few rows."""
