"""The list of backups."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask_babel import lazy_gettext as _l

from rehab_center.backups.queries import Backup, Where
from rehab_center.names import fold
from rehab_center.permissions import Permission
from rehab_center.web.formatting import moment, number
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Listing, Search

WHERE = {
    Where.HERE: _l("in the backup folder"),
    Where.REMOVED: _l("removed, as old"),
    Where.ELSEWHERE: _l("elsewhere, or gone"),
}
_MEGABYTE = 1024 * 1024
_SHORT = 12

LISTING = Listing(
    key="backups",
    title=_l("Backups"),
    columns=(
        Column("at", _l("Made at"), sortable=True, cell=lambda one: moment(one.at)),
        Column("by", _l("Made by"), cell=lambda one: one.by),
        Column("file", _l("File"), sortable=True),
        Column("size", _l("Size (MB)"), sortable=True, number=True, cell=lambda one: number(one.size / _MEGABYTE, 2)),
        Column("encrypted", _l("Encrypted"), cell=lambda one: one.encrypted),
        Column("entries", _l("Entries in the log"), number=True),
        Column("short", _l("Last entry's fingerprint"), cell=lambda one: f"{one.head[:_SHORT]}…", in_export=False),
        Column("head", _l("Last entry's fingerprint"), on_page=False),
        Column("proven", _l("Restored on trial"), cell=lambda one: moment(one.proven_at) if one.proven_at else None),
        Column("where", _l("Where it is"), cell=lambda one: WHERE[one.where]),
    ),
    sort="at",
    descending=True,
    search=Search(_l("File, who made it, fingerprint")),
    filters=(Choice("where", _l("Where it is"), tuple((where.value, label) for where, label in WHERE.items())),),
    empty=_l("No backup was made yet. Make one now."),
    export_permission=Permission.BACKUPS_MANAGE,
)

_SORTS: dict[str, Callable[[Backup], tuple[object, ...]]] = {
    "at": lambda one: (one.at, one.number),
    "file": lambda one: (one.file, one.number),
    "size": lambda one: (one.size, one.number),
}


def page_of(found: Sequence[Backup], state: ListState) -> tuple[Sequence[Backup], int]:
    """What a list state asks for of all backups, and how many there are without its limit. There is one a day."""
    asked = [one for one in found if _asked_for(one, state)]
    asked.sort(key=_SORTS[state.sort], reverse=state.descending)
    return state.cut(asked)


def _asked_for(one: Backup, state: ListState) -> bool:
    if state.choice("where") not in (None, one.where.value):
        return False
    return not state.q or fold(state.q) in fold(f"{one.file} {one.by} {one.head}")
