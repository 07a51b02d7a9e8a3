"""Roll checks: one with its zones and names, and the list of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries import movements_of
from rehab_center.admissions.rules.sequence import state_of
from rehab_center.errors import NotFound
from rehab_center.names import fold
from rehab_center.permissions import Scope
from rehab_center.placements.kinds import Absence
from rehab_center.placements.models import Bed, Placement, RollCheck, RollLine, RollMissing, Room, Zone
from rehab_center.placements.rules.roll import ABSENCE_OF, Counted
from rehab_center.residents.models import Resident
from rehab_center.web.list_state import ListState
from rehab_center.words import N_, message


@dataclass(frozen=True)
class Expected:
    """Somebody expected in a zone; ``bed`` in words. ``likely`` is what their state says now of an absence."""

    stay_id: int
    resident_id: int
    full_name: str
    file_code: str
    bed: str
    likely: Absence | None = None
    absence: Absence | None = None
    note: str | None = None


@dataclass(frozen=True)
class LineView:
    """One zone of a check, with everybody expected. ``name`` is None for those without a bed."""

    id: int
    name: str | None
    counted: Counted
    people: tuple[Expected, ...]

    @property
    def missing(self) -> tuple[Expected, ...]:
        """Who was named as missing."""
        return tuple(one for one in self.people if one.absence is not None)


@dataclass(frozen=True)
class RollRow:
    """A check in the list."""

    id: int
    facility_id: int
    taken_on: date
    number: int
    began_at: datetime
    began_by: str
    closed_at: datetime | None
    signed_by: str | None
    note: str | None
    version: int
    expected: int
    counted: int | None
    explained: bool

    @property
    def difference(self) -> int | None:
        """Counted less expected, None while not every zone is counted."""
        return None if self.counted is None else self.counted - self.expected


@dataclass(frozen=True)
class RollPage:
    """One check with its zones."""

    row: RollRow
    lines: tuple[LineView, ...]

    @property
    def missing(self) -> tuple[Expected, ...]:
        """Everybody named as missing."""
        return tuple(one for line in self.lines for one in line.missing)


def load_roll(session: Session, roll_id: int, *, scope: Scope) -> RollCheck:
    """The row itself, for services. Raises NotFound, outside the scope too."""
    row = session.get(RollCheck, roll_id)
    if row is None or not scope.covers(row.facility_id):
        raise NotFound(message(N_("There is no such roll check")))
    return row


def open_roll(session: Session, facility_id: int) -> int | None:
    """The check that has been begun and not closed."""
    return session.scalar(
        select(RollCheck.id).where(RollCheck.facility_id == facility_id, RollCheck.closed_at.is_(None)).limit(1)
    )


def roll_page(session: Session, roll_id: int, *, scope: Scope) -> RollPage:
    """One check with everybody expected, zone after zone. Raises NotFound, outside the scope too."""
    roll = load_roll(session, roll_id, scope=scope)
    lines = session.execute(
        select(RollLine, Zone.name)
        .outerjoin(Zone, Zone.id == RollLine.zone_id)
        .where(RollLine.roll_check_id == roll_id)
        .order_by(RollLine.position)
    ).all()
    missing = _missing(session, [line.id for line, _name in lines])
    people = _expected(session, roll, {stay for line, _name in lines for stay in line.expected_ids}, missing)
    return RollPage(
        _rows(session, [roll])[0],
        tuple(
            LineView(
                line.id,
                name,
                _counted(line, missing),
                tuple(people[stay] for stay in line.expected_ids if stay in people),
            )
            for line, name in lines
        ),
    )


def _missing(session: Session, line_ids: Collection[int]) -> dict[int, list[RollMissing]]:
    found: dict[int, list[RollMissing]] = {}
    for row in session.scalars(
        select(RollMissing).where(RollMissing.roll_line_id.in_(line_ids)).order_by(RollMissing.id)
    ):
        found.setdefault(row.roll_line_id, []).append(row)
    return found


def _counted(line: RollLine, missing: Mapping[int, Sequence[RollMissing]]) -> Counted:
    absences = [Absence(row.absence) for row in missing.get(line.id, ())]
    return Counted(line.expected, line.counted, absences, line.note)


def _expected(
    session: Session, roll: RollCheck, stay_ids: Collection[int], missing: Mapping[int, Sequence[RollMissing]]
) -> dict[int, Expected]:
    """Names and beds as of the moment the check began; while it is open, why somebody may be missing by now."""
    named = {row.admission_id: row for rows in missing.values() for row in rows}
    likely = _likely(session, stay_ids) if roll.closed_at is None else {}
    rows = session.execute(
        select(
            Admission.id, Admission.resident_id, Admission.file_code, Resident.full_name,
            Room.name.label("room"), Bed.label,
        )
        .join(Resident, Resident.id == Admission.resident_id)
        .outerjoin(
            Placement,
            (Placement.admission_id == Admission.id)
            & (Placement.began_at <= roll.began_at)
            & or_(Placement.ended_at.is_(None), Placement.ended_at > roll.began_at),
        )
        .outerjoin(Bed, Bed.id == Placement.bed_id)
        .outerjoin(Room, Room.id == Bed.room_id)
        .where(Admission.id.in_(sorted(stay_ids)))
    )  # fmt: skip
    found = {}
    for row in rows:
        gone = named.get(row.id)
        found[row.id] = Expected(
            row.id,
            row.resident_id,
            row.full_name,
            row.file_code,
            f"{row.room} · {row.label}" if row.room else "",
            likely.get(row.id),
            Absence(gone.absence) if gone else None,
            gone.note if gone else None,
        )
    return found


def _likely(session: Session, stay_ids: Collection[int]) -> dict[int, Absence]:
    found = {}
    for stay_id, moved in movements_of(session, stay_ids).items():
        state = state_of(moved).state
        if state in ABSENCE_OF:
            found[stay_id] = ABSENCE_OF[state]
    return found


def roll_list(session: Session, state: ListState, *, scope: Scope) -> tuple[Sequence[RollRow], int]:
    """The checks, the latest first: filters ``difference``, ``open`` and the day; search by who signed."""
    query = select(RollCheck)
    if scope.facility_ids is not None:
        query = query.where(RollCheck.facility_id.in_(sorted(scope.facility_ids)))
    first, last = state.range_of("taken_on")
    if first:
        query = query.where(RollCheck.taken_on >= first)
    if last:
        query = query.where(RollCheck.taken_on <= last)
    if state.q:
        query = query.where(RollCheck.search_key.contains(fold(state.q), autoescape=True))
    wanted = state.choice("state")
    if wanted == "open":
        query = query.where(RollCheck.closed_at.is_(None))
    elif wanted in ("same", "differs"):
        differs = (
            select(RollLine.id)
            .where(RollLine.roll_check_id == RollCheck.id, RollLine.counted != RollLine.expected)
            .exists()
        )
        query = query.where(RollCheck.closed_at.is_not(None), differs if wanted == "differs" else ~differs)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    down = state.descending or state.sort != "began_at"
    order = (RollCheck.began_at.desc(), RollCheck.id.desc()) if down else (RollCheck.began_at, RollCheck.id)
    rows = session.scalars(query.order_by(*order).offset(state.offset).limit(state.limit)).all()
    return _rows(session, rows), total


def _rows(session: Session, rolls: Sequence[RollCheck]) -> list[RollRow]:
    lines: dict[int, list[RollLine]] = {}
    for line in session.scalars(select(RollLine).where(RollLine.roll_check_id.in_([roll.id for roll in rolls]))):
        lines.setdefault(line.roll_check_id, []).append(line)
    missing = _missing(session, [line.id for some in lines.values() for line in some])
    return [_row(roll, lines.get(roll.id, []), missing) for roll in rolls]


def _row(roll: RollCheck, lines: Sequence[RollLine], missing: Mapping[int, Sequence[RollMissing]]) -> RollRow:
    counts = [line.counted for line in lines]
    known = [count for count in counts if count is not None]
    return RollRow(
        roll.id,
        roll.facility_id,
        roll.taken_on,
        roll.number,
        roll.began_at,
        roll.began_by,
        roll.closed_at,
        roll.signed_by,
        roll.note,
        roll.version,
        sum(line.expected for line in lines),
        sum(known) if len(known) == len(counts) else None,
        all(_counted(line, missing).explained for line in lines),
    )
