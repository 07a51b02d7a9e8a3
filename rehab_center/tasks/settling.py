"""Where a task is settled: a later feature has a page of its own for it, and the task leads there at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rehab_center.permissions import Permission
from rehab_center.tasks.kinds import TaskKind


@dataclass(frozen=True)
class SettlingPage:
    """The page that settles tasks of a kind about one kind of row.

    ``argument`` takes the row's id and ``person`` that of the person concerned; None: the page takes none.
    """

    endpoint: str
    permission: Permission
    argument: str | None
    person: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


_pages: dict[tuple[TaskKind, str], SettlingPage] = {}


def settle_at(kind: TaskKind, subject_kind: str, page: SettlingPage) -> None:
    """Let tasks of this kind about such rows lead to a page. Called from a feature's ``init_app``."""
    _pages[kind, subject_kind] = page


def settling_page(kind: TaskKind, subject_kind: str) -> SettlingPage | None:
    """Where such a task is settled; None where it is settled on its own page."""
    return _pages.get((kind, subject_kind))
