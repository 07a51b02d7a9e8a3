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
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.courses.kinds import Missed
from rehab_center.courses.queries.certificates import certificate_list
from rehab_center.permissions import EVERYWHERE, Role
from rehab_center.web.list_state import ListState
from tests.courses.lessons import NOW, Course

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
    assert training.get("/courses/certificates?export=xlsx").status_code == 403
    book = load_workbook(BytesIO(director.get("/courses/certificates?export=xlsx&level=short").data))
    assert [row[0] for row in book.active.iter_rows(min_row=2, values_only=True)][:2] == ["16/2024", "15/2024"]

    scan = {"scan": (BytesIO(PDF), "chung-chi.pdf")}
    assert training.post("/courses/certificates/1", data=scan).status_code == 303
    assert training.get("/courses/certificates/1/scans/1").data == PDF
    handed = {"version": "1", "handed_on": "14/06/2024", "handed_to": "Trần Văn An", "signed_for": "yes"}
    assert training.post("/courses/certificates/1/hand", data=handed | {"handed_on": "1/6/2024"}).status_code == 422
    assert training.post("/courses/certificates/1/hand", data=handed).status_code == 303
    assert training.post("/courses/certificates/1/hand", data=handed).status_code == 409
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
    assert director.post("/courses/certificates/3/void", data=void).status_code == 303
    assert "Nhầm người" in director.get("/courses/certificates/3").text

    # Without one that holds Cường gets the centre's own, which alone is printed here.
    own = filled(training.get("/courses/1/certificates/new").text, "IssueForm")
    own |= {"kind": "attestation", "numbering": "own"}
    assert training.post("/courses/1/certificates/new", data=own).status_code == 303
    session.rollback()
    assert certificate_list(session, ListState(q="0001/gcn"), scope=EVERYWHERE)[1] == 1
    assert "0001/GCN-2024" in training.get("/courses/certificates/4/paper").text
    assert training.get("/courses/certificates/1/paper").status_code == 404
    assert director.get("/courses/certificates/4/paper/file").data.startswith(b"%PDF-")
    sheet = director.get("/courses/1/sheet").text
    assert "Người lập" in sheet
    assert "16 (160%)" in sheet
    book_page = director.get("/courses/certificates/sheet").text
    assert "Đã cấp lại: Bị mất" in book_page

    job = {"on": "14/06/2024", "found": "yes", "place": "", "since": "", "in_trade": "yes"}
    assert "Chưa nắm thông tin" in training.get("/courses/jobs?heard=unknown").text
    assert training.post(f"/courses/1/jobs/{an}", data=job).status_code == 422
    assert training.post(f"/courses/1/jobs/{an}", data=job | {"place": "Công ty May"}).status_code == 303
    assert training.get(f"/courses/1/jobs/{binh}").status_code == 404
    assert "Công ty May" in training.get("/courses/jobs?heard=found").text
    stay = training.get(f"/courses/stays/{an}").text
    assert "15/2024" in stay
    assert "Công ty May" in stay
    assert f"/courses/stays/{an}" in training.get("/people/1").text
    assert "15/2024" in training.get(f"/admissions/{an}").text
    assert "Khóa học nghề chưa xét kết quả" not in training.get("/today").text
    assert "/courses/1" in training.get("/activities/programmes/1").text
