"""Handovers of shifts as they were kept: one, the last, the list; and what the register said then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.errors import NotFound
from rehab_center.names import fold
from rehab_center.permissions import Scope
from rehab_center.placements.models import ShiftHandover
from rehab_center.placements.queries.people import Dweller
from rehab_center.placements.queries.shifts import Shift
from rehab_center.tasks.rules import packed, unpacked
from rehab_center.web.list_state import ListState
from rehab_center.words import N_, message


@dataclass(frozen=True)
class HandoverLine:
    """A handover as it was kept. ``sheet`` is what :func:`frozen` wrote, its days and moments read again."""

    id: int
    facility_id: int
    begins_at: datetime
    ends_at: datetime
    giver: str
    receiver: str | None
    expected: int
    counted: int
    difference: str | None
    equipment: str | None
    note: str | None
    kept_at: datetime
    keeper: str
    kept_by: str
    confirmed_at: datetime | None
    confirmed_by: str | None
    remark: str | None
    version: int
    sheet: Mapping[str, Any]

    @property
    def differs_by(self) -> int:
        """Counted less expected."""
        return self.counted - self.expected


def frozen(shift: Shift) -> dict[str, Any]:
    """What the register says about a shift, as JSON keeps it: numbers by zone, who is away, what happened, is owed."""
    return {
        "under_care": shift.under_care,
        "zones": [
            [zone.name, zone.tally.taken, zone.tally.kept, zone.tally.free, zone.tally.out]
            for zone in shift.house.zones
        ],
        "without_bed": len(shift.house.without_bed),
        "away": [_away(one) for one in shift.away],
        "escaped": [_away(one) for one in shift.escaped],
        "events": [
            {"at": event.written_at.isoformat(), "kind": event.kind.value, "who": [event.full_name, event.file_code]}
            for event in shift.events
        ],
        "rolls": [
            {
                "number": roll.row.number,
                "at": roll.row.began_at.isoformat(),
                "expected": roll.row.expected,
                "counted": roll.row.counted,
                "missing": [[one.full_name, one.absence, one.note] for one in roll.missing],
            }
            for roll in shift.rolls
        ],
        "owed": [
            {
                "about": task.about,
                "what": task.what.msgid,
                "params": packed(task.what.params),
                "due": task.due_at.isoformat() if task.due_at else None,
            }
            for task in shift.owed
        ],
    }


def _away(one: Dweller) -> dict[str, Any]:
    return {"who": [one.full_name, one.file_code], "state": one.state.value, "since": one.since.isoformat()}


def _thawed(sheet: Mapping[str, Any]) -> dict[str, Any]:
    moment, day = datetime.fromisoformat, date.fromisoformat
    return dict(sheet) | {
        "away": [one | {"since": day(one["since"])} for one in sheet["away"]],
        "escaped": [one | {"since": day(one["since"])} for one in sheet["escaped"]],
        "events": [one | {"at": moment(one["at"])} for one in sheet["events"]],
        "rolls": [one | {"at": moment(one["at"])} for one in sheet["rolls"]],
        "owed": [
            one | {"what": unpacked(one["what"], one["params"]), "due": moment(one["due"]) if one["due"] else None}
            for one in sheet["owed"]
        ],
    }


def load_handover(session: Session, handover_id: int, *, scope: Scope) -> ShiftHandover:
    """The row itself, for services. Raises NotFound, outside the scope too."""
    row = session.get(ShiftHandover, handover_id)
    if row is None or not scope.covers(row.facility_id):
        raise NotFound(message(N_("There is no such handover of a shift")))
    return row


def shift_handover(session: Session, handover_id: int, *, scope: Scope) -> HandoverLine:
    """One handover. Raises NotFound, outside the scope too."""
    return _line(load_handover(session, handover_id, scope=scope))


def last_handover(session: Session, facility_id: int) -> HandoverLine | None:
    """The handover of the latest shift. The caller has checked the scope."""
    query = select(ShiftHandover).where(ShiftHandover.facility_id == facility_id)
    row = session.scalar(query.order_by(ShiftHandover.ends_at.desc(), ShiftHandover.id.desc()).limit(1))
    return _line(row) if row else None


def left_open(session: Session, *, scope: Scope, now: datetime) -> tuple[HandoverLine, ...]:
    """The handovers of shifts that are over and that nobody has taken over, the oldest first."""
    query = select(ShiftHandover).where(ShiftHandover.confirmed_at.is_(None), ShiftHandover.ends_at <= now)
    if scope.facility_ids is not None:
        query = query.where(ShiftHandover.facility_id.in_(sorted(scope.facility_ids)))
    return tuple(_line(row) for row in session.scalars(query.order_by(ShiftHandover.ends_at, ShiftHandover.id)))


def handover_list(session: Session, state: ListState, *, scope: Scope) -> tuple[Sequence[HandoverLine], int]:
    """The handovers, the latest first: filter ``state``, the day on which the shift began; search by its names."""
    query = select(ShiftHandover)
    if scope.facility_ids is not None:
        query = query.where(ShiftHandover.facility_id.in_(sorted(scope.facility_ids)))
    first, last = state.range_of("begins_at")
    if first:
        query = query.where(ShiftHandover.begins_at >= clock.moment_of(first))
    if last:
        query = query.where(ShiftHandover.begins_at <= clock.end_of(last))
    if state.q:
        query = query.where(ShiftHandover.search_key.contains(fold(state.q), autoescape=True))
    conditions = {
        "open": ShiftHandover.confirmed_at.is_(None),
        "confirmed": ShiftHandover.confirmed_at.is_not(None),
        "differs": ShiftHandover.counted != ShiftHandover.expected,
    }
    if (wanted := state.choice("state")) in conditions:
        query = query.where(conditions[wanted])
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    up = state.sort == "begins_at" and not state.descending
    order = (
        (ShiftHandover.begins_at, ShiftHandover.id) if up else (ShiftHandover.begins_at.desc(), ShiftHandover.id.desc())
    )
    rows = session.scalars(query.order_by(*order).offset(state.offset).limit(state.limit))
    return [_line(row) for row in rows], total


def _line(row: ShiftHandover) -> HandoverLine:
    names = [name for name in HandoverLine.__dataclass_fields__ if name != "sheet"]
    return HandoverLine(**{name: getattr(row, name) for name in names}, sheet=_thawed(row.sheet))
