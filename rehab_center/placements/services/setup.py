"""Setting up zones, rooms and beds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import Subject, record
from rehab_center.audit.second_saver import refuse_stale
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.names import clean, fold
from rehab_center.permissions import Actor, Scope
from rehab_center.placements.models import Bed, Placement, Room, Zone
from rehab_center.placements.queries.nights import releases
from rehab_center.placements.rules.rooms import (
    MOST_BEDS,
    MOST_ROOMS,
    RoomFacts,
    ZoneFacts,
    names_from,
    next_labels,
    tidied_room,
    tidied_zone,
)
from rehab_center.words import N_, message


def add_zone(session: Session, facility_id: int, *, facts: ZoneFacts, actor: Actor, now: datetime) -> int:
    """Set up a zone and give its id. Raises Conflict for a name in use, DomainError, NotFound for a stranger."""
    if not actor.scope.covers(facility_id):
        raise NotFound(message(N_("There is no such centre")))
    facts = tidied_zone(facts)
    _refuse_known_zone(session, facility_id, facts.name)
    last = session.scalar(select(func.max(Zone.position)).where(Zone.facility_id == facility_id))
    zone = Zone(facility_id=facility_id, position=(last or 0) + 1, **_values(facts))
    session.add(zone)
    session.flush()
    record("zone.added", actor=actor, at=now, about=zone_subject(zone))
    return zone.id


def edit_zone(
    session: Session, zone_id: int, *, facts: ZoneFacts, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Describe a zone otherwise. Raises Conflict for a name in use and for a second saver, DomainError, NotFound."""
    zone = load_zone(session, zone_id, scope=actor.scope)
    facts = tidied_zone(facts)
    _refuse_known_zone(session, zone.facility_id, facts.name, but=zone_id)
    refuse_stale(session, zone, expected_version)
    for name, value in _values(facts).items():
        setattr(zone, name, value)
    session.flush()
    record("zone.edited", actor=actor, at=now, about=zone_subject(zone))


def close_zone(session: Session, zone_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Use a zone no more, with its rooms. Raises Conflict while anybody has a bed in it, DomainError, NotFound."""
    zone = load_zone(session, zone_id, scope=actor.scope)
    _need_reason(reason)
    rooms = session.scalars(select(Room).where(Room.zone_id == zone_id, Room.closed_on.is_(None))).all()
    _refuse_if_slept_in(session, [room.id for room in rooms], today=clock.day_of(now))
    zone.closed_on = clock.day_of(now)
    for room in rooms:
        room.closed_on = zone.closed_on
    session.flush()
    record("zone.closed", actor=actor, at=now, about=zone_subject(zone), reason=clean(reason))


def add_rooms(
    session: Session, zone_id: int, *, facts: RoomFacts, count: int = 1, beds: int, actor: Actor, now: datetime
) -> list[int]:
    """Set up ``count`` rooms alike with ``beds`` beds each, named on from the first; gives their ids.

    Raises Conflict for a name in use, DomainError for more than a centre has or more beds than a room holds, NotFound.
    """
    zone = load_zone(session, zone_id, scope=actor.scope)
    facts = tidied_room(facts)
    if not 1 <= count <= MOST_ROOMS:
        raise DomainError(message(N_("From 1 to %(most)s rooms at once, please"), most=MOST_ROOMS), field="count")
    if not 0 <= beds <= min(MOST_BEDS, facts.max_capacity):
        words = message(N_("The room holds %(most)s people at most"), most=facts.max_capacity)
        raise DomainError(words, field="beds")
    names = names_from(facts.name, count)
    known = {fold(name) for name in session.scalars(select(Room.name).where(Room.zone_id == zone_id))}
    for name in names:
        if fold(name) in known:
            raise Conflict(message(N_("There is a room %(name)s in this zone already"), name=name), field="name")
    rooms = [Room(zone_id=zone_id, **_values(facts) | {"name": name}) for name in names]
    session.add_all(rooms)
    session.flush()
    for room in rooms:
        _add_beds(session, room, beds, ())
    session.flush()
    details = {"rooms": count, "beds": count * beds}
    record("zone.rooms-added", actor=actor, at=now, about=zone_subject(zone), details=details)
    return [room.id for room in rooms]


def edit_room(
    session: Session, room_id: int, *, facts: RoomFacts, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Describe a room otherwise. Raises Conflict for a name in use and for a second saver, DomainError, NotFound."""
    room = load_room(session, room_id, scope=actor.scope)
    facts = tidied_room(facts)
    others = select(Room.name).where(Room.zone_id == room.zone_id, Room.id != room_id)
    if fold(facts.name) in {fold(name) for name in session.scalars(others)}:
        raise Conflict(message(N_("There is a room %(name)s in this zone already"), name=facts.name), field="name")
    if len(_standing_beds(session, room_id)) > facts.max_capacity:
        raise DomainError(message(N_("More beds than that stand in the room")), field="max_capacity")
    refuse_stale(session, room, expected_version)
    for name, value in _values(facts).items():
        setattr(room, name, value)
    session.flush()
    record("room.edited", actor=actor, at=now, about=room_subject(room))


def close_room(session: Session, room_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Use a room no more. Raises Conflict while anybody has a bed in it, DomainError without a reason, NotFound."""
    room = load_room(session, room_id, scope=actor.scope)
    _need_reason(reason)
    _refuse_if_slept_in(session, [room_id], today=clock.day_of(now))
    room.closed_on = clock.day_of(now)
    session.flush()
    record("room.closed", actor=actor, at=now, about=room_subject(room), reason=clean(reason))


def add_beds(session: Session, room_id: int, *, count: int, actor: Actor, now: datetime) -> list[int]:
    """Put more beds into a room and give their ids. Raises DomainError for more than it holds, NotFound."""
    room = load_room(session, room_id, scope=actor.scope)
    standing = _standing_beds(session, room_id)
    if count < 1 or len(standing) + count > room.max_capacity:
        words = message(N_("The room holds %(most)s people at most"), most=room.max_capacity)
        raise DomainError(words, field="count")
    labels = session.scalars(select(Bed.label).where(Bed.room_id == room_id)).all()
    beds = _add_beds(session, room, count, labels)
    session.flush()
    record("room.beds-added", actor=actor, at=now, about=room_subject(room), details={"beds": count})
    return [bed.id for bed in beds]


def remove_bed(session: Session, bed_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take a bed away; what was slept in it stays readable. Raises Conflict while it is somebody's, NotFound."""
    bed = load_bed(session, bed_id, scope=actor.scope)
    _need_reason(reason)
    today = clock.day_of(now)
    rows = session.scalars(select(Placement).where(Placement.bed_id == bed_id, Placement.ended_at.is_(None))).all()
    if len(releases(session, rows, today=today)) < len(rows):
        raise Conflict(message(N_("Somebody has this bed: move them first")))
    bed.removed_on = today
    session.flush()
    room = session.get_one(Room, bed.room_id)
    record("bed.removed", actor=actor, at=now, about=room_subject(room), reason=clean(reason))


# --- loading ----------------------------------------------------------------------------------------------------------


def load_zone(session: Session, zone_id: int, *, scope: Scope) -> Zone:
    """The row itself. Raises NotFound, outside the scope and once it is closed too."""
    zone = session.get(Zone, zone_id)
    if zone is None or not scope.covers(zone.facility_id) or zone.closed_on is not None:
        raise NotFound(message(N_("There is no such zone")))
    return zone


def load_room(session: Session, room_id: int, *, scope: Scope) -> Room:
    """The row itself. Raises NotFound, outside the scope and once it is closed too."""
    room = session.get(Room, room_id)
    if room is None or room.closed_on is not None:
        raise NotFound(message(N_("There is no such room")))
    load_zone(session, room.zone_id, scope=scope)
    return room


def load_bed(session: Session, bed_id: int, *, scope: Scope) -> Bed:
    """The row itself. Raises NotFound, outside the scope and once it is taken away too."""
    bed = session.get(Bed, bed_id)
    if bed is None or bed.removed_on is not None:
        raise NotFound(message(N_("There is no such bed")))
    load_room(session, bed.room_id, scope=scope)
    return bed


# --- parts ------------------------------------------------------------------------------------------------------------


def zone_subject(zone: Zone) -> Subject:
    """A zone as the log names it."""
    return Subject("zone", zone.id, zone.name)


def room_subject(room: Room) -> Subject:
    """A room as the log names it."""
    return Subject("room", room.id, room.name)


def _values(facts: ZoneFacts | RoomFacts) -> dict[str, object]:
    return {name: value.value if hasattr(value, "value") else value for name, value in vars(facts).items()}


def _add_beds(session: Session, room: Room, count: int, taken: Sequence[str]) -> list[Bed]:
    beds = [Bed(room_id=room.id, label=label, position=int(label)) for label in next_labels(taken, count)]
    session.add_all(beds)
    return beds


def _standing_beds(session: Session, room_id: int) -> list[int]:
    return list(session.scalars(select(Bed.id).where(Bed.room_id == room_id, Bed.removed_on.is_(None))))


def _refuse_known_zone(session: Session, facility_id: int, name: str, *, but: int | None = None) -> None:
    rows = session.execute(select(Zone.id, Zone.name).where(Zone.facility_id == facility_id))
    if any(fold(row.name) == fold(name) and row.id != but for row in rows):
        raise Conflict(message(N_("There is a zone %(name)s already"), name=name), field="name")


def _refuse_if_slept_in(session: Session, room_ids: list[int], *, today: date) -> None:
    rows = session.scalars(
        select(Placement)
        .join(Bed, Bed.id == Placement.bed_id)
        .where(Bed.room_id.in_(room_ids), Placement.ended_at.is_(None))
    ).all()
    if len(releases(session, rows, today=today)) < len(rows):
        raise Conflict(message(N_("People have their beds here: move them first")))


def _need_reason(reason: str) -> None:
    if not clean(reason):
        raise DomainError(message(N_("Say why")), field="reason")
