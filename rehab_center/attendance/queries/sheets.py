"""Sheets of paper: one, and the list of them with those that are missing, not signed, or say something else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.models import Activity, ActivitySession
from rehab_center.activities.rules import clock_text
from rehab_center.attendance.kinds import SheetKind, SheetState
from rehab_center.attendance.models import AttendanceMark, Sheet, SheetScan
from rehab_center.attendance.queries.sessions import marks_by_session
from rehab_center.attendance.rules.reasons import COUNTING
from rehab_center.attendance.rules.sheets import LACKING, SheetFacts, all_states, due_at, number_text, state_of
from rehab_center.errors import NotFound
from rehab_center.names import fold
from rehab_center.permissions import Scope
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.web.list_state import ListState
from rehab_center.words import N_, message

_DAY_ENDS = 24 * 60


@dataclass(frozen=True)
class ScanLine:
    """A scan of a sheet; ``size`` in bytes."""

    id: int
    name: str
    size: int
    stored_at: datetime


@dataclass(frozen=True)
class SheetRow:
    """A sheet with where it is. ``marked``: how many were there as the screen says, None while nobody is marked."""

    id: int
    facility_id: int
    kind: SheetKind
    year: int
    number: int
    on: date
    session_id: int | None
    activity: str | None
    begins: int | None
    ends: int | None
    printed_at: datetime
    printed_by: str
    returned_at: datetime | None
    returned_to: str | None
    signed: bool
    on_paper: int | None
    difference: str | None
    settled_at: datetime | None
    settled_by: str | None
    settled_how: str | None
    cancelled_at: datetime | None
    cancelled_by: str | None
    cancelled_reason: str | None
    version: int
    marked: int | None
    state: SheetState
    due_at: datetime

    @property
    def number_text(self) -> str:
        """ "0042/PĐD-2026"."""
        return number_text(self.kind, self.number, self.year)

    @property
    def states(self) -> tuple[SheetState, ...]:
        """Where it is, and what else is the matter with it."""
        return all_states(self.state, signed=self.signed)

    @property
    def times(self) -> str | None:
        """ "07:30–11:00" of a session, None of a day."""
        if self.begins is None or self.ends is None:
            return None
        return f"{clock_text(self.begins)}–{clock_text(self.ends)}"

    @property
    def what(self) -> str:
        """What it is for, in words."""
        return f"{self.activity}, {self.times}" if self.activity else f"{self.on:%d/%m/%Y}"


@dataclass(frozen=True)
class SheetPage:
    """One sheet with its scans."""

    row: SheetRow
    scans: tuple[ScanLine, ...]


_COLUMNS = (
    Sheet.id, Sheet.facility_id, Sheet.kind, Sheet.year, Sheet.number, Sheet.on, Sheet.activity_session_id,
    Activity.name, ActivitySession.begins, ActivitySession.ends, Sheet.printed_at, Sheet.printed_by, Sheet.returned_at,
    Sheet.returned_to, Sheet.signed, Sheet.on_paper, Sheet.difference, Sheet.settled_at, Sheet.settled_by,
    Sheet.settled_how, Sheet.cancelled_at, Sheet.cancelled_by, Sheet.cancelled_reason, Sheet.version,
)  # fmt: skip


def _rows(scope: Scope) -> Select[Any]:
    columns: Sequence[Any] = _COLUMNS
    found: Select[Any] = (
        select(*columns)
        .outerjoin(ActivitySession, ActivitySession.id == Sheet.activity_session_id)
        .outerjoin(Activity, Activity.id == ActivitySession.activity_id)
    )
    return found if scope.facility_ids is None else found.where(Sheet.facility_id.in_(sorted(scope.facility_ids)))


def _read(session: Session, query: Select[Any], *, now: datetime) -> list[SheetRow]:
    rows = session.execute(query).all()
    counted = marks_by_session(session, {row[6] for row in rows if row[6] and row[2] != SheetKind.MOVEMENTS})
    changed = _last_changes(session, counted)
    hours = whole_on(session, PolicyKind.SHEET_BACK_HOURS, clock.day_of(now))
    return [_row(row, counted, changed, hours, now) for row in rows]


def _last_changes(session: Session, session_ids: Collection[int]) -> dict[int, datetime]:
    """When a mark of these sessions was last changed that had been set before, by session."""
    query = (
        select(AttendanceMark.activity_session_id, func.max(AttendanceMark.recorded_at))
        .where(AttendanceMark.activity_session_id.in_(sorted(session_ids)), AttendanceMark.replaces_id.is_not(None))
        .group_by(AttendanceMark.activity_session_id)
    )
    return {row[0]: row[1] for row in session.execute(query)} if session_ids else {}


def _row(
    row: Sequence[Any],
    counted: Mapping[int, Mapping[Any, int]],
    changed: Mapping[int, datetime],
    hours: int,
    now: datetime,
) -> SheetRow:
    marks = counted.get(row[6] or 0)
    marked = sum(marks.get(one, 0) for one in COUNTING) if marks else None
    ends_at = clock.moment_of(row[5]) + timedelta(minutes=row[9] if row[9] is not None else _DAY_ENDS)
    facts = SheetFacts(
        ends_at,
        returned_at=row[12],
        signed=row[14],
        cancelled=row[20] is not None,
        marked=marked,
        on_paper=row[15],
        difference=row[16],
        settled=row[17] is not None,
        changed_since=_after(changed.get(row[6] or 0) if row[2] != SheetKind.MOVEMENTS else None, row[17] or row[12]),
    )
    kind = SheetKind(row[2])
    state = state_of(facts, hours=hours, now=now)
    return SheetRow(*(*row[:2], kind, *row[3:], marked, state, due_at(ends_at, hours)))


def _after(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and one > other


def load_sheet(session: Session, sheet_id: int, *, scope: Scope) -> Sheet:
    """The row itself, for services. Raises NotFound, outside the scope too."""
    row = session.get(Sheet, sheet_id)
    if row is None or not scope.covers(row.facility_id):
        raise NotFound(message(N_("There is no such sheet")))
    return row


def sheet_page(session: Session, sheet_id: int, *, scope: Scope, now: datetime) -> SheetPage:
    """One sheet. Raises NotFound, outside the scope too."""
    rows = _read(session, _rows(scope).where(Sheet.id == sheet_id), now=now)
    if not rows:
        raise NotFound(message(N_("There is no such sheet")))
    scans = session.scalars(
        select(SheetScan).where(SheetScan.sheet_id == sheet_id, SheetScan.withdrawn_at.is_(None)).order_by(SheetScan.id)
    )
    return SheetPage(rows[0], tuple(ScanLine(one.id, one.name, one.size, one.stored_at) for one in scans))


def sheet_list(session: Session, state: ListState, *, scope: Scope, now: datetime) -> tuple[Sequence[SheetRow], int]:
    """Sheets, the latest first. Search by number; filters ``kind``, ``where`` (a SheetState, or "lacking"), ``on``."""
    query = _rows(scope)
    if state.q:
        query = query.where(Sheet.number_key.contains(fold(state.q), autoescape=True))
    kind = state.choice("kind")
    if kind:
        query = query.where(Sheet.kind == kind)
    first, last = state.range_of("on")
    if first:
        query = query.where(Sheet.on >= first)
    if last:
        query = query.where(Sheet.on <= last)
    column: Any = Sheet.number if state.sort == "number" else Sheet.on
    order = (column.desc(), Sheet.id.desc()) if state.descending else (column, Sheet.id)
    query = query.order_by(*order)
    where = state.choice("where")
    if where is None:
        total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
        return _read(session, query.offset(state.offset).limit(state.limit), now=now), total
    # Where a sheet is follows from marks and the time: told row by row.
    wanted = LACKING if where == "lacking" else (SheetState(where),)
    return state.cut([row for row in _read(session, query, now=now) if any(one in wanted for one in row.states)])


def sheets_of(session: Session, session_id: int, *, scope: Scope, now: datetime) -> tuple[SheetRow, ...]:
    """The sheets printed for a session, the latest first."""
    query = _rows(scope).where(Sheet.activity_session_id == session_id).order_by(Sheet.id.desc())
    return tuple(_read(session, query, now=now))


def scan_of(session: Session, sheet_id: int, scan_id: int) -> SheetScan:
    """A scan of a sheet. Raises NotFound, one taken away too."""
    scan = session.get(SheetScan, scan_id)
    if scan is None or scan.sheet_id != sheet_id or scan.withdrawn_at is not None:
        raise NotFound(message(N_("There is no such scan")))
    return scan
