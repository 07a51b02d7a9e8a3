"""What a reader of the log asked for, as conditions on its entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit import labels
from rehab_center.audit.kin import Kin, told_of
from rehab_center.audit.models import AuditChange, AuditEntry
from rehab_center.audit.presets import Preset, preset
from rehab_center.audit.reach import within
from rehab_center.db import Model
from rehab_center.names import fold
from rehab_center.permissions import Scope
from rehab_center.web.list_state import ListState


@dataclass(frozen=True)
class Window:
    """Which entries are asked for: what the reader chose, whose story it is, and the newest entry to look at."""

    state: ListState
    scope: Scope
    kin: Kin | None = None
    upto: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out: then numbers, which have no gaps, say everything."""
        return not self.state.narrowed and self.kin is None and self.scope.facility_ids is None


def conditions(session: Session, window: Window) -> list[ColumnElement[bool]]:
    """The conditions an entry of the window fulfils."""
    state = window.state
    found = [_says(state.q)] if fold(state.q) else []
    if act := state.choice("act"):
        found.append(AuditEntry.act == act)
    if actor := state.choice("actor"):
        found.append(AuditEntry.actor == actor)
    if table := state.choice("table"):
        found.append(_changed(table))
    if chosen := preset(state.choice("what") or ""):
        found.append(_fits(chosen))
    if window.kin:
        found.append(told_of(window.kin))
    if window.upto is not None:
        found.append(AuditEntry.id <= window.upto)
    # The reader's reach comes last: it costs the most to ask of an entry.
    return [*found, *_days(session, state), within(window.scope)]


def _says(text: str) -> ColumnElement[bool]:
    """By its own words (who, about whom, why), by the words of its act, or by those of a row it wrote: "Bỏ trốn"."""
    ways: list[ColumnElement[bool]] = [
        and_(*(AuditEntry.search_key.contains(word, autoescape=True) for word in fold(text).split()))
    ]
    if acts := labels.acts_called(text):
        ways.append(AuditEntry.act.in_(acts))
    for (name, column), kinds in labels.rows_called(text).items():
        table = Model.metadata.tables[name]
        keys = select(cast(table.c.id, Text)).where(table.c[column].in_(kinds))
        ways.append(_changes_any(AuditChange.table_name == name, AuditChange.row_key.in_(keys)))
    return or_(*ways)


def _changed(place: str) -> ColumnElement[bool]:
    """Whether an act changed a record of a table, or one field of it: "admission" or "admission.months"."""
    table, _dot, column = place.partition(".")
    return _changes_any(AuditChange.table_name == table, *([_has(column)] if column else []))


def _fits(chosen: Preset) -> ColumnElement[bool]:
    ways: list[ColumnElement[bool]] = [AuditEntry.act.in_(chosen.acts)] if chosen.chooses else []
    ways += [
        _changes_any(
            AuditChange.table_name == table,
            AuditChange.operation == "update",
            or_(*(_has(column) for column in columns)),
        )
        for table, columns in chosen.fields.items()
    ]
    return or_(*ways)


def _has(column: str) -> ColumnElement[bool]:
    has: ColumnElement[bool] = AuditChange.difference[column].as_string().is_not(None)
    return has


def _days(session: Session, state: ListState) -> Iterator[ColumnElement[bool]]:
    """The moments, and the numbers they lie between: entries are read by number, and old days lie deep down."""
    moments = on_days(state)
    if not moments:
        return
    yield and_(*moments)
    low, high = session.execute(select(func.min(AuditEntry.id), func.max(AuditEntry.id)).where(*moments)).one()
    yield AuditEntry.id.between(low or 0, high or 0)


def on_days(state: ListState) -> Sequence[ColumnElement[bool]]:
    """That an act is of the days asked for; nothing where none are."""
    first, last = state.range_of("at")
    return [
        *([AuditEntry.at >= clock.moment_of(first)] if first else []),
        *([AuditEntry.at <= clock.end_of(last)] if last else []),
    ]


def _changes_any(*asked: ColumnElement[bool]) -> ColumnElement[bool]:
    return AuditEntry.id.in_(select(AuditChange.entry_id).where(*asked))
