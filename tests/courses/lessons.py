"""A vocational course with people in it, to test results and certificates with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from rehab_center.activities.kinds import ActivityKind, CourseLevel
from rehab_center.activities.rules.facts import ActivityFacts
from rehab_center.activities.services.programmes import create_activity
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from tests.admissions.stays import Centre
from tests.attendance.workshop import assign

NOW = moment_of(date(2024, 6, 14), 15)
NAMES = ("Trần Văn An", "Lê Văn Bình", "Phạm Văn Cường")
SEWING = ActivityFacts(
    ActivityKind.VOCATIONAL,
    "Lớp may công nghiệp khóa 3",
    30,
    date(2024, 1, 1),
    date(2024, 6, 30),
    place="Phòng học 2",
    trade="May công nghiệp",
    level=CourseLevel.ELEMENTARY,
    provider="Trung tâm Dạy nghề Hải Hậu",
    licence="12/GCN-SLĐTBXH",
    course_hours=300,
    certificate="Chứng chỉ sơ cấp",
)
"""An elementary course that somebody else holds the licence for."""


@dataclass(frozen=True)
class Course:
    """A course, and the stays assigned to it."""

    centre: Centre
    activity_id: int
    stays: tuple[int, ...]


def make_programme(centre: Centre, *, now: datetime = NOW, **facts: Any) -> int:
    """The sewing course, or what ``facts`` make of it."""
    with transaction() as session:
        return create_activity(session, centre.facility_id, facts=replace(SEWING, **facts), actor=centre.actor, now=now)


def make_course(centre: Centre, names: tuple[str, ...] = NAMES, **facts: Any) -> Course:
    """A course in which all of these are since the middle of March."""
    activity_id = make_programme(centre, **facts)
    stays = tuple(centre.admit(centre.person(name)) for name in names)
    for stay_id in stays:
        assign(centre, stay_id, activity_id, date(2024, 3, 12))
    return Course(centre, activity_id, stays)
