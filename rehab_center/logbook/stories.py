"""Entries of the log as a story: under their days, who did what, and what it was before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rehab_center.audit import labels, listing, wording
from rehab_center.audit.kin import Kin
from rehab_center.audit.presets import nature_of
from rehab_center.audit.queries import ChangeLine, EntryLine, told_rank
from rehab_center.audit.wording import RecordChange
from rehab_center.clock import ZONE

READ_AHEAD = 60
"""How many changed records of an entry are looked through for those that belong to the story."""

TOLD = 6
"""How many changed records of an entry a story tells of."""

_ICONS = {
    "change": "pencil",
    "read": "eye",
    "export": "download",
    "sign-in": "key",
    "own": "gear",
}


@dataclass(frozen=True)
class StoryEntry:
    """One act of a story. ``new_day`` and ``new_hour`` are set on the first entry below each heading."""

    number: int
    at: datetime
    new_day: date | None
    new_hour: int | None
    who: str
    who_url: str | None
    act: str
    nature: str
    icon: str
    about: str
    about_url: str | None
    changes: tuple[RecordChange, ...]
    more: int
    details: tuple[tuple[str, str], ...]
    reason: str
    origin: str


@dataclass(frozen=True)
class Told:
    """Whose story it is: what the entries need not say again. None for a day."""

    kin: Kin | None = None
    kind: str = ""
    subject_id: int = 0


def story(session: Session, lines: Sequence[EntryLine], told: Told) -> list[StoryEntry]:
    """The entries in words, in the order given."""
    picked = [(line, _picked(line, told.kin)) for line in lines]
    words = wording.differences(session, [_with(line, changes) for line, changes in picked])
    entries: list[StoryEntry] = []
    day_before, hour_before = None, None
    for line, changes in picked:
        local = line.at.astimezone(ZONE)
        new_day = local.date() if local.date() != day_before else None
        new_hour = local.hour if new_day or local.hour != hour_before else None
        day_before, hour_before = local.date(), local.hour
        entries.append(_entry(line, tuple(words[line.number]), len(changes), new_day, new_hour, told))
    return entries


def _picked(line: EntryLine, kin: Kin | None) -> list[ChangeLine]:
    """The changes to tell: those of the story's own rows if there are any, edits before additions."""
    if nature_of(line.act) == "sign-in":
        return []  # the account's notes of its last sign-in say nothing that the act does not say
    own = [change for change in line.changes if kin and kin.holds(change.table, change.key)] or list(line.changes)
    return sorted(own, key=told_rank)[:TOLD]


def _with(line: EntryLine, changes: list[ChangeLine]) -> EntryLine:
    return EntryLine(**{**vars(line), "changes": tuple(changes)})


def _entry(
    line: EntryLine,
    changes: tuple[RecordChange, ...],
    told_changes: int,
    new_day: date | None,
    new_hour: int | None,
    told: Told,
) -> StoryEntry:
    nature = nature_of(line.act)
    about_itself = line.about is not None and line.about[:2] == (told.kind, told.subject_id)
    return StoryEntry(
        number=line.number,
        at=line.at,
        new_day=new_day,
        new_hour=new_hour,
        who=line.actor_label,
        who_url=listing.story_url("account", line.account_id) if line.account_id else None,
        act=labels.act_label(line.act),
        nature=nature,
        icon=_ICONS[nature],
        about="" if about_itself else listing.about_words(line.about),
        about_url=listing.story_url(line.about.kind, line.about.id) if line.about else None,
        changes=changes,
        more=line.change_count - told_changes if changes else 0,
        details=tuple(wording.details(line, leave_out=("head",))),
        reason=line.reason or "",
        origin="" if line.origin == "web" else wording.origin(line.origin),
    )


def title_of(kind: str, label: str) -> str:
    """ "Nhật ký của người này": the heading of a story."""
    titles = {
        "resident": _("Story of a person"),
        "account": _("Story of an officer"),
        "document": _("Story of a paper"),
        "report": _("Story of a report"),
    }
    name = titles.get(kind) or _("Story of: %(kind)s", kind=labels.subject(kind).label)
    return f"{name}: {label}" if label else name
