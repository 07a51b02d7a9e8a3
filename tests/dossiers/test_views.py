"""The pages of a file: status, permission, words."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.models import AuditEntry
from rehab_center.dossiers.rules.leaves import Leaves
from rehab_center.permissions import Role
from rehab_center.tasks.models import Task
from tests import factories
from tests.dossiers.conftest import NOW, Files, there
from tests.residents.persons import make_facility

# What the pages ask is asked on both databases by the tests of the queries and by web/test_fuzz.py.
pytestmark = pytest.mark.any_database

SignIn = Callable[..., FlaskClient]


@pytest.fixture(autouse=True)
def tonight() -> Iterator[None]:
    """The evening of the delivery."""
    with clock.set_to(NOW):
        yield


def acts(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def test_the_stays_page_says_what_is_missing(files: Files, sign_in: SignIn) -> None:
    stay = files.stay()
    client = sign_in(Role.INTAKE)
    page = client.get(f"/admissions/{stay}").text
    assert "Chưa ai kiểm tra giấy tờ của hồ sơ này" in page
    assert f"/files/{stay}/check?next=/admissions/{stay}" in page
    files.check(stay, decision=there())
    page = client.get(f"/admissions/{stay}").text
    assert "Thiếu 13 giấy tờ" in page
    assert "hạn 06/08/2026" in page
    assert "Quá hạn" not in page
    with clock.set_to(NOW.replace(day=20)):
        assert "Quá hạn" in sign_in(Role.INTAKE).get(f"/admissions/{stay}").text


def test_many_papers_are_ticked_in_at_once(files: Files, sign_in: SignIn) -> None:
    stay = files.stay()
    client = sign_in(Role.INTAKE)
    page = client.get(f"/files/{stay}/check").text
    assert 'name="summary_has"' in page
    assert "Văn bản đề nghị của Trưởng Công an cấp xã" in page
    form = {
        "received_on": "3/8/26",
        "summary_has": "y",
        "summary_leaves": "1-2",
        "summary_pages": "4",
        "summary_copy_form": "certified-copy",
        "identity_has": "y",
        "notice_none": "y",
        "notice_note": "không còn thân nhân",
    }
    answer = client.post(f"/files/{stay}/check", data=form)
    assert (answer.status_code, answer.location) == (303, f"/files/{stay}")
    page = client.get(answer.location).text
    assert "Bản sao y" in page
    assert "01-02" in page
    assert "không còn thân nhân" in page
    assert 'name="summary_has"' not in client.get(f"/files/{stay}/check").text


def test_everything_is_there_with_one_box(files: Files, sign_in: SignIn) -> None:
    stay = files.stay()
    client = sign_in(Role.INTAKE)
    for box in ("all_there", "decision_has"):
        forged = {"received_on": "3/8/26", box: "y", "decision_copy_form": "a fax"}
        assert client.post(f"/files/{stay}/check", data=forged).status_code == 422
    client.post(f"/files/{stay}/check", data={"received_on": "3/8/26", "all_there": "y"})
    assert "Không thiếu" in client.get(f"/files/{stay}").text
    assert "Mọi giấy tờ trong danh mục đã được ghi nhận" in client.get(f"/files/{stay}/check").text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"summary_has": "y", "received_on": ""}, "Gõ ngày nhận giấy tờ"),
        ({"summary_has": "y", "received_on": "9/8/26"}, "không được sau hôm nay"),
        ({"summary_has": "y", "summary_leaves": "x"}, "Gõ bút lục như 7 hoặc 1-5"),
        ({"summary_leaves": "1-5"}, "Hãy đánh dấu giấy tờ này"),
        ({"notice_none": "y"}, "Ghi lý do hồ sơ này không cần"),
        (
            {"summary_has": "y", "summary_leaves": "1-5", "violation_has": "y", "violation_leaves": "5"},
            "Bút lục 01-05 đã thuộc",
        ),
    ],
)
def test_bad_input_is_said_at_its_place_and_nothing_is_lost(
    files: Files, sign_in: SignIn, form: dict[str, str], said: str
) -> None:
    stay = files.stay()
    typed = {"received_on": "3/8/26", "identity_note": "giữ nguyên", "identity_has": "y"} | form
    answer = sign_in(Role.INTAKE).post(f"/files/{stay}/check", data=typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="giữ nguyên"' in answer.text
    assert not files.page(stay).checked


def test_the_to_do_leads_to_where_it_is_settled(files: Files, session: Session, sign_in: SignIn) -> None:
    stay = files.stay()
    client = sign_in(Role.INTAKE)
    check = session.scalars(select(Task.id).where(Task.subject_kind == "stay-file")).one()
    assert client.get(f"/tasks/{check}?next=/today").location == f"/files/{stay}/check?next=/today"
    assert sign_in(Role.INSPECTOR).get(f"/tasks/{check}").status_code == 200
    files.check(stay)
    session.rollback()
    paper = files.page(stay).missing[0]
    task = session.scalars(select(Task).where(Task.subject_kind == "file-paper", Task.subject_id == paper.id)).one()
    address = client.get(f"/tasks/{task.id}").location
    assert address == f"/files/papers/{paper.id}"
    assert '<option selected value="received">' in client.get(address).text
    form = {"state": "received", "received_on": "3/8/26", "version": str(paper.version), "pages": "2"}
    assert client.post(address, data=form).status_code == 303
    session.rollback()
    assert session.get_one(Task, task.id).closed_at is not None
    assert client.get(f"/tasks/{task.id}").status_code == 200


def test_a_second_saver_sees_both_values(files: Files, sign_in: SignIn) -> None:
    stay = files.stay()
    files.check(stay, summary=there(pages=2, leaves=Leaves(1, 2)))
    paper = files.page(stay).received[0]
    client = sign_in(Role.INTAKE)
    form = {"state": "received", "received_on": "3/8/26", "version": str(paper.version)}
    assert client.post(f"/files/papers/{paper.id}", data=form | {"pages": "3"}).status_code == 303
    answer = client.post(f"/files/papers/{paper.id}", data=form | {"pages": "7"})
    assert answer.status_code == 409
    assert "[[&#34;pages&#34;, &#34;3&#34;]]" in answer.text
    assert "[[&#34;pages&#34;, &#34;7&#34;]]" in answer.text
    version = re.search(r'name="version"[^>]*value="(\d+)"', answer.text)
    assert version is not None
    again = client.post(f"/files/papers/{paper.id}", data=form | {"pages": "7", "version": version[1]})
    assert again.status_code == 303


def test_taking_back_asks_and_says_what_it_does(files: Files, sign_in: SignIn) -> None:
    stay = files.stay()
    files.check(stay, summary=there())
    paper = files.page(stay).received[0]
    client = sign_in(Role.INTAKE)
    assert "Từ nay giấy tờ lại là còn thiếu" in client.get(f"/files/papers/{paper.id}/take-back").text
    assert client.post(f"/files/papers/{paper.id}/take-back", data={"version": paper.version}).status_code == 422
    form = {"version": paper.version, "reason": "Của người khác"}
    assert client.post(f"/files/papers/{paper.id}/take-back", data=form).status_code == 303
    page = client.get(f"/files/{stay}").text
    assert "<s>Bản tóm tắt lý lịch</s>" in page
    assert "Của người khác" in page


def test_another_paper(files: Files, sign_in: SignIn) -> None:
    stay = files.stay()
    client = sign_in(Role.INTAKE)
    form = {"state": "received", "received_on": "3/8/26"}
    assert client.post(f"/files/{stay}/papers/new", data=form).status_code == 422
    assert client.post(f"/files/{stay}/papers/new", data=form | {"title": "Giấy ra viện"}).status_code == 303
    assert "Giấy ra viện" in client.get(f"/files/{stay}").text


def test_the_list_is_filtered_searched_and_exported(files: Files, session: Session, sign_in: SignIn) -> None:
    first, second = files.stay("Lê Văn Một"), files.stay("Đỗ Văn Hai")
    files.check(first)
    client = sign_in(Role.INTAKE)
    assert "Lê Văn Một" in client.get("/files?state=missing&paper=handover").text
    page = client.get("/files?state=unchecked").text
    assert "Đỗ Văn Hai" in page
    assert "Lê Văn Một" not in page
    assert f"/files/{second}" in client.get("/files?q=do van hai").text
    assert "Lê Văn Một" not in client.get("/files?overdue=yes").text
    for column in ("file_code", "name", "admitted_on", "due_on"):
        assert client.get(f"/files?sort={column}&order=desc").status_code == 200
    answer = client.get("/files?export=xlsx&state=missing")
    rows = list(load_workbook(io.BytesIO(answer.data)).worksheets[0].values)
    assert any("Lê Văn Một" in row and any("Biên bản giao, nhận người" in str(cell) for cell in row) for row in rows)
    assert acts(session)[-1] == "file.list-exported"
    assert sign_in(Role.DUTY).get("/files?export=xlsx").status_code == 403


def test_who_may_do_what(files: Files, sign_in: SignIn) -> None:
    stay = files.stay()
    files.check(stay, summary=there())
    paper = files.page(stay).received[0].id
    reads, writes = (
        (f"/files/{stay}", "/files", f"/files/{stay}/sheets/cover"),
        (
            f"/files/{stay}/check",
            f"/files/{stay}/papers/new",
            f"/files/papers/{paper}",
            f"/files/papers/{paper}/take-back",
        ),
    )
    duty, director, administrator = sign_in(Role.DUTY), sign_in(Role.DIRECTOR), sign_in(Role.ADMINISTRATOR)
    assert [duty.get(one).status_code for one in reads] == [200, 200, 200]
    assert [duty.get(one).status_code for one in writes] == [403, 403, 403, 403]
    assert [director.get(one).status_code for one in writes] == [200, 200, 200, 200]
    assert [administrator.get(one).status_code for one in reads] == [403, 403, 403]
    assert administrator.get("/blank-forms").status_code == 200


def test_a_strangers_file_is_not_found(files: Files, client: FlaskClient) -> None:
    stay = files.stay()
    files.check(stay, summary=there())
    paper = files.page(stay).received[0].id
    other = make_facility(files.centre.actor, "CS2")
    factories.make_account("nguoi.la", Role.INTAKE, facility_id=other)
    client.post("/sign-in", data={"username": "nguoi.la", "password": factories.PASSWORD})
    assert "Trần Văn An" not in client.get("/files").text
    for address in (
        f"/files/{stay}",
        f"/files/{stay}/check",
        f"/files/{stay}/sheets/admission/file",
        f"/files/papers/{paper}",
    ):
        assert client.get(address).status_code == 404
    assert client.post(f"/files/papers/{paper}/take-back", data={"reason": "x", "version": 1}).status_code == 404


def test_opening_a_file_is_in_the_log(files: Files, session: Session, sign_in: SignIn) -> None:
    stay = files.stay()
    sign_in(Role.DUTY).get(f"/files/{stay}")
    assert acts(session)[-1] == "stay.opened"
