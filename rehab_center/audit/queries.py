"""Reading the log: entries with filters, one entry with its changes, the state of the chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from rehab_center.audit import labels
from rehab_center.audit.conditions import Window, conditions
from rehab_center.audit.marks import ANCHORED, VERIFIED
from rehab_center.audit.models import AuditChange, AuditEntry, AuditHead
from rehab_center.audit.reach import within
from rehab_center.audit.recorder import Subject
from rehab_center.audit.rows import sound_difference
from rehab_center.errors import NotFound
from rehab_center.names import fold
from rehab_center.permissions import Scope
from rehab_center.web.keyset import KeyedRows
from rehab_center.web.list_state import ListState
from rehab_center.words import N_, message

_LOOKED_BACK = 200
_LOOKED_THROUGH = 30
_RECENT = 1000
FEW = 3
"""How many changed records of an entry a list tells of."""

COUNTED = 1000
"""How many entries of a narrowed window are counted; beyond, a page says "more than"."""

MANY = 200
"""How many changed records of an entry its page shows at once."""


@dataclass(frozen=True)
class ChangeLine:
    """One changed record: ``difference`` is column -> [old, new], or "changed" for a column that is never shown."""

    position: int
    table: str
    key: str
    operation: str
    difference: dict[str, Any]


@dataclass(frozen=True)
class EntryLine:
    """One act. ``changes`` are the first of ``change_count``."""

    number: int
    at: datetime
    actor: str
    actor_label: str
    account_id: int | None
    origin: str
    act: str
    about: Subject | None
    reason: str | None
    details: dict[str, Any]
    changes: tuple[ChangeLine, ...]
    change_count: int


@dataclass(frozen=True)
class EntryPage:
    """One entry with its place in the chain. ``next_position``: where the next page of its changes begins, if any."""

    line: EntryLine
    hash: str
    previous_hash: str
    next_position: int | None


@dataclass(frozen=True)
class ChainState:
    """Where the log stands, the last recorded verification of it, the last that began at the first entry, and when its
    head was last written down outside.
    """

    entries: int
    head: str
    verified: EntryLine | None
    verified_whole: EntryLine | None
    anchored: EntryLine | None


@dataclass(frozen=True)
class Stretch:
    """Some entries of a window, newest first. ``newer`` and ``older``: whether there are more on either side.

    ``count`` is how many the window holds, None where nobody counted that far.
    """

    lines: list[EntryLine]
    newer: bool
    older: bool
    count: int | None

    def keyed(self, rows: Sequence[Any], state: ListState) -> KeyedRows:
        """The same stretch with its entries in words."""
        uncounted = self.count is None and state.before is None and state.after is None
        return KeyedRows(rows, self.newer, self.older, self.count, COUNTED if uncounted else None)


def stretch(session: Session, window: Window, *, few: int = FEW) -> Stretch:
    """The page of the window that its state asks for, found by number and not by counting off."""
    state = window.state
    size = state.per_page
    asked = conditions(session, window)
    if state.after is not None:
        query = select(AuditEntry.id).where(*asked, AuditEntry.id > state.after).order_by(AuditEntry.id).limit(size + 1)
        numbers = list(session.scalars(query))
        return Stretch(_lines(session, numbers[:size][::-1], few), len(numbers) > size, True, None)
    if state.before is not None:
        asked.append(AuditEntry.id < state.before)
    whole = window.is_whole and state.before is None
    limit = size + 1 if whole or state.before is not None else COUNTED + 1
    numbers = list(session.scalars(select(AuditEntry.id).where(*asked).order_by(AuditEntry.id.desc()).limit(limit)))
    count = numbers[0] if whole and numbers else len(numbers)
    counted = None if state.before is not None or len(numbers) > COUNTED else count
    return Stretch(_lines(session, numbers[:size], few), state.before is not None, len(numbers) > size, counted)


def numbers_of(session: Session, window: Window, *, limit: int) -> list[int]:
    """The numbers of the window's newest entries, newest first."""
    query = select(AuditEntry.id).where(*conditions(session, window)).order_by(AuditEntry.id.desc()).limit(limit)
    return list(session.scalars(query))


def entry_count(session: Session, window: Window) -> int:
    """How many entries there are in the window. For an export; a page never counts a whole log."""
    if window.is_whole:
        return min(window.upto or last_number(session), last_number(session))
    return session.scalar(select(func.count()).select_from(AuditEntry).where(*conditions(session, window))) or 0


def ends_of(session: Session, window: Window) -> tuple[int, int] | None:
    """The oldest and the newest number of a window, None where it is empty."""
    query = select(func.min(AuditEntry.id), func.max(AuditEntry.id)).where(*conditions(session, window))
    first, last = session.execute(query).one()
    return None if first is None or last is None else (first, last)


def entries_before(
    session: Session, window: Window, number: int | None, *, limit: int, few: int = FEW
) -> list[EntryLine]:
    """The next entries of the window older than ``number`` (None: from the newest), for reading it from end to end."""
    query = select(AuditEntry.id).where(*conditions(session, window)).order_by(AuditEntry.id.desc()).limit(limit)
    if number is not None:
        query = query.where(AuditEntry.id < number)
    return _lines(session, list(session.scalars(query)), few)


def entry_page(session: Session, number: int, *, scope: Scope, from_position: int = 1) -> EntryPage:
    """One entry and up to MANY of its changes. Raises NotFound, also for an entry out of scope."""
    entry = session.scalar(select(AuditEntry).where(AuditEntry.id == number, within(scope)))
    if entry is None:
        raise NotFound(message(N_("There is no such entry in the log.")))
    changes = session.scalars(
        select(AuditChange)
        .where(AuditChange.entry_id == number, AuditChange.position >= from_position)
        .order_by(AuditChange.position)
        .limit(MANY + 1)
    ).all()
    count = session.scalar(select(func.count()).where(AuditChange.entry_id == number)) or 0
    line = _line(entry, [_change_line(change) for change in changes[:MANY]], count)
    rest = changes[MANY].position if len(changes) > MANY else None
    return EntryPage(line, entry.hash, entry.previous_hash, rest)


def chain_state(session: Session) -> ChainState:
    """Where the chain stands."""
    head = session.execute(select(AuditHead.entry_id, AuditHead.hash)).first()
    lines = verifications(session, limit=_LOOKED_BACK)
    return ChainState(
        entries=head.entry_id if head else 0,
        head=head.hash if head else "",
        verified=next(iter(lines), None),
        verified_whole=next((line for line in lines if line.details.get("first", 1) == 1), None),
        anchored=next(iter(_newest(session, ANCHORED, 1)), None),
    )


def verifications(session: Session, *, limit: int = 10) -> list[EntryLine]:
    """The last recorded verifications, the newest first."""
    return _newest(session, VERIFIED, limit)


def _newest(session: Session, act: str, limit: int) -> list[EntryLine]:
    recent = select(AuditEntry.id).where(AuditEntry.act == act).order_by(AuditEntry.id.desc()).limit(limit)
    return _lines(session, list(session.scalars(recent)))


def newest_about(session: Session, kind: str, subject_id: int, *, scope: Scope) -> Subject | None:
    """A subject as the newest entry about it calls it, None where the reader may see no such entry."""
    query = select(AuditEntry).where(AuditEntry.about_kind == kind, AuditEntry.about_id == subject_id, within(scope))
    entry = session.scalars(query.order_by(AuditEntry.id.desc()).limit(1)).first()
    return Subject(kind, subject_id, entry.about_label or "") if entry else None


def in_told_order(line: EntryLine) -> EntryLine:
    """The entry with its changes as they are told."""
    return replace(line, changes=tuple(sorted(line.changes, key=told_rank)))


def told_rank(change: ChangeLine) -> tuple[bool, bool, int]:
    """In what order the changes of an entry are told: edits before additions, and last what only followed."""
    return change.table in labels.following_tables(), change.operation != "update", change.position


def last_number(session: Session) -> int:
    """The number of the newest entry, 0 for an empty log."""
    return session.scalar(select(func.max(AuditEntry.id))) or 0


def actors(session: Session, *, scope: Scope) -> list[tuple[str, str]]:
    """Everybody who has acted of late, as (name, label), by label.

    One statement hops from name to name in the index: there are some dozens of names in a million entries.
    """
    entry, newer = aliased(AuditEntry), aliased(AuditEntry)
    names = select(func.min(entry.actor).label("actor")).cte("actors", recursive=True)
    following = select(func.min(newer.actor)).where(newer.actor > names.c.actor).scalar_subquery()
    names = names.union_all(select(following).where(names.c.actor.is_not(None)))
    recent = select(entry.id).where(entry.actor == names.c.actor).order_by(entry.id.desc()).limit(_RECENT)
    label = select(AuditEntry.actor_label).where(AuditEntry.id.in_(recent.correlate(names)), within(scope))
    newest = label.order_by(AuditEntry.id.desc()).limit(1).correlate(names).scalar_subquery()
    rows = session.execute(select(names.c.actor, newest).where(names.c.actor.is_not(None)))
    found = [(name, label) for name, label in rows if label is not None]
    return sorted(found, key=lambda pair: (fold(pair[1]), pair[0]))


# --- rows into lines -------------------------------------------------------------------------------------------------


def _lines(session: Session, numbers: Sequence[int], few: int = FEW) -> list[EntryLine]:
    if not numbers:
        return []
    found = session.scalars(select(AuditEntry).where(AuditEntry.id.in_(numbers)).order_by(AuditEntry.id.desc())).all()
    few_of: dict[int, list[ChangeLine]] = {}
    query = select(AuditChange).where(
        AuditChange.entry_id.in_(numbers), AuditChange.position <= max(few, _LOOKED_THROUGH)
    )
    for change in session.scalars(
        query.order_by(
            AuditChange.entry_id,
            AuditChange.table_name.in_(labels.following_tables()),
            AuditChange.operation != "update",
            AuditChange.position,
        )
    ):
        those = few_of.setdefault(change.entry_id, [])
        if len(those) < few:  # what was edited says more than what was added beside it, and what only followed least
            those.append(_change_line(change))
    last = select(AuditChange.entry_id, func.max(AuditChange.position)).where(AuditChange.entry_id.in_(numbers))
    counts = {row[0]: row[1] for row in session.execute(last.group_by(AuditChange.entry_id))}
    return [_line(entry, few_of.get(entry.id, []), counts.get(entry.id, 0)) for entry in found]


def _line(entry: AuditEntry, changes: Sequence[ChangeLine], count: int) -> EntryLine:
    about = None
    if entry.about_kind is not None and entry.about_id is not None:
        about = Subject(entry.about_kind, entry.about_id, entry.about_label or "")
    return EntryLine(
        number=entry.id,
        at=entry.at,
        actor=entry.actor,
        actor_label=entry.actor_label,
        account_id=entry.actor_account_id,
        origin=entry.origin,
        act=entry.act,
        about=about,
        reason=entry.reason,
        details=dict(entry.details or {}),
        changes=tuple(changes),
        change_count=count,
    )


def _change_line(change: AuditChange) -> ChangeLine:
    return ChangeLine(
        change.position, change.table_name, change.row_key, change.operation, sound_difference(change.difference)
    )
