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


_pages: dict[tuple[TaskKind, str, str | None], SettlingPage] = {}


def settle_at(kind: TaskKind, subject_kind: str, page: SettlingPage, *, what: str | None = None) -> None:
    """Let tasks of this kind about such rows lead to a page; ``what``: only those whose sentence has this msgid.

    Called from a feature's ``init_app``.
    """
    _pages[kind, subject_kind, what] = page


def settling_page(kind: TaskKind, subject_kind: str, what: str) -> SettlingPage | None:
    """Where such a task is settled; None where it is settled on its own page."""
    return _pages.get((kind, subject_kind, what)) or _pages.get((kind, subject_kind, None))
