"""A course for every test of this feature that wants one, and the same with marks and points."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from rehab_center.permissions import Actor
from tests.admissions.stays import make_centre
from tests.courses.lessons import Course, make_course


@pytest.fixture
def course(session: Session, actor: Actor) -> Course:
    """A sewing course of three, inside an application context."""
    return make_course(make_centre(actor))


@pytest.fixture
def taught(course: Course) -> Course:
    """Two days of eight hours and a test: An has both, Bình is short of hours, Cường of points."""
    an, binh, cuong = course.stays
    course.attend(date(2024, 6, 11), binh)
    course.attend(date(2024, 6, 12), binh)
    course.test({an: "8", binh: "9", cuong: "4.5"})
    return course
