"""A centre with zones for every test of this feature that wants one."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from rehab_center.permissions import Actor
from tests.admissions.stays import Centre, make_centre
from tests.placements.building import Building, build


@pytest.fixture
def centre(session: Session, actor: Actor) -> Centre:
    """An empty centre, inside an application context."""
    return make_centre(actor)


@pytest.fixture
def building(centre: Centre) -> Building:
    """The centre with a few zones, rooms and beds."""
    return build(centre)


@pytest.fixture
def three(building: Building) -> list[int]:
    """Two in Khu A and one without a bed."""
    stays = [building.centre.admit(building.centre.person(f"Trần Văn {name}")) for name in ("An", "Bé", "Cả")]
    building.place(stays[0], building.bed())
    building.place(stays[1], building.bed(label="2"))
    return stays
