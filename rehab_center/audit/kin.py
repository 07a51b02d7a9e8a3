"""Which rows belong to a person or a thing, so that its story finds the acts that changed them.

A row belongs to a person when it names them (``resident_id``) or names a row that does (``admission_id``): found in
the tables themselves, so that a new table is part of the story without a word here. A paper is otherwise: many rows
cite one, and only the act of citing it, or of citing another instead, is part of *its* story.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, Table, Text, and_, cast, or_, select
from sqlalchemy.orm import Session

from rehab_center.audit.collector import row_key
from rehab_center.audit.coverage import UNRECORDED
from rehab_center.audit.models import AuditChange, AuditEntry
from rehab_center.db import Model

_grown: set[str] = set()
_cited: set[str] = set()
_left_out: set[str] = set()


def describe_parts(kind: str) -> None:
    """Let the story of a ``kind`` tell of every row that hangs on it."""
    _grown.add(kind)


def describe_citations(kind: str) -> None:
    """Let the story of a ``kind`` tell of the acts that cited it, and of those by which somebody cites one."""
    _cited.add(kind)


def leave_out(*tables: str) -> None:
    """Tables that repeat what others say (the frozen copies of a report): no story tells of them."""
    _left_out.update(tables)


@dataclass(frozen=True)
class Kin:
    """The rows of a story: ``rows`` table -> keys, ``cited`` kind -> ids whose own acts count, and who acted."""

    rows: dict[str, list[str]]
    cited: dict[str, list[int]] = field(default_factory=dict)
    citing: tuple[str, int] | None = None
    actor: str | None = None

    def holds(self, table: str, key: str) -> bool:
        """Whether a row belongs to the story."""
        return key in self.rows.get(table, ())


def kin_of(session: Session, kind: str, subject_id: int, *, actor: str | None = None) -> Kin:
    """The rows that belong to a subject; with ``actor`` everything that somebody did as well."""
    rows = {kind: [str(subject_id)]}
    cited: dict[str, list[int]] = {}
    if kind in _grown:
        ids = {kind: [subject_id]}
        for table, found in _parts(session, kind, ids):
            rows.setdefault(table.name, []).extend(found)
        for name in _cited:
            cited[name] = sorted(_cited_by(session, name, ids))
    return Kin(rows, cited, (kind, subject_id) if kind in _cited else None, actor)


def told_of(kin: Kin) -> ColumnElement[bool]:
    """Whether an entry belongs to the story."""
    found: list[Select[int]] = []
    for name, keys in kin.rows.items():
        ids = [int(key) for key in keys if key.isdigit()]
        found.append(_named(name, ids))
        found.append(select(AuditChange.entry_id).where(AuditChange.table_name == name, AuditChange.row_key.in_(keys)))
    found += [_named(name, ids) for name, ids in kin.cited.items() if ids]
    if kin.citing:
        found += _citations(*kin.citing)
    if kin.actor is not None:
        found.append(select(AuditEntry.id).where(AuditEntry.actor == kin.actor))
    return (
        or_(*(AuditEntry.id.in_(one) for one in found))
        if len(found) == 1
        else AuditEntry.id.in_(found[0].union(*found[1:]))
    )


def _named(kind: str, ids: Sequence[int]) -> Select[int]:
    return select(AuditEntry.id).where(AuditEntry.about_kind == kind, AuditEntry.about_id.in_(ids))


def _parts(session: Session, kind: str, ids: dict[str, list[int]]) -> Iterator[tuple[Table, list[str]]]:
    """The tables below ``kind`` with the keys of their rows; ``ids`` grows by the ids it goes on from."""
    seen: dict[str, set[str]] = {}
    waiting = [kind]
    while waiting:
        parent = waiting.pop(0)
        for table in _tables_naming(parent):
            column = table.columns[f"{parent}_id"]
            query = select(*table.primary_key.columns).where(column.in_(ids[parent]))
            keys = [tuple(row) for row in session.execute(query)]
            known = seen.setdefault(table.name, set())
            new = [key for key in keys if row_key(key) not in known]
            known.update(row_key(key) for key in new)
            if new:
                yield table, [row_key(key) for key in new]
            if new and "id" in table.columns and table.name not in ids:
                ids[table.name] = [key[0] for key in new]
                waiting.append(table.name)


def _tables_naming(parent: str) -> Iterator[Table]:
    for table in Model.metadata.sorted_tables:
        told = table.name not in UNRECORDED | _left_out and table.name != parent
        if told and f"{parent}_id" in table.columns:
            yield table


def _cited_by(session: Session, kind: str, ids: dict[str, list[int]]) -> set[int]:
    """The ids of ``kind`` (papers) that these rows cite."""
    found: set[int] = set()
    for name, own in ids.items():
        table = Model.metadata.tables[name]
        for column in _columns_citing(table, kind):
            found |= set(session.scalars(select(column).where(table.c.id.in_(own), column.is_not(None))))
    return found


def _columns_citing(table: Table, kind: str) -> list[ColumnElement[int]]:
    return [key.parent for key in table.foreign_keys if key.column.table.name == kind]


def _citations(kind: str, subject_id: int) -> Iterator[Select[int]]:
    """The entries that made a row cite the subject, or an edited one cite it or another instead."""
    for table in Model.metadata.sorted_tables:
        if table.name in UNRECORDED | _left_out or "id" not in table.columns:
            continue
        for column in _columns_citing(table, kind):
            keys = select(cast(table.c.id, Text)).where(column == subject_id)
            of_table = AuditChange.table_name == table.name
            yield select(AuditChange.entry_id).where(
                of_table, AuditChange.row_key.in_(keys), AuditChange.operation == "insert"
            )
            pair = AuditChange.difference[column.key]
            yield select(AuditChange.entry_id).where(
                of_table,
                AuditChange.operation == "update",
                or_(*(and_(pair[side].as_string() == str(subject_id)) for side in (0, 1))),
            )
