"""What undoing a merge would do: what goes back, and what stays with the survivor because it came afterwards."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.audit.models import AuditChange
from rehab_center.errors import Conflict, NotFound
from rehab_center.findings import Finding, Severity
from rehab_center.permissions import Scope
from rehab_center.residents.hanging import Hanging, hanging
from rehab_center.residents.kinds import BirthPrecision
from rehab_center.residents.models import Resident, ResidentMerge
from rehab_center.residents.queries import PersonName, is_within, name_of, survivor_of
from rehab_center.residents.rules.births import PartialBirth
from rehab_center.words import N_, message

Packed = str | None


@dataclass(frozen=True)
class FieldBack:
    """A field that the merge changed on the survivor: what it was before, and what the merge made of it."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class RowsBack:
    """Rows of one table: those that go back, those of them that were changed since, those that came since and stay."""

    hanging: Hanging
    back: tuple[int, ...]
    changed: int
    stay: int


@dataclass(frozen=True)
class UndoPlan:
    """What undoing a merge does. ``edited``: fields that somebody changed since, which stay as they are now."""

    merge_id: int
    survivor: PersonName
    merged: PersonName
    merged_at: datetime
    merged_by: str
    reason: str | None
    fields: tuple[FieldBack, ...]
    edited: tuple[FieldBack, ...]
    rows: tuple[RowsBack, ...]
    findings: tuple[Finding, ...]

    @property
    def blocked(self) -> bool:
        """Whether another merge must be undone first."""
        return bool(self.findings)


def load_merge(session: Session, merge_id: int, *, scope: Scope) -> ResidentMerge:
    """The row itself. Raises NotFound, for strangers too; Conflict for one that was undone already, saying by whom."""
    merge = session.get(ResidentMerge, merge_id)
    if merge is None or not is_within(session, survivor_of(session, merge.into_id), scope=scope):
        raise NotFound(message(N_("There is no such merge")))
    if merge.undone_at is not None:
        raise Conflict(
            message(N_("%(who)s undid this merge on %(day)s"), who=merge.undone_by, day=merge.undone_at),
            code="undone-already",
        )
    return merge


def undo_plan(session: Session, merge_id: int, *, scope: Scope) -> UndoPlan:
    """What undoing this merge would do now. Raises as :func:`load_merge`."""
    merge = load_merge(session, merge_id, scope=scope)
    survivor, merged = (session.get_one(Resident, one) for one in (merge.into_id, merge.merged_id))
    fields = [FieldBack(name, unpack(name, before), unpack(name, after)) for name, (before, after) in _fields(merge)]
    same = [one for one in fields if value_of(survivor, one.name) == one.after]
    return UndoPlan(
        merge_id=merge.id,
        survivor=name_of(survivor),
        merged=name_of(merged),
        merged_at=merge.merged_at,
        merged_by=merge.merged_by,
        reason=merge.reason,
        fields=tuple(same),
        edited=tuple(one for one in fields if one not in same),
        rows=tuple(_rows(session, merge, one) for one in hanging()),
        findings=tuple(_checks(session, merge)),
    )


def _fields(merge: ResidentMerge) -> Sequence[tuple[str, tuple[Packed, Packed]]]:
    return list(merge.moved.get("fields", {}).items())


def value_of(resident: Resident, name: str) -> Any:
    """A plain field as facts have it: the birth with its precision."""
    if name == "birth":
        return PartialBirth(resident.birth_on, BirthPrecision(resident.birth_precision))
    return getattr(resident, name)


def unpack(name: str, text: Packed) -> Any:
    """A value as :func:`pack` kept it."""
    if name != "birth" or text is None:
        return text
    precision, _, day = text.partition(" ")
    return PartialBirth(date.fromisoformat(day) if day else None, BirthPrecision(precision))


def pack(value: Any) -> Packed:
    """A value as JSON keeps it: a birth as its precision and first day."""
    if isinstance(value, PartialBirth):
        return f"{value.precision.value} {value.on.isoformat() if value.on else ''}"
    return None if value is None else str(value)


def _rows(session: Session, merge: ResidentMerge, one: Hanging) -> RowsBack:
    column, key = getattr(one.model, one.column), one.model.__table__.c.id
    with_survivor = set(session.scalars(select(key).where(column == merge.into_id)))
    moved = with_survivor & set(merge.moved.get("rows", {}).get(one.name, ()))
    new = _written_since(session, merge, one, with_survivor - moved, "insert")
    if one.goes_with is not None:
        along = set(one.goes_with(session, moved)) & new
        moved, new = moved | along, new - along
    changed = _written_since(session, merge, one, moved, "update")
    return RowsBack(one, tuple(sorted(moved)), len(changed), len(new))


def _written_since(
    session: Session, merge: ResidentMerge, one: Hanging, ids: Collection[int], operation: str
) -> set[int]:
    """Which of these rows the log says were written after the merge."""
    found: set[int] = set()
    wanted = [str(row_id) for row_id in sorted(ids)]
    entry_id = session.scalar(
        select(AuditChange.entry_id).where(
            AuditChange.table_name == ResidentMerge.__tablename__,
            AuditChange.row_key == str(merge.id),
            AuditChange.operation == "insert",
        )
    )
    for start in range(0, len(wanted), 300):
        rows = session.scalars(
            select(AuditChange.row_key).where(
                AuditChange.table_name == one.model.__tablename__,
                AuditChange.row_key.in_(wanted[start : start + 300]),
                AuditChange.operation == operation,
                AuditChange.entry_id > entry_id,
            )
        )
        found |= {int(row_key) for row_key in rows}
    return found


def _checks(session: Session, merge: ResidentMerge) -> Sequence[Finding]:
    """Merges are undone in the order they were done, the last first: then everything comes back as it was."""
    if merge.survivor_id != merge.into_id:
        words = message(N_("The record it was merged into has itself been merged since: undo that merge first"))
        return [Finding("undo-order", Severity.BLOCK, words, "")]
    later = session.scalar(
        select(ResidentMerge.id).where(
            ResidentMerge.into_id == merge.into_id,
            ResidentMerge.id > merge.id,
            ResidentMerge.undone_at.is_(None),
        )
    )
    if later is not None:
        words = message(N_("Another record was merged into the same person afterwards: undo that merge first"))
        return [Finding("undo-order", Severity.BLOCK, words, "")]
    return []
