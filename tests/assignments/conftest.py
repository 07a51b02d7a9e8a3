"""A centre with a workshop for every test of this feature that wants one."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from rehab_center.permissions import Actor
from tests.admissions.stays import make_centre
from tests.assignments.working import Works


@pytest.fixture
def works(session: Session, actor: Actor) -> Works:
    """An empty centre, inside an application context."""
    return Works(make_centre(actor))
