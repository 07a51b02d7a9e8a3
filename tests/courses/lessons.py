"""A vocational course with people in it, to test results and certificates with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from rehab_center.activities.kinds import ActivityKind, CourseLevel
from rehab_center.activities.rules.facts import ActivityFacts
from rehab_center.activities.services.programmes import create_activity
from rehab_center.attendance.kinds import Attended
from rehab_center.attendance.queries.sessions import meeting_page
from rehab_center.attendance.rules.marking import Mark
from rehab_center.attendance.services.marking import mark_session
from rehab_center.clock import moment_of
from rehab_center.courses.kinds import CertificateKind, KindOfTest, Outcome
from rehab_center.courses.queries.certificates import CertificateRow, certificate_page
from rehab_center.courses.queries.courses import CoursePage, course_page
from rehab_center.courses.services.certificates import Numbered, Paper, issue
from rehab_center.courses.services.results import decide_results
from rehab_center.courses.services.tests import FactsOfTest, Given, add_test, save_scores
from rehab_center.db import db, transaction
from rehab_center.permissions import EVERYWHERE
from tests.admissions.stays import Centre
from tests.attendance.workshop import assign, meet

TODAY = date(2024, 6, 14)
NOW = moment_of(TODAY, 15)
NAMES = ("Trần Văn An", "Lê Văn Bình", "Phạm Văn Cường")
SEWING = ActivityFacts(
    ActivityKind.VOCATIONAL,
    "Lớp may công nghiệp khóa 3",
    30,
    date(2024, 1, 1),
    date(2024, 6, 13),
    place="Phòng học 2",
    trade="May công nghiệp",
    level=CourseLevel.SHORT,
    provider="Trung tâm Dạy nghề Hải Hậu",
    licence="12/GCN-SLĐTBXH",
    course_hours=10,
    certificate="Chứng chỉ đào tạo",
)
"""A short course of ten hours that somebody else holds the licence for."""
PROVIDED = Paper(
    CertificateKind.TRAINING, own=False, issued_on=date(2024, 6, 14), licence="12/GCN-SLĐTBXH", signer="Lê Thị Lụa"
)
OWN = Paper(CertificateKind.ATTESTATION, own=True, issued_on=date(2024, 6, 14), signer="Trần Văn Giám")


@dataclass(frozen=True)
class Course:
    """A course, and the stays assigned to it."""

    centre: Centre
    activity_id: int
    stays: tuple[int, ...]

    @property
    def page(self) -> CoursePage:
        """The course as it stands now."""
        db.session().rollback()
        return course_page(db.session(), self.activity_id, scope=EVERYWHERE, today=TODAY)

    def attend(self, on: date, *absent: int, hours: int = 8) -> None:
        """A session of the course at which all were but these."""
        key = meet(self.centre, self.activity_id, on, 7 * 60, (7 + hours) * 60)
        marks = {stay: Mark(Attended.SICK if stay in absent else Attended.PRESENT) for stay in self.stays}
        now = moment_of(on, 7 + hours)
        with transaction() as session:
            version = meeting_page(session, key, scope=EVERYWHERE).version
            mark_session(session, key, marks, expected_version=version, actor=self.centre.actor, now=now)

    def test(self, points: dict[int, str] | None = None, kind: KindOfTest = KindOfTest.FINAL, most: str = "10") -> int:
        """A test with these points, by stay."""
        facts = FactsOfTest(date(2024, 6, 12), kind, "Bài cuối khóa", Decimal(most), "Cô Lụa")
        given = {stay: Given(Decimal(text)) for stay, text in (points or {}).items()}
        actor = self.centre.actor
        with transaction() as session:
            test_id = add_test(session, self.activity_id, facts, actor=actor, now=NOW)
            if given:
                save_scores(session, test_id, given, expected_version=1, actor=actor, now=NOW)
        return test_id

    def decide(
        self,
        outcomes: dict[int, Outcome],
        *,
        days: dict[int, date] | None = None,
        reason: str | None = None,
        newest: int | None = None,
    ) -> int:
        """Results as decided on the day after the last one."""
        seen = self.page.newest if newest is None else newest
        with transaction() as session:
            return decide_results(
                session, self.activity_id, outcomes, on=date(2024, 6, 13), days=days, reason=reason, newest=seen,
                actor=self.centre.actor, now=NOW,
            )  # fmt: skip

    def issue(
        self, people: dict[int, Numbered], paper: Paper | None = None, *, reason: str | None = None
    ) -> list[CertificateRow]:
        """Certificates of this course as the register has them; the provider's unless told otherwise."""
        with transaction() as session:
            ids = issue(
                session, self.activity_id, paper or PROVIDED, people, reason=reason, actor=self.centre.actor, now=NOW
            )
        return [self.line(key) for key in ids]

    def line(self, certificate_id: int) -> CertificateRow:
        """A line of the register as it stands now."""
        db.session().rollback()
        return certificate_page(db.session(), certificate_id, scope=EVERYWHERE).row


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
