"""Zones with people in their beds, a bed out of use, two kept apart: something on every page of places."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from rehab_center import clock
from rehab_center.db import transaction
from rehab_center.placements.kinds import ApartReason, OutageReason, Strictness
from rehab_center.placements.models import Bed
from rehab_center.placements.rules.shift import ShiftFacts
from rehab_center.placements.services.apart import ApartFacts, keep_apart
from rehab_center.placements.services.outages import OutageFacts, take_out_of_use
from rehab_center.placements.services.roll import begin_roll
from rehab_center.placements.services.shift import keep_handover
from tests.admissions.stays import Centre
from tests.placements.building import build


def furnish(centre: Centre) -> dict[str, Any]:
    """Set a building up and let some sleep in it; gives a sample for every argument of an address."""
    building = build(centre)
    people = [centre.person("Trần Văn Một"), centre.person("Lê Văn Hai")]
    one, other = (centre.admit(person) for person in people)
    building.place(one, building.bed())
    building.place(other, building.bed(room="P.2"))
    now = clock.now()
    with transaction() as session:
        facts = ApartFacts(people[0], people[1], ApartReason.FIGHT, Strictness.FORBIDDEN)
        pair_id = keep_apart(session, centre.facility_id, facts=facts, actor=centre.actor, now=now)
        broken = building.bed(label="4")
        outage = OutageFacts(OutageReason.BROKEN, clock.today(), date(2090, 1, 1))
        take_out_of_use(session, broken, facts=outage, actor=centre.actor, now=now)
        roll_id = begin_roll(session, centre.facility_id, actor=centre.actor, now=now)
        begins = now - timedelta(hours=8)
        shift = ShiftFacts(
            begins,
            now,
            "Lê Văn Gác",
            2,
            difference="Những người khác đang lao động ngoài khu",
            equipment="12 chìa khóa, 2 bộ đàm",
            note="Phòng 2 hỏng khóa",
        )
        shift_id = keep_handover(session, centre.facility_id, facts=shift, actor=centre.actor, now=now)
        room_id = session.get_one(Bed, building.bed()).room_id
    return {
        "roll_id": roll_id,
        "shift_id": shift_id,
        "pair_id": pair_id,
        "zone_id": building.on().zones[0].id,
        "room_id": room_id,
        "bed_id": building.bed(),
        "/places/beds/<int:bed_id>/out-of-use bed_id": broken,
        **dict.fromkeys(
            (
                "/places/stays/<int:stay_id> stay_id",
                "/places/stays/<int:stay_id>/bed stay_id",
                "/places/stays/<int:stay_id>/swap stay_id",
                "/places/stays/<int:stay_id>/take-off stay_id",
            ),
            one,
        ),
    }
