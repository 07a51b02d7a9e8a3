"""A course for every test of this feature that wants one."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from rehab_center.permissions import Actor
from tests.admissions.stays import make_centre
from tests.courses.lessons import Course, make_course


@pytest.fixture
def course(session: Session, actor: Actor) -> Course:
    """A sewing course of three, inside an application context."""
    return make_course(make_centre(actor))
