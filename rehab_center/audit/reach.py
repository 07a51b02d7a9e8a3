"""Which part of the log a reader of some centres may see: acts about what is theirs, that touched nothing of others."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Select, Table, Text, and_, cast, false, not_, or_, select, true

from rehab_center.audit.labels import subject_kinds
from rehab_center.audit.models import AuditChange, AuditEntry
from rehab_center.db import Model
from rehab_center.permissions import Scope


def within(scope: Scope) -> ColumnElement[bool]:
    """Acts about what is theirs, and acts about nothing by their own people.

    A person may be known to two centres: what the other one did about them, in its own rows, is the other one's.
    """
    if scope.facility_ids is None:
        return true()
    # Nearly every entry is in reach: an index on these would fetch and sort them all for a page of fifty.
    kind_of, id_of = AuditEntry.about_kind + "", AuditEntry.about_id + 0
    ours = [and_(kind_of == kind, id_of.in_(ids)) for kind, ids in _subjects_of(scope.facility_ids).items()]
    own_people = _ids_by_facility("account", scope.facility_ids)
    if own_people is not None:
        ours.append(and_(AuditEntry.about_kind.is_(None), AuditEntry.actor_account_id.in_(own_people)))
    return and_(or_(false(), *ours), not_(_touches_others(scope.facility_ids)))


def _subjects_of(facility_ids: frozenset[int]) -> dict[str, Select[int]]:
    found: dict[str, Select[int]] = {}
    for kind, words in subject_kinds().items():
        ids = words.within(facility_ids) if words.within else _ids_by_facility(kind, facility_ids)
        if ids is not None:
            found[kind] = ids
    return found


def _ids_by_facility(table_name: str, facility_ids: frozenset[int]) -> Select[int] | None:
    table = Model.metadata.tables.get(table_name)
    column = "id" if table_name == "facility" else "facility_id"
    if table is None or column not in table.columns:
        return None
    return select(table.c.id).where(table.c[column].in_(facility_ids))


def _touches_others(facility_ids: frozenset[int]) -> ColumnElement[bool]:
    """Whether an act changed a row of another centre. Rows of no centre are nobody's secret."""
    changed = (
        and_(AuditChange.table_name == table.name, AuditChange.row_key.in_(keys))
        for table in Model.metadata.sorted_tables
        for keys in _keys_of_others(table, facility_ids)
    )
    return AuditEntry.id.in_(select(AuditChange.entry_id).where(or_(false(), *changed)))


def _keys_of_others(table: Table, facility_ids: frozenset[int]) -> Iterator[Select[str]]:
    """The rows that name another centre, and those that hang on such a row: a movement on its stay."""
    if "id" not in table.columns:
        return
    key = cast(table.c.id, Text)
    if "facility_id" in table.columns:
        yield select(key).where(table.c.facility_id.not_in(facility_ids))
        return
    for foreign in table.foreign_keys:
        owner = foreign.column.table
        if "facility_id" in owner.columns and owner is not table:
            yield (
                select(key)
                .join(owner, foreign.parent == foreign.column)
                .where(owner.c.facility_id.not_in(facility_ids))
            )
