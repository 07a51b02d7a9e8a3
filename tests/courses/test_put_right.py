"""What is put right afterwards: a result and its day, a copy that was a mistake, marks of days still to come."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.assignments.kinds import EndReason
from rehab_center.assignments.models import Assignment
from rehab_center.attendance.kinds import Attended
from rehab_center.attendance.rules.marking import Mark
from rehab_center.attendance.services.marking import mark_session
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import record
from rehab_center.courses.kinds import CertificateState, Outcome, VoidReason
from rehab_center.courses.queries.certificates import certificate_page
from rehab_center.courses.queries.courses import course_page
from rehab_center.courses.queries.report import certificates_issued
from rehab_center.courses.services.certificates import Numbered, replace_certificate
from rehab_center.courses.services.keeping import void
from rehab_center.courses.services.tests import Given, save_scores
from rehab_center.dates import DateRange
from rehab_center.db import transaction
from rehab_center.errors import Blocked, Conflict, DomainError, ReasonNeeded
from rehab_center.permissions import EVERYWHERE, Actor
from tests.admissions.stays import make_centre
from tests.attendance.workshop import meet
from tests.courses.lessons import NOW, PROVIDED, TODAY, Course, make_course

P, F = Outcome.PASSED, Outcome.FAILED


def test_a_result_has_a_day_of_its_own_and_is_decided_again_on_what_changed(taught: Course, session: Session) -> None:
    an, binh, cuong = taught.stays
    with transaction() as writing:
        row = writing.scalars(select(Assignment).where(Assignment.admission_id == cuong)).one()
        row.ends_on, row.end_reason, row.ended_by = date(2024, 6, 12), EndReason.ASKED, "Giám đốc"
        record("assignment.ended", actor=taught.centre.actor, at=NOW)
    taught.decide({an: P, binh: F, cuong: P}, reason="Thi lại")
    papers = taught.issue({an: Numbered("1"), cuong: Numbered("2")})
    # One day serves the class; nobody was in it for longer than they were.
    assert [one.ended_on for one in papers] == [date(2024, 6, 13), date(2024, 6, 12)]

    def acts() -> int:
        session.rollback()
        return len(session.scalars(select(AuditEntry.id).where(AuditEntry.act == "course.results-decided")).all())

    days = {stay: one.result.on for stay in taught.stays if (one := taught.page.learner(stay)) and one.result}
    assert taught.decide({an: P, binh: F, cuong: P}, days=days) == 0
    assert acts() == 1  # what changes nothing is no act
    with transaction() as writing:
        scores = {an: Given(Decimal(9)), binh: Given(Decimal(9)), cuong: Given(Decimal("4.5"))}
        save_scores(writing, 1, scores, expected_version=2, actor=taught.centre.actor, now=NOW)
    assert [one.stay_id for one in taught.page.learners if one.changed_since] == [an]
    assert taught.decide({an: P, binh: F, cuong: P}, days=days) == 1  # he alone, and the certificate stands on it still
    first = taught.page.learners[0]
    assert first.result
    assert (first.result.revision, first.result.average, first.changed_since) == (2, Decimal(9), False)
    # The day alone is put right: with a reason, within the course, and under no certificate.
    day = date(2024, 6, 12)
    with pytest.raises(ReasonNeeded, match="otherwise"):
        taught.decide({binh: F}, days={binh: day})
    with pytest.raises(DomainError, match="their last day in it") as late:
        taught.decide({binh: F}, days={binh: date(2024, 6, 14)}, reason="Nhầm ngày")
    assert late.value.field == f"on_{binh}"
    with pytest.raises(DomainError, match="their last day in it"):
        taught.decide({binh: F}, days={binh: date(2023, 12, 31)}, reason="Nhầm ngày")
    with pytest.raises(Blocked, match="void that first"):
        taught.decide({an: P}, days={an: day}, reason="Nhầm ngày")
    assert taught.decide({binh: F}, days={binh: day}, reason="Nhầm ngày") == 1
    assert [one.result.on for one in taught.page.learners if one.result] == [date(2024, 6, 13), day, day]
    assert acts() == 3
    # An assignment that proves to have ended earlier moves nobody's day by itself.
    with transaction() as writing:
        row = writing.scalars(select(Assignment).where(Assignment.admission_id == an)).one()
        row.ends_on, row.end_reason, row.ended_by = day, EndReason.ASKED, "Giám đốc"
        record("assignment.ended", actor=taught.centre.actor, at=NOW)
    assert taught.decide({an: P}, days={an: date(2024, 6, 13)}) == 0


def test_what_is_still_to_come_counts_for_nothing(actor: Actor, session: Session) -> None:
    last = date(2024, 6, 20)
    course = make_course(make_centre(actor), course_hours=None, ends_on=last)
    an = course.stays[0]
    course.attend(date(2024, 6, 12))
    course.test(dict.fromkeys(course.stays, "8"))
    key = meet(course.centre, course.activity_id, last, 420, 900)
    with transaction() as writing:
        mark_session(writing, key, {an: Mark(Attended.VISIT)}, expected_version=0, actor=actor, now=NOW)
    (first, *_others) = course.page.learners
    assert (first.minutes.held, first.proposal.percent, first.proposal.outcome) == (480, 100, None)
    with pytest.raises(ReasonNeeded, match="not over yet"):
        course.decide({an: P})
    assert course.decide({an: P}, reason="Thi sớm theo lịch của trường") == 1
    session.rollback()
    seen = [course_page(session, course.activity_id, scope=EVERYWHERE, today=last + timedelta(days=n)) for n in (0, 1)]
    assert [page.over for page in seen] == [False, True]  # its last day is a day of the course
    assert [page.learners[0].minutes.held for page in seen] == [960, 960]


def test_a_copy_that_was_a_mistake_gives_the_paper_back(taught: Course, session: Session) -> None:
    an, binh, cuong = taught.stays
    taught.decide({an: P, binh: F, cuong: P}, reason="Thi lại")
    (paper,) = taught.issue({an: Numbered("01/2024")})
    given: dict[str, Any] = {"actor": taught.centre.actor}

    def copy(number: str, hours: int) -> int:
        with transaction() as writing:
            return replace_certificate(
                writing, paper.id, PROVIDED, Numbered(number), reason="Báo mất",
                expected_version=taught.line(paper.id).version, now=NOW + timedelta(hours=hours), **given,
            )  # fmt: skip

    def end(key: int, why: VoidReason, hours: int) -> None:
        with transaction() as writing:
            version = taught.line(key).version
            void(writing, key, why, "Nhầm người", expected_version=version, now=NOW + timedelta(hours=hours), **given)

    def counted(hours: int | None = None) -> tuple[tuple[int, date], ...]:
        session.rollback()
        known_at = None if hours is None else NOW + timedelta(hours=hours)
        lines = certificates_issued(session, DateRange(TODAY, TODAY), scope=EVERYWHERE, known_at=known_at)
        return tuple(one for line in lines for one in line.given)

    wrong = copy("99/2024", 1)
    end(wrong, VoidReason.MISTAKE, 2)
    again = certificate_page(session, paper.id, scope=EVERYWHERE)
    assert (again.row.state, again.row.voided_note, again.replaced_by) == (CertificateState.HERE, None, None)
    assert taught.line(wrong).state is CertificateState.VOIDED
    details = session.scalars(select(AuditEntry.details).where(AuditEntry.act == "certificate.voided")).one()
    assert details == {"certificate_again": "01/2024"}
    assert counted() == ((an, TODAY),)
    right = copy("100/2024", 3)
    assert taught.line(right).replaces_id == paper.id
    # Whichever moment is asked, the paper and its copies are one certificate.
    assert [counted(hours) for hours in range(5)] == [((an, TODAY),)] * 5
    end(right, VoidReason.SPOILT, 5)  # a copy that was real and is spoilt takes the paper with it
    assert taught.line(paper.id).state is CertificateState.REPLACED
    assert counted() == ()
    (other,) = taught.issue({cuong: Numbered("02/2024")})
    with transaction() as writing:
        second = replace_certificate(
            writing, other.id, PROVIDED, Numbered("03/2024"), reason="Báo mất", expected_version=other.version,
            now=NOW, **given,
        )  # fmt: skip
    taught.issue({an: Numbered("02/2024")})  # the number of the old paper is free as long as its copy holds
    with pytest.raises(Conflict, match="02/2024"):
        end(second, VoidReason.MISTAKE, 6)
    assert taught.line(second).state is CertificateState.HERE
