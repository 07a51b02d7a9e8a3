"""The centre's zones, rooms and beds as of a day, with who has which bed: a handful of statements in all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from rehab_center.errors import NotFound
from rehab_center.permissions import Scope
from rehab_center.placements.kinds import BedState, OutageReason, ZoneKind
from rehab_center.placements.models import Bed, BedOutage, Room, Zone
from rehab_center.placements.queries.people import Dweller, dwellers
from rehab_center.placements.rules.fit import Spot
from rehab_center.residents.kinds import Sex
from rehab_center.words import N_, message


@dataclass(frozen=True)
class OutageView:
    """Why a bed cannot be slept in, since when, until when as is expected."""

    id: int
    reason: OutageReason
    note: str | None
    from_on: date
    expected_on: date | None
    version: int


@dataclass(frozen=True)
class BedView:
    """A bed as of a day."""

    id: int
    label: str
    dweller: Dweller | None
    outage: OutageView | None

    @property
    def state(self) -> BedState:
        """Taken and kept come before out of use: somebody sleeping in a broken bed is still there."""
        if self.dweller is not None:
            return BedState.TAKEN if self.dweller.present else BedState.KEPT
        return BedState.OUT_OF_USE if self.outage else BedState.FREE


@dataclass(frozen=True)
class Capacities:
    """Three numbers that are not the same: at most, in daily use, as approved."""

    most: int = 0
    working: int = 0
    certified: int = 0

    def __add__(self, other: Capacities) -> Capacities:
        return Capacities(self.most + other.most, self.working + other.working, self.certified + other.certified)


@dataclass(frozen=True)
class Tally:
    """How many beds stand how."""

    beds: int = 0
    taken: int = 0
    kept: int = 0
    out: int = 0

    @property
    def free(self) -> int:
        """Beds somebody may be given."""
        return self.beds - self.taken - self.kept - self.out

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.beds + other.beds, self.taken + other.taken, self.kept + other.kept, self.out + other.out)


@dataclass(frozen=True)
class RoomView:
    """A room with its beds. ``sex`` is the room's own or the zone's."""

    id: int
    zone_id: int
    zone_name: str
    zone_kind: ZoneKind
    name: str
    own_sex: Sex | None
    sex: Sex | None
    private: bool
    capacities: Capacities
    certified_known: bool
    area: Decimal | None
    note: str | None
    version: int
    beds: tuple[BedView, ...]

    @property
    def people(self) -> tuple[Dweller, ...]:
        """Whose beds are in it."""
        return tuple(bed.dweller for bed in self.beds if bed.dweller is not None)

    @property
    def tally(self) -> Tally:
        """How its beds stand."""
        states = [bed.state for bed in self.beds]
        return Tally(
            len(states),
            states.count(BedState.TAKEN),
            states.count(BedState.KEPT),
            states.count(BedState.OUT_OF_USE),
        )

    @property
    def free_beds(self) -> tuple[BedView, ...]:
        """The beds somebody may be given."""
        return tuple(bed for bed in self.beds if bed.state is BedState.FREE)

    @property
    def over(self) -> int:
        """How many more people than it is meant for, 0 where none."""
        return max(0, len(self.people) - self.capacities.working)

    @property
    def space(self) -> Decimal | None:
        """Square metres for each person; None where the area or anybody is missing."""
        people = len(self.people)
        return None if self.area is None or not people else (self.area / people).quantize(Decimal("0.1"))

    @property
    def title(self) -> str:
        """Zone and room."""
        return f"{self.zone_name} · {self.name}"

    def spot(self) -> Spot:
        """The room as rules see it."""
        return Spot(self.zone_kind, self.sex, self.private, self.capacities.working)


@dataclass(frozen=True)
class BedSpot:
    """A bed in its room."""

    room: RoomView
    bed: BedView

    @property
    def words(self) -> str:
        """As people call it: zone, room, bed."""
        return f"{self.room.title} · {self.bed.label}"


@dataclass(frozen=True)
class ZoneView:
    """A zone with its rooms."""

    id: int
    name: str
    kind: ZoneKind
    sex: Sex | None
    note: str | None
    version: int
    rooms: tuple[RoomView, ...]

    @property
    def tally(self) -> Tally:
        """How its beds stand."""
        return sum((room.tally for room in self.rooms), Tally())

    @property
    def capacities(self) -> Capacities:
        """The sums of its rooms."""
        return sum((room.capacities for room in self.rooms), Capacities())


@dataclass(frozen=True)
class House:
    """A centre as of the end of a day."""

    facility_id: int
    as_of: date
    zones: tuple[ZoneView, ...]
    dwellers: Mapping[int, Dweller]

    @property
    def rooms(self) -> Iterator[RoomView]:
        """Every room, zone after zone."""
        return (room for zone in self.zones for room in zone.rooms)

    @property
    def tally(self) -> Tally:
        """How all beds stand."""
        return sum((zone.tally for zone in self.zones), Tally())

    @property
    def capacities(self) -> Capacities:
        """The sums of all rooms."""
        return sum((zone.capacities for zone in self.zones), Capacities())

    @property
    def present(self) -> int:
        """How many are in the building."""
        return sum(one.present for one in self.dwellers.values())

    @property
    def without_bed(self) -> tuple[Dweller, ...]:
        """Everybody in the building who has none."""
        return tuple(one for one in self.dwellers.values() if one.present and one.bed_id is None)

    def spot(self, bed_id: int) -> BedSpot:
        """A bed with its room. Raises NotFound for one that is not there on this day."""
        for room in self.rooms:
            for bed in room.beds:
                if bed.id == bed_id:
                    return BedSpot(room, bed)
        raise NotFound(message(N_("There is no such bed")))

    def bed_of(self, stay_id: int) -> BedSpot | None:
        """The bed somebody has."""
        found = self.dwellers.get(stay_id)
        return self.spot(found.bed_id) if found is not None and found.bed_id is not None else None

    def room(self, room_id: int) -> RoomView:
        """One room. Raises NotFound."""
        for room in self.rooms:
            if room.id == room_id:
                return room
        raise NotFound(message(N_("There is no such room")))

    def zone(self, zone_id: int) -> ZoneView:
        """One zone. Raises NotFound."""
        for zone in self.zones:
            if zone.id == zone_id:
                return zone
        raise NotFound(message(N_("There is no such zone")))


def house(session: Session, facility_id: int, *, as_of: date, before: datetime | None = None, scope: Scope) -> House:
    """A centre's places at the end of a day, or just ``before`` a moment of it. Raises NotFound outside the scope."""
    if not scope.covers(facility_id):
        raise NotFound(message(N_("There is no such centre")))
    people = dwellers(session, facility_id, as_of=as_of, before=before)
    holders = {one.bed_id: one for one in people if one.bed_id is not None}
    beds = _beds(session, facility_id, as_of, holders)
    rooms: dict[int, list[RoomView]] = {}
    query = (
        select(Room, Zone)
        .join(Zone, Zone.id == Room.zone_id)
        .where(Zone.facility_id == facility_id, or_(Room.closed_on.is_(None), Room.closed_on > as_of))
        .order_by(Room.name, Room.id)
    )
    for room, zone in session.execute(query):
        rooms.setdefault(zone.id, []).append(_room(room, zone, beds.get(room.id, ())))
    zones = session.scalars(
        select(Zone)
        .where(Zone.facility_id == facility_id, or_(Zone.closed_on.is_(None), Zone.closed_on > as_of))
        .order_by(Zone.position, Zone.name)
    )
    views = tuple(_zone(zone, rooms.get(zone.id, ())) for zone in zones)
    return House(facility_id, as_of, views, {one.stay_id: one for one in people})


def _beds(session: Session, facility_id: int, as_of: date, holders: Mapping[int, Dweller]) -> dict[int, list[BedView]]:
    outages = {
        row.bed_id: OutageView(row.id, OutageReason(row.reason), row.note, row.from_on, row.expected_on, row.version)
        for row in session.scalars(
            select(BedOutage)
            .join(Bed, Bed.id == BedOutage.bed_id)
            .join(Room, Room.id == Bed.room_id)
            .join(Zone, Zone.id == Room.zone_id)
            .where(
                Zone.facility_id == facility_id,
                BedOutage.from_on <= as_of,
                or_(BedOutage.ended_on.is_(None), BedOutage.ended_on > as_of),
            )
        )
    }
    found: dict[int, list[BedView]] = {}
    rows = session.execute(
        select(Bed.id, Bed.room_id, Bed.label)
        .join(Room, Room.id == Bed.room_id)
        .join(Zone, Zone.id == Room.zone_id)
        .where(Zone.facility_id == facility_id, or_(Bed.removed_on.is_(None), Bed.removed_on > as_of))
        .order_by(Bed.position, Bed.id)
    )
    for bed_id, room_id, label in rows:
        found.setdefault(room_id, []).append(BedView(bed_id, label, holders.get(bed_id), outages.get(bed_id)))
    return found


def _room(row: Room, zone: Zone, beds: Iterable[BedView]) -> RoomView:
    own = Sex(row.sex) if row.sex else None
    return RoomView(
        id=row.id,
        zone_id=zone.id,
        zone_name=zone.name,
        zone_kind=ZoneKind(zone.kind),
        name=row.name,
        own_sex=own,
        sex=own or (Sex(zone.sex) if zone.sex else None),
        private=row.private,
        capacities=Capacities(row.max_capacity, row.working_capacity, row.certified_capacity or 0),
        certified_known=row.certified_capacity is not None,
        area=row.area,
        note=row.note,
        version=row.version,
        beds=tuple(beds),
    )


def _zone(row: Zone, rooms: Iterable[RoomView]) -> ZoneView:
    return ZoneView(
        id=row.id,
        name=row.name,
        kind=ZoneKind(row.kind),
        sex=Sex(row.sex) if row.sex else None,
        note=row.note,
        version=row.version,
        rooms=tuple(rooms),
    )


# Put together once: everybody who comes or comes back asks.
_A_BED = (
    select(Bed.id)
    .join(Room, Room.id == Bed.room_id)
    .join(Zone, Zone.id == Room.zone_id)
    .where(Zone.facility_id == bindparam("facility"), Bed.removed_on.is_(None))
    .limit(1)
)


def has_beds(session: Session, facility_id: int) -> bool:
    """Whether a centre keeps its places in this program: where it has no bed, nobody is owed one."""
    return session.scalar(_A_BED, {"facility": facility_id}) is not None
