"""The kinds of long work there are. Each feature registers its own at import."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rehab_center.jobs.context import JobContext

Work = Callable[["JobContext"], dict[str, Any] | None]
"""Does the work in transactions of its own and gives the result, plain JSON. A DomainError ends it with its words."""


@dataclass(frozen=True)
class Kind:
    """A kind of work: ``label`` is what the page calls it, ``done_endpoint`` the page (``job_id``) with the result."""

    name: str
    label: object
    work: Work
    done_endpoint: str | None
    cancellable: bool


_kinds: dict[str, Kind] = {}


def handler(
    name: str, *, label: object, done_endpoint: str | None = None, cancellable: bool = False
) -> Callable[[Work], Work]:
    """Register the decorated function as the work of kind ``name``. Raises ValueError when the name is taken."""

    def register(work: Work) -> Work:
        if name in _kinds:
            raise ValueError(f"two handlers for {name}")
        _kinds[name] = Kind(name, label, work, done_endpoint, cancellable)
        return work

    return register


def kind_of(name: str) -> Kind:
    """The kind called ``name``. Raises LookupError."""
    try:
        return _kinds[name]
    except KeyError:
        raise LookupError(f"no handler for jobs of kind {name}") from None
