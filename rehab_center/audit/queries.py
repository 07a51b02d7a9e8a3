"""Reading the log: entries with filters, one entry with its changes, the state of the chain."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, func, or_, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.labels import naming_column, value_label
from rehab_center.audit.models import AuditChange, AuditEntry, AuditHead
from rehab_center.audit.reach import within
from rehab_center.audit.recorder import Subject
from rehab_center.audit.rows import sound_difference
from rehab_center.db import Model
from rehab_center.errors import NotFound
from rehab_center.names import fold
from rehab_center.permissions import Scope
from rehab_center.web.list_state import ListState
from rehab_center.words import N_, message

VERIFIED = "audit.verified"
FEW = 3
"""How many changed records of an entry a list tells of."""

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
    """Where the log stands, and the last recorded verification of it."""

    entries: int
    head: str
    verified: EntryLine | None


@dataclass(frozen=True)
class Window:
    """Which entries are asked for: what the reader chose, whom the page is about, and the newest entry to look at."""

    state: ListState
    scope: Scope
    about: tuple[str, int] | None = None
    upto: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out: then numbers, which have no gaps, say everything."""
        return not self.state.narrowed and self.about is None and self.scope.facility_ids is None


def entry_count(session: Session, window: Window) -> int:
    """How many entries there are in the window."""
    if window.is_whole:
        return min(window.upto or last_number(session), last_number(session))
    return session.scalar(select(func.count()).select_from(AuditEntry).where(*_conditions(window))) or 0


def entries(session: Session, window: Window, *, limit: int, offset: int = 0) -> list[EntryLine]:
    """Entries of the window, newest first. In the whole log a place in the list is a number: nothing is skipped."""
    query = select(AuditEntry.id).where(*_conditions(window)).order_by(AuditEntry.id.desc()).limit(limit)
    if window.is_whole:
        query = query.where(AuditEntry.id <= entry_count(session, window) - offset)
    else:
        query = query.offset(offset)
    return _lines(session, list(session.scalars(query)))


def entries_before(session: Session, window: Window, number: int | None, *, limit: int) -> list[EntryLine]:
    """The next entries of the window older than ``number`` (None: from the newest), for reading it from end to end."""
    query = select(AuditEntry.id).where(*_conditions(window)).order_by(AuditEntry.id.desc()).limit(limit)
    if number is not None:
        query = query.where(AuditEntry.id < number)
    return _lines(session, list(session.scalars(query)))


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
    verified = session.scalar(select(func.max(AuditEntry.id)).where(AuditEntry.act == VERIFIED))
    lines = _lines(session, [verified]) if verified else []
    return ChainState(head.entry_id if head else 0, head.hash if head else "", lines[0] if lines else None)


def last_number(session: Session) -> int:
    """The number of the newest entry, 0 for an empty log."""
    return session.scalar(select(func.max(AuditEntry.id))) or 0


def actors(session: Session, *, scope: Scope) -> list[tuple[str, str]]:
    """Everybody who has acted, as (name, label), by label."""
    query = select(AuditEntry.actor, func.max(AuditEntry.actor_label)).where(within(scope)).group_by(AuditEntry.actor)
    return sorted(((row[0], row[1]) for row in session.execute(query)), key=lambda pair: (fold(pair[1]), pair[0]))


def row_names(session: Session, places: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """By what a person knows the rows (table, key): full name, number… Rows without such a column are left out."""
    wanted: dict[str, set[str]] = {}
    for name, key in places:
        wanted.setdefault(name, set()).add(key)
    found: dict[tuple[str, str], str] = {}
    for name, keys in wanted.items():
        if name in Model.metadata.tables:
            rows = _names(session, Model.metadata.tables[name], keys)
            found |= {(name, str(row_id)): text for row_id, text in rows if text}
    return found


def _names(session: Session, table: Table, keys: Collection[str]) -> list[tuple[int, str]]:
    column = naming_column(table.name, table.columns.keys())
    numbers = [int(key) for key in keys if key.isdigit()]
    if column is None or "id" not in table.columns:
        return []
    query = select(table.c.id, table.c[column]).where(table.c.id.in_(numbers[:500]))
    rows = session.execute(query).all()
    return [(row[0], value_label(table.name, column, row[1]) or str(row[1])) for row in rows if row[1] is not None]


# --- what the reader asked for ---------------------------------------------------------------------------------------


def _conditions(window: Window) -> list[ColumnElement[bool]]:
    state = window.state
    conditions = [within(window.scope)]
    conditions += [AuditEntry.search_key.contains(word, autoescape=True) for word in fold(state.q).split()]
    if act := state.choice("act"):
        conditions.append(AuditEntry.act == act)
    if actor := state.choice("actor"):
        conditions.append(AuditEntry.actor == actor)
    if table := state.choice("table"):
        conditions.append(_changes_any(AuditChange.table_name == table))
    if window.about:
        conditions.append(_about(*window.about))
    if window.upto is not None:
        conditions.append(AuditEntry.id <= window.upto)
    first, last = state.range_of("at")
    if first:
        conditions.append(AuditEntry.at >= clock.moment_of(first))
    if last:
        conditions.append(AuditEntry.at <= clock.end_of(last))
    return conditions


def _about(kind: str, subject_id: int) -> ColumnElement[bool]:
    """Acts about the subject, and acts about something else that changed its row (an import, a merge)."""
    named = and_(AuditEntry.about_kind == kind, AuditEntry.about_id == subject_id)
    return or_(named, _changes_any(AuditChange.table_name == kind, AuditChange.row_key == str(subject_id)))


def _changes_any(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return AuditEntry.id.in_(select(AuditChange.entry_id).where(*conditions))


# --- rows into lines -------------------------------------------------------------------------------------------------


def _lines(session: Session, numbers: Sequence[int]) -> list[EntryLine]:
    if not numbers:
        return []
    found = session.scalars(select(AuditEntry).where(AuditEntry.id.in_(numbers)).order_by(AuditEntry.id.desc())).all()
    few: dict[int, list[ChangeLine]] = {}
    query = select(AuditChange).where(AuditChange.entry_id.in_(numbers), AuditChange.position <= FEW)
    for change in session.scalars(query.order_by(AuditChange.entry_id, AuditChange.position)):
        few.setdefault(change.entry_id, []).append(_change_line(change))
    last = select(AuditChange.entry_id, func.max(AuditChange.position)).where(AuditChange.entry_id.in_(numbers))
    counts = {row[0]: row[1] for row in session.execute(last.group_by(AuditChange.entry_id))}
    return [_line(entry, few.get(entry.id, []), counts.get(entry.id, 0)) for entry in found]


def _line(entry: AuditEntry, changes: Sequence[ChangeLine], count: int) -> EntryLine:
    about = None
    if entry.about_kind is not None and entry.about_id is not None:
        about = Subject(entry.about_kind, entry.about_id, entry.about_label or "")
    return EntryLine(
        number=entry.id,
        at=entry.at,
        actor=entry.actor,
        actor_label=entry.actor_label,
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
