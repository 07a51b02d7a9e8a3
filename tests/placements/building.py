"""A small building to test with, set up and slept in through the services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from rehab_center.clock import day_of
from rehab_center.db import db, transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.permissions import EVERYWHERE
from rehab_center.placements.kinds import ZoneKind
from rehab_center.placements.models import Bed, Room, Zone
from rehab_center.placements.queries.house import House, house
from rehab_center.placements.rules.rooms import RoomFacts, ZoneFacts
from rehab_center.placements.services.place import PlaceFacts, place
from rehab_center.placements.services.setup import add_rooms, add_zone
from rehab_center.residents.kinds import Sex
from tests.admissions.stays import NOW, Centre

PLAN = (
    ("Khu A", ZoneKind.COMPULSORY, Sex.MALE, 2, 4),
    ("Khu B", ZoneKind.COMPULSORY, Sex.FEMALE, 1, 4),
    ("Khu C", ZoneKind.TEMPORARY, Sex.MALE, 1, 2),
    ("Khu D", ZoneKind.DISCIPLINE, Sex.MALE, 1, 1),
    ("Khu E", ZoneKind.INFECTIOUS, Sex.MALE, 1, 2),
)
"""Zone, kind, sex, rooms, beds in each: names of rooms are P.1, P.2."""
DECISION = DocumentFacts(DocumentKind.OTHER, "7/QĐ-CSCN", date(2024, 6, 1), "Cơ sở cai nghiện ma túy")


@dataclass(frozen=True)
class Building:
    """A centre with its beds, by zone, room and label: ``("Khu A", "P.1", "1")``."""

    centre: Centre
    beds: Mapping[tuple[str, str, str], int]

    def bed(self, zone: str = "Khu A", room: str = "P.1", label: str = "1") -> int:
        """The id of a bed."""
        return self.beds[zone, room, label]

    def place(
        self,
        stay_id: int,
        bed_id: int,
        *,
        at: datetime = NOW,
        now: datetime = NOW,
        reason: str | None = None,
        **facts: Any,
    ) -> int:
        """A bed given by the service."""
        with transaction() as session:
            return place(
                session,
                stay_id,
                bed_id,
                facts=PlaceFacts(at, **facts),
                reason=reason,
                actor=self.centre.actor,
                now=NOW,
            )

    def on(self, day: date | None = None) -> House:
        """The house as of a day."""
        session = db.session()
        session.rollback()
        return house(session, self.centre.facility_id, as_of=day or day_of(NOW), scope=EVERYWHERE)


def build(centre: Centre) -> Building:
    """Set the zones of :data:`PLAN` up."""
    with transaction() as session:
        for name, kind, sex, rooms, beds in PLAN:
            zone_id = add_zone(
                session, centre.facility_id, facts=ZoneFacts(name, kind, sex), actor=centre.actor, now=NOW
            )
            facts = RoomFacts("P.1", beds, beds, certified_capacity=beds)
            add_rooms(session, zone_id, facts=facts, count=rooms, beds=beds, actor=centre.actor, now=NOW)
    rows = db.session().execute(
        select(Zone.name, Room.name, Bed.label, Bed.id)
        .join(Room, Room.zone_id == Zone.id)
        .join(Bed, Bed.room_id == Room.id)
    )
    return Building(centre, {(zone, room, label): bed_id for zone, room, label, bed_id in rows})
