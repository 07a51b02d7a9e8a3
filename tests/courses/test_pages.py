"""Pages: points of a class by keyboard, results on one page, certificates, the register, jobs, paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.services.programmes import close_activity
from rehab_center.courses.first_page import to_decide
from rehab_center.courses.kinds import Missed, Outcome
from rehab_center.courses.queries.certificates import certificate_list
from rehab_center.courses.services.tests import Given, save_scores
from rehab_center.dated import Confidence
from rehab_center.db import transaction
from rehab_center.permissions import EVERYWHERE, Role
from rehab_center.policies.rules import PolicyKind
from rehab_center.policies.services import set_value
from rehab_center.web.list_state import ListState
from tests.attendance.workshop import assign, programme
from tests.courses.lessons import NOW, Course, make_programme

pytestmark = pytest.mark.any_database
SignIn = Callable[..., FlaskClient]
PDF = b"%PDF-1.7\n" + b"x" * 50


@pytest.fixture(autouse=True)
def afternoon() -> Iterator[None]:
    """The day after the course has ended."""
    with clock.set_to(NOW):
        yield


def filled(page: str, name: str) -> dict[str, Any]:
    """What a browser would send of a form as it stands."""
    form = re.search(rf'<form method="post"[^>]*id="form-{name}".*?</form>', page, re.S)
    assert form, page
    inputs = [one for one in re.findall(r"<input[^>]*>", form[0]) if "checkbox" not in one or " checked" in one]
    inputs = [one for one in inputs if "radio" not in one or " checked" in one]
    pairs = [(re.search(r'name="([^"]+)"', one), re.search(r'value="([^"]*)"', one)) for one in inputs]
    found = {key[1]: unescape(value[1]) if value else "" for key, value in pairs if key}
    for field, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form[0], re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', options) or re.search(r'value="([^"]*)"', options)
        found[field] = chosen[1] if chosen else ""
    return found


def test_points_of_a_class_by_keyboard_and_two_teachers(course: Course, sign_in: SignIn) -> None:
    an, binh, cuong = course.stays
    one, other, reader = sign_in(Role.TRAINING), sign_in(Role.DIRECTOR), sign_in(Role.INTAKE)
    assert "Lớp may công nghiệp khóa 3" in one.get("/courses").text
    facts = {"name": "Bài cuối khóa", "kind": "final", "on": "12/6/24", "max_score": "10"}
    wrong = one.post("/courses/1/tests/new", data=facts | {"max_score": "mười"})
    assert wrong.status_code == 422
    assert "8 hoặc 8,5" in wrong.text
    assert one.post("/courses/1/tests/new", data=facts).location.endswith("/courses/tests/1")
    address = "/courses/tests/1"
    first, second = (filled(client.get(address).text, "ScoresForm") for client in (one, other))
    assert [key for key in first if key.startswith(("score_", "note_"))] == [f"score_{stay}" for stay in course.stays]
    typed = {f"score_{an}": "8,5", f"score_{binh}": "p", f"score_{cuong}": "10,5"}
    refused = one.post(address, data=first | typed)
    assert refused.status_code == 422
    assert "Điểm từ 0 đến 10" in refused.text
    again = filled(refused.text, "ScoresForm")
    assert (again[f"score_{an}"], again[f"score_{cuong}"]) == ("8,5", "10,5")  # nothing that was typed is lost
    assert f"note_{binh}" in again
    letter = one.post(address, data=first | {f"score_{an}": "tám"})
    assert letter.status_code == 422
    assert "K là vắng không lý do" in letter.text
    done = again | {f"score_{cuong}": "4", f"note_{binh}": "Nằm trạm y tế"}
    assert one.post(address, data=done).status_code == 303
    told = other.post(address, data=second | {f"score_{cuong}": "6"})
    assert told.status_code == 409
    merged = filled(told.text, "ScoresForm")
    assert merged[f"score_{cuong}"] == "6"
    assert other.post(address, data=merged).status_code == 303
    entries = {stay: course.page.learner(stay) for stay in course.stays}
    scores = {stay: found.entries[1] for stay, found in entries.items() if found}
    # What the second one never touched stays as the first one left it.
    assert (scores[an].points, scores[cuong].points) == (Decimal("8.5"), Decimal(6))
    assert (scores[binh].missed, scores[binh].note) == (Missed.EXCUSED, "Nằm trạm y tế")
    seen = reader.get(address).text
    assert "8,5" in seen
    assert 'name="score_' not in seen
    assert "Nằm trạm y tế" not in seen  # it may be their health
    assert "Nằm trạm y tế" in sign_in(Role.DUTY).get(address).text
    assert reader.post(address, data=merged).status_code == 403
    assert one.post("/courses/tests/1/edit", data=facts | {"max_score": "8"}).status_code in (409, 422)
    assert one.post("/courses/tests/1/withdraw", data={"version": "3", "reason": ""}).status_code == 422
    assert one.post("/courses/tests/1/withdraw", data={"version": "3", "reason": "Đề bị lộ"}).status_code == 303
    assert "Đề bị lộ" in one.get("/courses/1").text


def test_from_results_to_the_register(course: Course, sign_in: SignIn, session: Session) -> None:
    an, binh, cuong = course.stays
    for on in (date(2024, 6, 11), date(2024, 6, 12)):
        course.attend(on, binh)
    course.test({an: "8", binh: "9", cuong: "4.5"})
    director, training = sign_in(Role.DIRECTOR), sign_in(Role.TRAINING)
    assert training.get("/courses/1/results").status_code == 403
    assert "3 người chưa có kết quả" in training.get("/today").text
    page = director.get("/courses/1/results").text
    sent = filled(page, "ResultsForm")
    assert [sent[f"outcome_{stay}"] for stay in course.stays] == ["passed", "failed", "failed"]
    assert sent["on"] == "13/06/2024"
    stopped = director.post("/courses/1/results", data=sent | {f"outcome_{binh}": "passed"})
    assert stopped.status_code == 422
    assert "Học được 0% số giờ, cần ít nhất 80%" in stopped.text
    asked = director.post("/courses/1/results", data=sent | {f"outcome_{cuong}": "passed"})
    assert asked.status_code == 422
    assert "Điểm trung bình 4,5" in asked.text
    told = filled(asked.text, "ResultsForm")
    # Who did not stand on the page that was sent is decided by nobody.
    alone = {key: value for key, value in told.items() if not key.startswith("outcome_")} | {f"outcome_{an}": "passed"}
    assert director.post("/courses/1/results", data=alone).status_code == 303
    assert [one.stay_id for one in course.page.learners if one.result] == [an]
    told |= {"version": str(course.page.newest), "reason": "other", "reason_note": "Thi lại được 6 điểm"}
    assert director.post("/courses/1/results", data=told).status_code == 303
    seen = training.get("/courses/1").text
    assert "Thi lại được 6 điểm" in seen
    assert "Đạt mà chưa có chứng chỉ" in training.get("/courses?only=papers").text

    form = filled(training.get("/courses/1/certificates/new").text, "IssueForm")
    assert (form["issuer"], form["numbering"]) == ("Trung tâm Dạy nghề Hải Hậu", "provided")
    assert f"number_{binh}" not in form
    endless = training.post("/courses/1/certificates/new", data=form | {"step": "fill", "first_number": "1" * 5000})
    assert endless.status_code == 200
    row = training.post("/courses/1/certificates/new", data=form | {"step": "fill", "first_number": "09/2024"})
    assert row.status_code == 200
    filled_in = filled(row.text, "IssueForm")
    assert (filled_in[f"number_{an}"], filled_in[f"number_{cuong}"]) == ("09/2024", "10/2024")
    same = {f"number_{an}": "15/2024", f"number_{cuong}": "15/2024"}
    twice = training.post("/courses/1/certificates/new", data=form | same)
    assert twice.status_code == 422
    assert "Số 15/2024 của nơi cấp này đã dùng" in twice.text
    both = form | same | {f"number_{cuong}": "16/2024", f"grade_{an}": "Khá"}
    assert training.post("/courses/1/certificates/new", data=both).status_code == 303
    assert "Không còn ai đạt mà chưa có chứng chỉ" in training.get("/courses/1/certificates/new").text
    register = training.get("/courses/certificates?q=16/2024").text
    assert "Phạm Văn Cường" in register
    assert "Trần Văn An" not in register
    assert sign_in(Role.MEDICAL).get("/courses/certificates?export=xlsx").status_code == 403
    book = load_workbook(BytesIO(training.get("/courses/certificates?export=xlsx&level=short").data))
    assert [row[0] for row in book.active.iter_rows(min_row=2, values_only=True)][:2] == ["16/2024", "15/2024"]

    scan = {"scan": (BytesIO(PDF), "chung-chi.pdf")}
    assert training.post("/courses/certificates/1", data=scan).status_code == 303
    assert training.get("/courses/certificates/1/scans/1").data == PDF
    handed = {"version": "1", "handed_on": "14/06/2024", "handed_to": "Trần Văn An", "signed_for": "yes"}
    assert training.post("/courses/certificates/1/hand", data=handed | {"handed_on": "1/6/2024"}).status_code == 422
    assert training.post("/courses/certificates/1/hand", data=handed).status_code == 303
    assert training.post("/courses/certificates/1/hand", data=handed).status_code == 409
    assert "Trần Văn An" in training.get("/courses/certificates/1").get_data(as_text=True)
    copy = filled(training.get("/courses/certificates/2/replace").text, "ReplaceForm")
    taken = training.post("/courses/certificates/2/replace", data=copy | {"number": "15/2024", "why": "Bị mất"})
    assert taken.status_code == 422
    assert training.post("/courses/certificates/2/replace", data=copy | {"number": "17/2024"}).status_code == 422
    given = training.post("/courses/certificates/2/replace", data=copy | {"number": "17/2024", "why": "Bị mất"})
    assert given.location.endswith("/courses/certificates/3")
    assert "17/2024" in training.get("/courses/certificates/2").text
    assert training.get("/courses/certificates/3/void").status_code == 403
    void = {"version": "1", "why": "mistake", "reason": "Nhầm người"}
    assert director.post("/courses/certificates/3/void", data=void | {"reason": " "}).status_code == 422
    assert "số 16/2024, có giá trị trở lại" in director.get("/courses/certificates/3/void").text
    assert director.post("/courses/certificates/3/void", data=void).status_code == 303
    ended = director.get("/courses/certificates/3").text
    assert "Nhầm người" in ended
    assert "None" not in ended
    assert "17/2024" not in training.get("/courses/certificates/2").text  # no copy stands for it: it holds again
    copy = filled(training.get("/courses/certificates/2/replace").text, "ReplaceForm")
    given = training.post("/courses/certificates/2/replace", data=copy | {"number": "18/2024", "why": "Bị mất"})
    assert director.post("/courses/certificates/4/void", data=void | {"why": "spoilt"}).status_code == 303

    # Without one that holds Cường gets the centre's own, which alone is printed here.
    own = filled(training.get("/courses/1/certificates/new").text, "IssueForm")
    own |= {"kind": "attestation", "numbering": "own"}
    assert training.post("/courses/1/certificates/new", data=own).status_code == 303
    session.rollback()
    assert certificate_list(session, ListState(q="0001/gcn"), scope=EVERYWHERE)[1] == 1
    assert "0001/GCN-2024" in training.get("/courses/certificates/5/paper").text
    assert training.get("/courses/certificates/1/paper").status_code == 404
    assert director.get("/courses/certificates/5/paper/file").data.startswith(b"%PDF-")
    sheet = director.get("/courses/1/sheet").text
    assert "Người lập" in sheet
    assert "16 (160%)" in sheet
    book_page = director.get("/courses/certificates/sheet").text
    assert "Đã cấp lại: Bị mất" in book_page
    assert "Chỉ gồm: trình độ đào tạo: Sơ cấp." in director.get("/courses/certificates/sheet?level=elementary").text
    assert "Chỉ gồm: loại: Giáo dục, tư vấn." in director.get("/courses/paper/courses?kind=education").text
    assert "Cộng: 1 dòng." in director.get("/courses/paper/courses?kind=vocational").text
    assert director.get("/courses/paper/jobs/file").data.startswith(b"%PDF-")

    job = {"on": "14/06/2024", "found": "yes", "place": "", "since": "", "in_trade": "yes"}
    assert "Chưa nắm thông tin" in training.get("/courses/jobs?heard=unknown").text
    assert training.post(f"/courses/1/jobs/{an}", data=job).status_code == 422
    assert training.post(f"/courses/1/jobs/{an}", data=job | {"place": "Công ty May"}).status_code == 303
    assert training.get(f"/courses/1/jobs/{binh}").status_code == 404
    assert "Công ty May" in training.get("/courses/jobs?heard=found").text
    assert f'href="/courses/stays/{an}"' in sign_in(Role.DUTY).get("/courses/jobs").text
    stay = training.get(f"/courses/stays/{an}").text
    assert "15/2024" in stay
    assert "Công ty May" in stay
    assert f"/courses/stays/{an}" in training.get("/people/1").text
    assert "15/2024" in training.get(f"/admissions/{an}").text
    assert "Khóa học nghề chưa xét kết quả" not in training.get("/today").text
    assert "/courses/1" in training.get("/activities/programmes/1").text


def test_results_are_put_right_on_one_page(course: Course, sign_in: SignIn) -> None:
    an, binh, _cuong = course.stays
    for on in (date(2024, 6, 11), date(2024, 6, 12)):
        course.attend(on, hours=6)
    course.test(dict.fromkeys(course.stays, "8"))
    director = sign_in(Role.DIRECTOR)
    address = "/courses/1/results"
    assert director.post(address, data=filled(director.get(address).text, "ResultsForm")).status_code == 303
    sent = filled(director.get(address).text, "ResultsForm")
    assert [sent[f"on_{stay}"] for stay in course.stays] == ["13/06/2024"] * 3
    nothing = director.post(address, data=sent, follow_redirects=True)
    assert "lần này không xét gì thêm" in nothing.text
    late = director.post(address, data=sent | {f"on_{an}": "14/06/2024", "reason": "order"})
    assert late.status_code == 422
    assert "ngày học cuối" in late.text
    assert filled(late.text, "ResultsForm")[f"on_{an}"] == "14/06/2024"
    done = sent | {f"on_{an}": "12/06/2024", "reason": "order"}
    assert director.post(address, data=sent | {f"on_{an}": "12/06/2024"}).status_code == 422
    assert director.post(address, data=done).status_code == 303
    assert [one.result.on.day for one in course.page.learners if one.result] == [12, 13, 13]
    with transaction() as writing:
        save_scores(writing, 1, {binh: Given(Decimal(9))}, expected_version=2, actor=course.centre.actor, now=NOW)
        set_value(writing, PolicyKind.COURSE_HOUR_MINUTES, value="45", valid_from=date(2024, 6, 14),
                  citation="12/QĐ-CS", confidence=Confidence.CONFIRMED, actor=course.centre.actor, now=NOW)  # fmt: skip
    page = director.get(address).text
    # Twelve hours by the clock are sixteen of 45 minutes: what stands beside the percentage is what it is made of.
    for words in (">16<", "160 %", "Mỗi giờ học của khóa học là 45 phút", "Giữ như đã xét"):
        assert words in page, words
    assert "16 (160%)" in director.get("/courses/1/sheet").text
    assert ">16<" in director.get("/courses/1").text
    sent = filled(page, "ResultsForm")
    assert sent[f"outcome_{binh}"] == ""  # it stands as it was decided until it is chosen
    assert director.post(address, data=sent).status_code == 303
    assert [one.result.revision for one in course.page.learners if one.result] == [2, 1, 1]
    # His day is put right alone: the outcome that was decided is decided again, on what there is now.
    own = sent | {f"on_{binh}": "12/06/2024", "reason": "order"}
    assert director.post(address, data=own).status_code == 303
    again = course.page.learner(binh)
    assert again
    assert again.result
    assert (again.result.outcome, again.result.on.day, again.changed_since) == (Outcome.PASSED, 12, False)


def test_the_first_page_leads_to_as_many_courses_as_it_counts(course: Course, app: Flask, sign_in: SignIn) -> None:
    centre, an = course.centre, course.stays[0]
    lesson = programme(centre, "Lớp pháp luật", ActivityKind.EDUCATION)
    old = make_programme(centre, name="Lớp may khóa 1", begins_on=date(2023, 1, 1), ends_on=date(2023, 6, 1))
    for activity_id, since in ((lesson, date(2024, 5, 1)), (old, date(2023, 3, 1))):
        assign(centre, an, activity_id, since)
    with transaction() as writing:
        close_activity(writing, lesson, last_on=date(2024, 6, 10), reason="Xong", actor=centre.actor, now=NOW)
    client = sign_in(Role.TRAINING)
    with app.test_request_context():
        block = to_decide(centre.actor)
    assert (block.total, block.all_url) == (1, "/courses?kind=vocational&only=due")
    found = client.get(block.all_url).text
    names = ("Lớp may công nghiệp khóa 3", "Lớp pháp luật", "Lớp may khóa 1")
    assert [name in found for name in names] == [True, False, False]
    every = client.get("/courses?only=due").text
    assert [name in every for name in names] == [True, True, False]
