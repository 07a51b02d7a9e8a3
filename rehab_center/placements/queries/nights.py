"""Where somebody slept, and who slept in a bed: the rows, with the moment at which each truly ended."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries import load_stay, movements_of
from rehab_center.admissions.queries.ledger import chunks
from rehab_center.admissions.rules.sequence import Moved, state_of
from rehab_center.permissions import Scope
from rehab_center.placements.kinds import Ended
from rehab_center.placements.models import Bed, Placement, Room, Zone
from rehab_center.placements.queries.people import holding_states
from rehab_center.placements.rules.intervals import released_at
from rehab_center.residents.models import Resident


@dataclass(frozen=True)
class Night:
    """A bed somebody had. ``ended_at`` is None while they have it; ``departed``: it ended with the stay's absence."""

    id: int
    stay_id: int
    bed_id: int
    zone: str
    room_id: int
    room: str
    bed: str
    began_at: datetime
    ended_at: datetime | None
    ended_how: Ended | None
    until_on: date | None
    document_id: int | None
    reason: str | None
    note: str | None
    actor: str

    @property
    def place(self) -> str:
        """Zone, room and bed in one."""
        return f"{self.zone} · {self.room} · {self.bed}"

    @property
    def lasts(self) -> bool:
        """Whether it is theirs still."""
        return self.ended_at is None


def happened_at(moved: Moved) -> datetime:
    """The moment of a movement: when it was written, where that was on its day, else the end of its day."""
    same = clock.day_of(moved.recorded_at) == moved.effective_on
    return moved.recorded_at if same else clock.end_of(moved.effective_on)


def releases(
    session: Session, rows: Iterable[Placement], *, today: date, known_at: datetime | None = None
) -> dict[int, datetime]:
    """Of open rows those that have ended all the same by the end of ``today``, by id, with the moment they did."""
    still = [row for row in rows if row.ended_at is None]
    if not still:
        return {}
    movements = movements_of(session, {row.admission_id for row in still}, known_at=known_at)
    holding = holding_states(session, today)
    found: dict[int, datetime] = {}
    for row in still:
        moved = [one for one in movements[row.admission_id] if one.effective_on <= today]
        if state_of(moved).state not in holding:
            free = released_at(moved, holding, happened_at=happened_at)
            found[row.id] = max(row.began_at, free or row.began_at)
    return found


def nights_of(
    session: Session, stay_ids: Collection[int], *, as_of: date, known_at: datetime | None = None
) -> dict[int, tuple[Night, ...]]:
    """The beds of these stays by the end of ``as_of``, the latest first, by stay. The caller has checked the scope."""
    if not stay_ids:
        return {}
    rows = [row for some in chunks(stay_ids) for row in _rows(session, some, as_of, known_at)]
    ended = releases(session, [row[0] for row in rows], today=as_of, known_at=known_at)
    found: dict[int, list[Night]] = {}
    for row in rows:
        found.setdefault(row[0].admission_id, []).append(_night(row, ended, as_of, known_at))
    return {stay_id: tuple(nights) for stay_id, nights in found.items()}


def _rows(
    session: Session, stay_ids: list[int], as_of: date, known_at: datetime | None
) -> list[tuple[Placement, Bed, Room, Zone]]:
    query = (
        select(Placement, Bed, Room, Zone)
        .join(Bed, Bed.id == Placement.bed_id)
        .join(Room, Room.id == Bed.room_id)
        .join(Zone, Zone.id == Room.zone_id)
        .where(Placement.admission_id.in_(stay_ids), Placement.began_at <= clock.end_of(as_of))
        .order_by(Placement.began_at.desc(), Placement.id.desc())
    )
    if known_at is not None:
        query = query.where(Placement.recorded_at <= known_at)
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(query)]


def _night(
    row: tuple[Placement, Bed, Room, Zone], ended: Mapping[int, datetime], as_of: date, known_at: datetime | None
) -> Night:
    placement, bed, room, zone = row
    ended_at, how = placement.ended_at, Ended(placement.ended_how) if placement.ended_how else None
    unknown = (
        known_at is not None and placement.ended_recorded_at is not None and placement.ended_recorded_at > known_at
    )
    if ended_at is not None and (unknown or ended_at > clock.end_of(as_of)):
        ended_at, how = None, None
    elif ended_at is None and placement.id in ended:
        ended_at, how = ended[placement.id], Ended.DEPARTED
    return Night(
        id=placement.id,
        stay_id=placement.admission_id,
        bed_id=bed.id,
        zone=zone.name,
        room_id=room.id,
        room=room.name,
        bed=bed.label,
        began_at=placement.began_at,
        ended_at=ended_at,
        ended_how=how,
        until_on=placement.until_on,
        document_id=placement.document_id,
        reason=placement.reason,
        note=placement.note,
        actor=placement.actor,
    )


def nights_of_stay(session: Session, stay_id: int, *, scope: Scope, today: date) -> tuple[Night, ...]:
    """The beds of one stay, the latest first. Raises NotFound, outside the scope too."""
    load_stay(session, stay_id, scope=scope)
    return nights_of(session, [stay_id], as_of=today).get(stay_id, ())


@dataclass(frozen=True)
class Guest:
    """Somebody who has or had a bed."""

    night: Night
    resident_id: int
    full_name: str
    file_code: str


def guests_of(session: Session, bed_id: int, *, today: date) -> tuple[Guest, ...]:
    """Who has and had a bed, the latest first. The caller has checked the scope."""
    stays = {row.admission_id for row in rows_of(session, bed_ids=[bed_id])}
    nights = [night for some in nights_of(session, stays, as_of=today).values() for night in some]
    people = {
        row.id: row
        for row in session.execute(
            select(Admission.id, Admission.resident_id, Admission.file_code, Resident.full_name)
            .join(Resident, Resident.id == Admission.resident_id)
            .where(Admission.id.in_(stays))
        )
    }
    mine = sorted((one for one in nights if one.bed_id == bed_id), key=lambda one: (one.began_at, one.id), reverse=True)
    return tuple(
        Guest(one, people[one.stay_id].resident_id, people[one.stay_id].full_name, people[one.stay_id].file_code)
        for one in mine
    )


def rows_of(session: Session, *, bed_ids: Collection[int] = (), stay_ids: Collection[int] = ()) -> list[Placement]:
    """Every row of these beds and stays, open or ended, in order. For services."""
    found: dict[int, Placement] = {}
    for some in chunks(bed_ids):
        found |= {row.id: row for row in session.scalars(select(Placement).where(Placement.bed_id.in_(some)))}
    for some in chunks(stay_ids):
        found |= {row.id: row for row in session.scalars(select(Placement).where(Placement.admission_id.in_(some)))}
    return [found[key] for key in sorted(found)]


def present_stay(session: Session, resident_id: int, *, scope: Scope) -> int | None:
    """The stay of somebody that has a bed or may be given one: the latest on the books; None where there is none."""
    rows = session.execute(
        select(Admission.id, Admission.facility_id)
        .where(Admission.resident_id == resident_id)
        .order_by(Admission.admitted_on.desc(), Admission.id.desc())
    ).all()
    within = [row.id for row in rows if scope.covers(row.facility_id)]
    movements = movements_of(session, within)
    return next((stay_id for stay_id in within if state_of(movements[stay_id]).on_books), None)
