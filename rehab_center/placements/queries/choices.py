"""Which rooms somebody may sleep in, and why not in the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rehab_center.admissions.rules.regime import StayKind
from rehab_center.findings import Finding
from rehab_center.placements.kinds import Strictness, ZoneKind
from rehab_center.placements.queries.house import BedView, House, RoomView
from rehab_center.placements.rules.fit import Plan, check_spot, forbids

PROPER_ZONES = {
    StayKind.TEMPORARY: ZoneKind.TEMPORARY,
    StayKind.COMPULSORY: ZoneKind.COMPULSORY,
    StayKind.MINOR: ZoneKind.MINORS,
    StayKind.VOLUNTARY: ZoneKind.VOLUNTARY,
}


@dataclass(frozen=True)
class RoomChoice:
    """A room with its free beds, and what speaks against it."""

    room: RoomView
    free: tuple[BedView, ...]
    findings: tuple[Finding, ...]

    @property
    def allowed(self) -> bool:
        """Whether somebody may sleep in it, perhaps with a reason."""
        return bool(self.free) and not forbids(self.findings)


def room_choices(house: House, stay_id: int, plan: Plan, apart: Mapping[int, Strictness]) -> tuple[RoomChoice, ...]:
    """Every room for somebody, the best first: allowed, without a warning, in the zone for their ground, emptier.

    A room whose only hindrance is a paper that can still be typed counts as allowed.
    """
    dweller = house.dwellers[stay_id]
    choices = []
    for room in house.rooms:
        others = [one.sleeper for one in room.people if one.stay_id != stay_id]
        found = check_spot(dweller.sleeper, room.spot(), others, plan, dict(apart))
        told = tuple(one for one in found if one.field not in ("paper_number", "until_on"))
        choices.append(RoomChoice(room, room.free_beds, told))
    proper = ZoneKind.MINORS if dweller.sleeper.minor else PROPER_ZONES[dweller.sleeper.kind]
    return tuple(
        sorted(
            choices,
            key=lambda one: (
                not one.allowed,
                len(one.findings),
                one.room.zone_kind is not proper,
                -len(one.free),
                one.room.title,
            ),
        )
    )
