"""Tests, results, certificates and jobs in a database: what is stored, what is refused, who is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import ActivityKind, Subject
from rehab_center.audit.models import AuditChange, AuditEntry
from rehab_center.courses.kinds import CertificateState, KindOfTest, Missed, Outcome, VoidReason
from rehab_center.courses.models import CourseResult
from rehab_center.courses.queries.certificates import certificate_list, certificate_page
from rehab_center.courses.queries.due import due_courses
from rehab_center.courses.queries.jobs import Heard, job_list
from rehab_center.courses.queries.overview import course_rows
from rehab_center.courses.queries.stays import learnt_in
from rehab_center.courses.queries.tests import one_test
from rehab_center.courses.services.certificates import Numbered, replace_certificate
from rehab_center.courses.services.jobs import Job, note_job
from rehab_center.courses.services.keeping import attach_scan, hand_over, open_scan, void
from rehab_center.courses.services.tests import FactsOfTest, Given, add_test, edit_test, save_scores, withdraw_test
from rehab_center.db import transaction
from rehab_center.errors import Blocked, Conflict, DomainError, NotFound, ReasonNeeded
from rehab_center.permissions import EVERYWHERE, Actor, Scope
from rehab_center.web.list_state import ListState
from tests.admissions.stays import make_centre
from tests.attendance.workshop import programme
from tests.courses.lessons import NOW, OWN, PROVIDED, TODAY, Course, make_course

P, F, LEFT = Outcome.PASSED, Outcome.FAILED, Outcome.LEFT
STRANGER = Actor("la", "Lạ", facility_ids=frozenset())
PDF = b"%PDF-1.7\n" + b"x" * 50


def test_results_are_decided_by_somebody_and_keep_their_basis(taught: Course, session: Session) -> None:
    an, binh, cuong = taught.stays
    (due,) = due_courses(session, scope=EVERYWHERE, today=TODAY)
    assert (due.people, due.last_on) == (3, date(2024, 6, 13))
    assert due_courses(session, scope=EVERYWHERE, today=due.last_on) == ()  # its last day is not over
    page = taught.page
    assert [(one.minutes.attended, one.minutes.held) for one in page.learners] == [(960, 960), (0, 960), (960, 960)]
    assert [one.proposal.outcome for one in page.learners] == [P, F, F]
    with pytest.raises(Blocked, match="Bình") as short:  # hours from attendance only: no reason helps
        taught.decide({an: P, binh: P, cuong: P}, reason="Đề nghị của lớp")
    assert short.value.field == f"outcome_{binh}"
    with pytest.raises(ReasonNeeded, match="Cường"):
        taught.decide({an: P, binh: F, cuong: P})
    assert taught.decide({an: P, binh: F, cuong: P}, reason="Thi lại đạt 6 điểm") == 3
    with pytest.raises(Conflict, match="Somebody else"):
        taught.decide({an: F}, reason="Nhầm", newest=page.newest)
    assert taught.decide({an: P, binh: F}) == 0  # the same again is no new line
    with pytest.raises(ReasonNeeded, match="otherwise"):
        taught.decide({cuong: F})
    assert taught.decide({cuong: F}, reason="Bài thi lại không hợp lệ") == 1
    rows = session.scalars(select(CourseResult).order_by(CourseResult.id)).all()
    assert [(row.admission_id, row.outcome, row.revision, row.reason) for row in rows] == [
        (an, P, 1, None),
        (binh, F, 1, None),
        (cuong, P, 1, "Thi lại đạt 6 điểm"),
        (cuong, F, 2, "Bài thi lại không hợp lệ"),
    ]
    basis = rows[0].basis
    assert (basis["attended_minutes"], basis["percent"], basis["hours_percent"], basis["pass_points"]) == (
        960,
        160,
        80,
        5,
    )
    assert [(one["name"], one["points"], one["most"]) for one in basis["tests"]] == [("Bài cuối khóa", "8", "10")]
    assert (rows[2].proposed, str(rows[2].average), basis["against"]) == (F, "4.5", [])
    assert not any(one.changed_since for one in taught.page.learners)
    with transaction() as writing:
        again = {cuong: Given(Decimal(6))}
        save_scores(writing, 1, again, expected_version=2, actor=taught.centre.actor, now=NOW)
    assert [one.stay_id for one in taught.page.learners if one.changed_since] == [cuong]
    assert due_courses(session, scope=EVERYWHERE, today=TODAY) == ()
    session.rollback()
    given: dict[str, Any] = {"actor": taught.centre.actor, "now": NOW}
    test_id, workshop = taught.page.tests[0].id, programme(taught.centre)
    with pytest.raises(DomainError, match="not in this course"), transaction() as writing:
        save_scores(writing, test_id, {999: Given()}, expected_version=3, **given)
    facts = FactsOfTest(TODAY, KindOfTest.REGULAR, "Bài", Decimal(10))
    with pytest.raises(DomainError, match="Only courses"), transaction() as writing:
        add_test(writing, workshop, facts, **given)


def test_points_of_a_class_by_two_who_save_at_once(course: Course, session: Session) -> None:
    an, binh, cuong = course.stays
    test_id = course.test(kind=KindOfTest.REGULAR, most="20")
    given: dict[str, Any] = {"actor": course.centre.actor, "now": NOW}

    def save(scores: dict[int, Given], version: int) -> int:
        with transaction() as writing:
            return save_scores(writing, test_id, scores, expected_version=version, **given)

    assert save({an: Given(Decimal("15.5")), binh: Given(missed=Missed.EXCUSED, note=" Nằm trạm y tế ")}, 1) == 2
    with pytest.raises(Conflict, match="Somebody else"):
        save({an: Given(Decimal(3))}, 1)
    with pytest.raises(Blocked) as wrong:
        save({an: Given(Decimal("20.5")), cuong: Given(Decimal(-1))}, 2)
    assert [one.field for one in wrong.value.findings] == [f"score_{an}", f"score_{cuong}"]
    assert save({an: Given(), cuong: Given(missed=Missed.UNEXCUSED)}, 2) == 2
    page = course.page
    told = {one.stay_id: one.entries.get(test_id) for one in page.learners}
    assert told[an] is None
    sick = told[binh]
    assert sick
    assert (sick.missed, sick.note) == (Missed.EXCUSED, "Nằm trạm y tế")
    logged = session.scalars(select(AuditChange.difference).where(AuditChange.table_name == "course_score")).all()
    assert [one["note"] for one in logged if one and "note" in one] == ["changed"]  # never what it says
    session.rollback()
    facts = FactsOfTest(date(2024, 6, 10), KindOfTest.MODULE, "Mô-đun 1", Decimal(10))
    with transaction() as writing:
        edit_test(writing, test_id, facts, expected_version=3, **given)
    version = one_test(session, test_id, scope=EVERYWHERE, today=TODAY).test.version
    save({an: Given(Decimal(9))}, version)
    with pytest.raises(DomainError, match="has 9 points"), transaction() as writing:
        edit_test(writing, test_id, replace(facts, max_score=Decimal(8)), expected_version=version + 1, **given)
    with pytest.raises(DomainError, match="why"), transaction() as writing:
        withdraw_test(writing, test_id, " ", expected_version=version + 1, **given)
    with transaction() as writing:
        withdraw_test(writing, test_id, "Đề bị lộ", expected_version=version + 1, **given)
    with pytest.raises(Conflict, match="withdrawn"):
        save({an: Given(Decimal(9))}, version + 2)
    assert course.page.learners[0].proposal.average is None
    with pytest.raises(NotFound), transaction() as writing:
        save_scores(writing, test_id, {}, expected_version=5, actor=STRANGER, now=NOW)


def test_numbers_without_gaps_and_none_twice(taught: Course, session: Session) -> None:
    an, binh, cuong = taught.stays
    with pytest.raises(Blocked, match="Only who has passed"):
        taught.issue({an: Numbered("01/2024")})
    taught.decide({an: P, binh: F, cuong: P}, reason="Thi lại")
    with pytest.raises(Conflict, match="taken") as twice:
        taught.issue({an: Numbered("01/2024"), cuong: Numbered(" 01 / 2024".replace(" ", ""))})
    assert twice.value.field == f"number_{cuong}"
    with pytest.raises(ReasonNeeded, match="licence"):
        taught.issue({an: Numbered("01/2024")}, replace(PROVIDED, licence=None))
    (first,) = taught.issue({an: Numbered("01/2024", "A 0001", "Khá")})
    assert (first.issuer, first.own, first.trade, first.hours) == (
        "Trung tâm Dạy nghề Hải Hậu",
        False,
        "May công nghiệp",
        10,
    )
    assert (first.began_on, first.ended_on, first.state) == (
        date(2024, 3, 12),
        date(2024, 6, 13),
        CertificateState.HERE,
    )
    with pytest.raises(Conflict, match="taken"):
        taught.issue({cuong: Numbered("01/2024")})
    with pytest.raises(Conflict, match="already"):
        taught.issue({an: Numbered("02/2024")})
    with pytest.raises(Blocked, match="void that first"):
        taught.decide({an: F}, reason="Nhầm")
    (own,) = taught.issue({cuong: Numbered()}, OWN)
    assert (own.number, own.own, own.issuer) == ("0001/GCN-2024", True, "Cơ sở cai nghiện ma túy CS1")
    given: dict[str, Any] = {"actor": taught.centre.actor, "now": NOW}
    with transaction() as writing:
        void(writing, own.id, VoidReason.SPOILT, "Viết sai tên", expected_version=1, **given)
    (again,) = taught.issue({cuong: Numbered()}, OWN)
    assert (again.number, taught.line(own.id).state) == ("0002/GCN-2024", CertificateState.VOIDED)
    session.rollback()
    found, total = certificate_list(session, ListState(q="0002", sort="issued_on"), scope=EVERYWHERE)
    assert ([one.id for one in found], total) == ([again.id], 1)
    for key, value, count in (
        ("state", "voided", 1),
        ("state", "here", 2),
        ("kind", "training", 1),
        ("level", "short", 3),
    ):
        assert certificate_list(session, ListState(choices={key: value}), scope=EVERYWHERE)[1] == count, value
    assert certificate_list(session, ListState(), scope=Scope(frozenset())) == ([], 0)
    with pytest.raises(NotFound):
        certificate_page(session, again.id, scope=Scope(frozenset()))
    (row,) = course_rows(session, scope=EVERYWHERE, today=TODAY)
    assert (row.people, row.tests, row.certificates, row.outcomes, row.undecided) == (3, 1, 2, {P: 2, F: 1}, 0)


def test_the_book_steps_over_a_number_typed_on_a_paper_of_the_centre(taught: Course) -> None:
    an, binh, cuong = taught.stays
    taught.decide({an: P, binh: F, cuong: P}, reason="Thi lại")
    typed = replace(PROVIDED, issuer="Cơ sở cai nghiện ma túy CS1")
    taught.issue({an: Numbered("0001/CCĐT-2024")}, typed)
    (own,) = taught.issue({cuong: Numbered()}, replace(PROVIDED, own=True))
    assert (own.number, own.own) == ("0002/CCĐT-2024", True)


def test_a_copy_names_the_old_paper_and_handing_over_is_signed_for(
    taught: Course, session: Session, tmp_path: Path
) -> None:
    an = taught.stays[0]
    taught.decide({an: P})
    (paper,) = taught.issue({an: Numbered("01/2024")})
    given: dict[str, Any] = {"actor": taught.centre.actor, "now": NOW}

    def hand(on: date, to: str = "Trần Văn An") -> None:
        with transaction() as writing:
            hand_over(writing, paper.id, on=on, to=to, signed=True, expected_version=1, **given)

    for wrong in (date(2024, 6, 13), date(2024, 6, 15)):
        with pytest.raises(Blocked):
            hand(wrong)
    with pytest.raises(DomainError, match="To whom"):
        hand(TODAY, " ")
    hand(TODAY)
    assert taught.line(paper.id).state is CertificateState.HANDED
    with transaction() as writing:
        scan = attach_scan(writing, paper.id, content=PDF, name="cc.pdf", folder=tmp_path, **given)
        assert attach_scan(writing, paper.id, content=PDF, name="cc.pdf", folder=tmp_path, **given) == scan
        assert open_scan(writing, paper.id, scan, folder=tmp_path, **given).content == PDF
    lost = {"reason": "Bị mất khi chuyển phòng", "expected_version": 2, "actor": taught.centre.actor}
    later = NOW + timedelta(days=20)
    copied = replace(PROVIDED, issued_on=date(2024, 7, 1))
    with pytest.raises(DomainError, match="Say why"), transaction() as writing:
        replace_certificate(writing, paper.id, copied, Numbered("99/2024"), now=later, **(lost | {"reason": ""}))
    with transaction() as writing:
        copy = replace_certificate(writing, paper.id, copied, Numbered("99/2024"), now=later, **lost)
    page = certificate_page(session, copy, scope=EVERYWHERE)
    assert page.replaces
    assert page.replaces.id == paper.id
    assert (page.row.first_on, page.row.issued_on) == (TODAY, date(2024, 7, 1))
    old = certificate_page(session, paper.id, scope=EVERYWHERE)
    assert old.replaced_by
    assert (old.replaced_by.id, old.row.state) == (copy, CertificateState.REPLACED)
    session.rollback()
    with pytest.raises(Conflict, match="holds no more"), transaction() as writing:
        void(writing, paper.id, VoidReason.REVOKED, "x", expected_version=3, **given)
    acts = session.scalars(
        select(AuditEntry.act).where(AuditEntry.act.like("certificate.%")).order_by(AuditEntry.id)
    ).all()
    assert acts == ["certificate.issued", "certificate.handed", *["certificate.scan-attached"] * 2,
                    "certificate.scan-opened", "certificate.replaced"]  # fmt: skip


def test_jobs_of_those_who_passed(taught: Course, session: Session) -> None:
    an, binh, _cuong = taught.stays
    taught.decide({an: P, binh: F})

    def note(stay_id: int, job: Job) -> None:
        with transaction() as writing:
            note_job(writing, taught.activity_id, stay_id, job, actor=taught.centre.actor, now=NOW)

    def heard(state: ListState) -> list[tuple[int, Heard, str | None]]:
        session.rollback()
        return [(one.stay_id, one.heard, one.place) for one in job_list(session, state, scope=EVERYWHERE)[0]]

    assert heard(ListState()) == [(an, Heard.UNKNOWN, None)]
    for stay_id, job, words in (
        (binh, Job(TODAY, found=False), "passed"),
        (an, Job(TODAY, found=True), "Where"),
        (an, Job(date(2024, 6, 15), found=False), "still to come"),
        (an, Job(TODAY, found=True, place="Xưởng", since=date(2024, 6, 15)), "before it began"),
    ):
        with pytest.raises(DomainError, match=words):
            note(stay_id, job)
    note(an, Job(TODAY, found=False, place="bị bỏ đi", source="Gia đình"))
    note(an, Job(TODAY, found=True, place="Công ty may Sông Hồng", since=date(2024, 6, 1), in_trade=True))
    assert heard(ListState(choices={"heard": "found"}, q="may cong")) == [(an, Heard.FOUND, "Công ty may Sông Hồng")]
    (learnt,) = learnt_in(session, an, scope=EVERYWHERE)
    assert (learnt.outcome, learnt.number, learnt.place) == (P, None, "Công ty may Sông Hồng")
    assert learnt_in(session, an, scope=Scope(frozenset())) == ()
    assert heard(ListState(choices={"heard": "none"})) == heard(ListState(choices={"heard": "unknown"})) == []


def test_a_class_has_results_without_tests(actor: Actor, session: Session) -> None:
    facts: dict[str, Any] = {"kind": ActivityKind.EDUCATION, "name": "Lớp pháp luật", "subject": Subject.LAW}
    empty = dict.fromkeys(("trade", "level", "provider", "licence", "course_hours", "certificate"))
    lesson = make_course(make_centre(actor), **(facts | empty))
    an, binh, cuong = lesson.stays
    lesson.attend(date(2024, 6, 11))
    lesson.attend(date(2024, 6, 12), binh)
    assert [one.proposal.outcome for one in lesson.page.learners] == [P, F, P]
    # Without a set number of hours whoever decides may judge half of them to be enough.
    assert lesson.decide({an: P, binh: P, cuong: LEFT}, reason="Học bù buổi vắng; Cường chuyển lớp") == 3
    (paper,) = lesson.issue({an: Numbered()}, OWN)
    assert (paper.trade, paper.level, paper.hours) == ("Lớp pháp luật", None, None)
