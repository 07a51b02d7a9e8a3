"""What a report says of certificates: each is counted once, and each number names its stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import CourseLevel
from rehab_center.audit.recorder import record
from rehab_center.courses.kinds import CertificateKind, VoidReason
from rehab_center.courses.models import Certificate
from rehab_center.courses.queries.report import CourseLine, certificates_issued
from rehab_center.dates import DateRange
from rehab_center.db import transaction
from rehab_center.figures import work
from rehab_center.figures.queries import period_figures
from rehab_center.figures.values import Figure
from rehab_center.figures.work import work_figures
from rehab_center.periods import PeriodKind, parse_period
from rehab_center.permissions import EVERYWHERE, Scope
from rehab_center.words import Message
from tests.courses.lessons import NOW, Course, make_programme

JUNE = DateRange(date(2024, 6, 1), date(2024, 6, 14))
MONTH = parse_period(PeriodKind.MONTH, "2024-06")
MASONRY: dict[str, Any] = {"name": "Lớp nề", "trade": "Nề hoàn thiện", "level": CourseLevel.ELEMENTARY}


def flat(lines: tuple[CourseLine, ...]) -> list[tuple[str, str | None, tuple[int, ...]]]:
    return [(line.trade, line.level, line.admission_ids) for line in lines]


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
    certify(an, "00/2024", date(2024, 5, 20), voided_why=VoidReason.MISTAKE, **void)
    certify(cuong, "04/2024", date(2024, 6, 4), trade="May (công nghiệp)",
            activity_id=make_programme(course.centre, name="Lớp may"))  # fmt: skip
    certify(cuong, "05/2024", date(2024, 5, 20), trade="Nề", activity_id=make_programme(course.centre, **MASONRY))
    session.rollback()
    # An, and Cường twice. Signs do not part what has one code: a second line would take the place of the first. What
    # was voided and what is of another trade gives nobody their day.
    found = work_figures(session, MONTH, scope=EVERYWHERE, known_at=NOW + timedelta(hours=2))
    told = {one.code: [(each.admission_id, each.on, each.amount) for each in one.people or ()] for one in found}
    assert {code: people for code, people in told.items() if code.startswith(("given_", "certificates"))} == {
        "certificates": [(an, date(2024, 6, 3), 1), (cuong, date(2024, 5, 20), 3)],
        "certificates_same_period": [],
        "certificates_percent": [],
        "given_elementary_may_cong_nghiep": [(an, date(2024, 6, 3), 1), (cuong, date(2024, 5, 31), 2)],
        "given_elementary_ne": [(cuong, date(2024, 5, 20), 1)],
    }


def test_two_figures_never_share_a_code(monkeypatch: pytest.MonkeyPatch, course: Course, session: Session) -> None:
    twice = Figure("labour_people", Message("x"), Decimal(1), "1")
    monkeypatch.setattr(work, "work_figures", lambda *_given, **_more: [twice, replace(twice, value=Decimal(2))])
    with pytest.raises(ValueError, match="labour_people"):
        period_figures(session, MONTH, scope=EVERYWHERE, known_at=NOW, plan=None)
