"""A workshop for every test of this feature that wants one."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from rehab_center.permissions import Actor
from tests.admissions.stays import make_centre
from tests.attendance.workshop import Workshop, make_workshop
from tests.pay.office import Office


@pytest.fixture
def workshop(session: Session, actor: Actor) -> Workshop:
    """A workshop of three on one morning, inside an application context."""
    return make_workshop(make_centre(actor))


@pytest.fixture
def office(workshop: Workshop) -> Office:
    """A workshop that is paid by the day."""
    return Office(workshop)
