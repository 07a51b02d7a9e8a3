"""What a report says of courses agrees with a plain count, and each number names its stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import ActivityKind, CourseLevel, Subject
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.assignments.kinds import EndReason
from rehab_center.assignments.models import Assignment
from rehab_center.audit.recorder import record
from rehab_center.courses.kinds import CertificateKind, VoidReason
from rehab_center.courses.models import Certificate
from rehab_center.courses.queries.report import CourseLine, certificates_issued, people_in_courses
from rehab_center.dates import DateRange
from rehab_center.db import transaction
from rehab_center.figures import work
from rehab_center.figures.queries import period_figures
from rehab_center.figures.values import Figure
from rehab_center.figures.work import work_figures
from rehab_center.periods import PeriodKind, parse_period
from rehab_center.permissions import EVERYWHERE, Scope
from rehab_center.words import Message
from tests.attendance.workshop import assign
from tests.courses.lessons import NOW, Course, make_programme

JUNE = DateRange(date(2024, 6, 1), date(2024, 6, 14))
MONTH = parse_period(PeriodKind.MONTH, "2024-06")
MASONRY: dict[str, Any] = {"name": "Lớp nề", "trade": "Nề hoàn thiện", "level": CourseLevel.ELEMENTARY}


def flat(lines: tuple[CourseLine, ...]) -> list[tuple[str, str | None, tuple[int, ...]]]:
    return [(line.trade, line.level, line.admission_ids) for line in lines]


def assigned(course: Course, stay_id: int, activity_id: int, **columns: Any) -> None:
    given: dict[str, Any] = {"starts_on": date(2024, 5, 1), "decided_on": date(2024, 5, 1), "decided_by": "Giám đốc"}
    with transaction() as session:
        session.add(
            Assignment(
                admission_id=stay_id, activity_id=activity_id, proposed_on=date(2024, 5, 1), proposed_by="Cán bộ",
                recorded_at=NOW, **(given | columns),
            )
        )  # fmt: skip
        record("assignment.decided", actor=course.centre.actor, at=NOW)


def test_people_in_courses_by_trade_and_level(course: Course, session: Session) -> None:
    an, binh, cuong = course.stays
    masonry = make_programme(course.centre, **MASONRY)
    again = make_programme(course.centre, name="Lớp may khóa 4", trade="MAY CÔNG NGHIỆP")
    lesson = make_programme(
        course.centre, name="Lớp pháp luật", kind=ActivityKind.EDUCATION, trade=None, level=None, subject=Subject.LAW,
        provider=None, licence=None, course_hours=None, certificate=None,
    )  # fmt: skip
    over = make_programme(course.centre, name="Lớp hàn", trade="Hàn", ends_on=date(2024, 5, 31))
    for activity_id in (masonry, again, lesson, over):
        assign(course.centre, an, activity_id)
    dung, giang, hai, khoa = (course.centre.admit(course.centre.person(name)) for name in (
        "Hồ Văn Dũng", "Vũ Văn Giang", "Đỗ Văn Hải", "Ngô Văn Khoa"))  # fmt: skip
    assigned(course, dung, masonry, decided_on=None, decided_by=None)  # only proposed
    ended: dict[str, Any] = {"ended_by": "Cán bộ"}
    assigned(course, giang, masonry, ends_on=date(2024, 5, 31), end_reason=EndReason.ASKED, **ended)
    assigned(course, hai, masonry, ends_on=date(2024, 6, 1), end_reason=EndReason.ASKED, **ended)
    assigned(course, khoa, masonry, ends_on=date(2024, 6, 30), end_reason=EndReason.MISTAKE, **ended)
    course.centre.move(binh, MovementKind.COMPLETED, date(2024, 5, 31), reason="Sổ cũ")  # had left before June
    released = course.centre.move(cuong, MovementKind.COMPLETED, date(2024, 6, 1), reason="Sổ cũ")  # left in it
    statements: list[str] = []
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda _c, _k, text, *_rest: statements.append(text))
    session.rollback()
    found = people_in_courses(session, JUNE, scope=EVERYWHERE)
    assert len([text for text in statements if text.startswith("SELECT")]) == 1
    assert flat(found) == [("May công nghiệp", "short", (an, cuong)), ("Nề hoàn thiện", "elementary", (an, hai))]
    assert [line.count for line in found] == [2, 2]
    course.centre.void(released, now=NOW + timedelta(hours=1))
    session.rollback()
    later = DateRange(date(2024, 6, 2), date(2024, 6, 14))
    assert flat(people_in_courses(session, later, scope=EVERYWHERE, known_at=NOW))[0][2] == (an,)
    assert flat(people_in_courses(session, later, scope=EVERYWHERE))[0][2] == (an, cuong)
    assert people_in_courses(session, JUNE, scope=Scope(frozenset())) == ()


def test_certificates_count_once_and_a_copy_with_its_paper(course: Course, session: Session) -> None:
    an, binh, cuong = course.stays

    def certify(stay_id: int, number: str, issued_on: date, recorded_at: datetime = NOW, **columns: Any) -> None:
        with transaction() as writing:
            writing.add(
                Certificate(
                    facility_id=course.centre.facility_id, admission_id=stay_id,
                    kind=CertificateKind.ELEMENTARY, number=number, number_key=number, issued_on=issued_on,
                    issuer="Trung tâm", issuer_key="trung tam", recorded_at=recorded_at, actor="Cán bộ",
                    **({"first_on": issued_on, "trade": "May công nghiệp", "level": "elementary",
                        "activity_id": course.activity_id} | columns),
                )
            )  # fmt: skip
            record("certificate.issued", actor=course.centre.actor, at=recorded_at)

    void = {"voided_at": NOW + timedelta(hours=1), "voided_by": "Giám đốc"}
    certify(an, "01/2024", date(2024, 6, 3), voided_why=VoidReason.REPLACED, **void)
    certify(an, "09/2024", date(2024, 7, 1), NOW + timedelta(hours=1), first_on=date(2024, 6, 3))
    certify(binh, "02/2024", date(2024, 6, 3), voided_why=VoidReason.MISTAKE, **void)
    certify(cuong, "03/2024", date(2024, 5, 31))
    session.rollback()
    assert flat(certificates_issued(session, JUNE, scope=EVERYWHERE)) == [("May công nghiệp", "elementary", (an,))]
    # Before the copy and the voiding: the paper itself, and the one that proved to be a mistake.
    before = certificates_issued(session, JUNE, scope=EVERYWHERE, known_at=NOW)
    assert flat(before) == [("May công nghiệp", "elementary", (an, binh))]
    assert certificates_issued(session, JUNE, scope=Scope(frozenset())) == ()
    session.rollback()
    certify(
        cuong,
        "04/2024",
        date(2024, 6, 4),
        trade="May (công nghiệp)",
        activity_id=make_programme(course.centre, name="Lớp may"),
    )
    session.rollback()
    # An, and Cường twice. Signs do not part what has one code: a second line would take the place of the first.
    found = work_figures(session, MONTH, scope=EVERYWHERE, known_at=NOW + timedelta(hours=2))
    (given,) = (one for one in found if one.code.startswith("given_"))
    assert (given.code, given.value) == ("given_elementary_may_cong_nghiep", Decimal(3))


def test_two_figures_never_share_a_code(monkeypatch: pytest.MonkeyPatch, course: Course, session: Session) -> None:
    twice = Figure("labour_people", Message("x"), Decimal(1), "1")
    monkeypatch.setattr(work, "work_figures", lambda *_given, **_more: [twice, replace(twice, value=Decimal(2))])
    with pytest.raises(ValueError, match="labour_people"):
        period_figures(session, MONTH, scope=EVERYWHERE, known_at=NOW, plan=None)
