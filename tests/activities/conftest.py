"""A centre for every test of this feature that wants one."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from rehab_center.permissions import Actor
from tests.admissions.stays import Centre, make_centre


@pytest.fixture
def centre(session: Session, actor: Actor) -> Centre:
    """An empty centre, inside an application context."""
    return make_centre(actor)
