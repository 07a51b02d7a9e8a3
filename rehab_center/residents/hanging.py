"""The tables whose rows belong to a person: when two records are merged, these rows go over to the one that stays.

A feature with a foreign key to ``resident.id`` calls :func:`hangs_on_resident` from its ``init_app``, or stands in
:data:`STAYS_BEHIND` with the reason why its rows stay with the record they were written for. A test looks at every
foreign key there is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from rehab_center.db import Model

STAYS_BEHIND = {
    "resident_facility.resident_id": "the centres that know the merged record go on seeing it in the log",
    "resident_merge.into_id": "what was decided then, whoever that person was merged into since",
    "resident_merge.merged_id": "what was decided then",
    "not_same_person.one_id": "said of two records; asked by way of whom each leads to",
    "not_same_person.other_id": "said of two records; asked by way of whom each leads to",
    "cell_member.resident_id": "an issued report stays what it was",
}
"""``table.column`` with the reason why its rows do not go over."""


@dataclass(frozen=True)
class Hanging:
    """Rows of ``model`` whose ``column`` names a person. ``words`` is what the preview calls them, plural.

    ``same`` gives what two rows are alike in: a row that the other record has just as well stays where it is, and so
    does one for which it gives None (such as a paper taken away). ``goes_with`` gives the ids of rows that cannot be
    parted from some others: what was added to them after the merge goes back with them.
    """

    model: type[Model]
    words: Any
    column: str = "resident_id"
    same: Callable[[Any], object | None] | None = None
    goes_with: Callable[[Session, Collection[int]], Collection[int]] | None = None

    @property
    def name(self) -> str:
        """``table.column``."""
        return f"{self.model.__tablename__}.{self.column}"


_hanging: dict[str, Hanging] = {}


def hangs_on_resident(one: Hanging) -> None:
    """Let rows of a table go over in a merge. Raises ValueError for a table that only grows: its rows cannot.

    Such a table is read for every record of a person instead (``residents.queries.record_ids``).
    """
    if Model.metadata.tables[one.model.__tablename__].info.get("append_only"):
        raise ValueError(f"{one.name} only grows: name it in STAYS_BEHIND and read it by record_ids()")
    _hanging[one.name] = one


def hanging() -> tuple[Hanging, ...]:
    """Every registered table, in the order the features came."""
    return tuple(_hanging.values())
