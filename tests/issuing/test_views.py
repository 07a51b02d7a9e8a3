"""The pages: from what is owed to the paper, numbered and printed; reprints, cancelled ones, who may."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from flask.testing import FlaskClient
from pikepdf.pdfa import check
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Movement
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.audit.models import AuditEntry
from rehab_center.issuing.kinds import PaperKind
from rehab_center.issuing.models import IssuedPaper
from rehab_center.permissions import Role
from rehab_center.policies.rules import PolicyKind
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.models import Task
from tests.issuing.conftest import Office

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def escaped(office: Office) -> int:
    """A stay whose person escaped today, nothing on paper yet."""
    stay = office.centre.admit()
    office.centre.move(stay, MovementKind.ESCAPED, clock.today(), now=clock.now(), with_paper=False)
    return stay


def typed(**others: str) -> dict[str, str]:
    given = {
        "dated_on": f"{clock.today():%d/%m/%Y}",
        "circumstances": "Trèo tường",
        "signer": "Lê Văn Trưởng",
        "version": "",  # as the browser sends the hidden field of a new paper
    }
    return given | {"recipients": "Công an xã\nLưu: VT", "addressee": "Công an xã Liên Minh"} | others


def version_of(page: str) -> str:
    return page.split('name="version"')[1].split('value="')[1].split('"')[0]


def test_from_what_is_owed_to_the_printed_paper(session: Session, escaped: int, sign_in: SignIn) -> None:
    task = session.scalars(select(Task.id).where(Task.kind == TaskKind.COMMUNE_NOTICE)).one()
    duty, director = sign_in(Role.DUTY), sign_in(Role.DIRECTOR)
    form = duty.get(f"/tasks/{task}", follow_redirects=True)
    assert form.status_code == 200
    assert "Thông báo bỏ trốn" in form.text
    asked = "Số do Tiếp nhận, hồ sơ nhập"  # who has the to-do, to whom may not enter the number
    link = f"/tasks/{task}?here=1"
    assert (asked in form.text, link in form.text) == (True, False)
    clerk = sign_in(Role.INTAKE).get(f"/tasks/{task}", follow_redirects=True).text
    assert (asked in clerk, link in clerk) == (False, True)
    address = form.request.full_path
    refused = duty.post(address, data=typed(dated_on="31/02/2024"))
    assert refused.status_code == 422
    assert "Trèo tường" in refused.text
    paper = duty.post(address, data=typed()).location
    shown = duty.get(paper)
    assert "Kính gửi: Công an xã Liên Minh" in shown.text
    assert "Số: ………/TB-" in shown.text
    assert "Mẫu theo thông lệ, chờ xác nhận" in shown.text
    assert duty.get(f"{paper}/issue").status_code == 403
    assert "đang chờ ở trang đầu của lãnh đạo" in shown.text
    assert f'href="{paper}"' in director.get("/today").text
    assert "đang chờ ở trang đầu của lãnh đạo" not in director.get(paper).text
    question = director.get(f"{paper}/issue").text
    assert "01/TB-CSCNMTC" in question
    assert director.post(f"{paper}/issue", data={"version": version_of(question)}).status_code == 303
    first = duty.get(f"{paper}/file?view=1")
    assert first.mimetype == "application/pdf"
    with pikepdf.open(BytesIO(first.data)) as pdf:
        assert not check(pdf, "3b").findings
    assert duty.get(f"{paper}/file").data == first.data  # a reprint is the same bytes
    assert duty.get(f"{paper}/edit").status_code == 302
    assert "01/TB-CSCNMTC" in duty.get(f"/admissions/{escaped}").text
    session.rollback()
    assert session.get_one(Task, task, populate_existing=True).closed_at is not None
    acts = set(session.scalars(select(AuditEntry.act).where(AuditEntry.act.like("paper.%"))))
    assert {"paper.drafted", "paper.issued", "paper.printed", "paper.downloaded"} <= acts


def test_a_cancelled_number_is_struck_through_in_the_book(office: Office, escaped: int, sign_in: SignIn) -> None:
    paper = office.draft(escaped, PaperKind.ESCAPE_NOTICE, now=clock.now(), dated_on=clock.today())
    office.issue(paper, now=clock.now())
    director = sign_in(Role.DIRECTOR)
    assert "không trống" in director.get("/issued-papers").text
    assert director.post(f"/issued-papers/{paper}/cancel", data={"reason": ""}).status_code == 422
    given = {"reason": "Sai tên người ký", "replace": "y"}
    following = director.post(f"/issued-papers/{paper}/cancel", data=given)
    assert following.location == f"/issued-papers/{paper + 1}"
    book = director.get("/issued-papers/book").text
    assert "<s>01/TB-CSCNMTC</s>" in book
    assert "Hủy: Sai tên người ký" in book
    assert "không trống số nào" in book
    assert "01/TB-CSCNMTC" in director.get("/issued-papers?q=1/tb&state=cancelled").text
    assert "01/TB-CSCNMTC" not in director.get("/issued-papers?q=9/tb").text


def test_what_speaks_of_health_is_read_by_those_who_may(office: Office, sign_in: SignIn) -> None:
    stay = office.centre.admit()
    reason = "Suy tim giai đoạn cuối"
    paper = office.draft(stay, PaperKind.SUSPENSION_PROPOSAL, now=clock.now(), dated_on=clock.today(), reason=reason)
    assert reason in sign_in(Role.INTAKE).get(f"/issued-papers/{paper}").text
    assert reason in sign_in(Role.MEDICAL).get(f"/issued-papers/{paper}").text
    assert sign_in(Role.INSPECTOR).get(f"/issued-papers/{paper}").status_code == 403
    assert reason not in sign_in(Role.INSPECTOR).get("/issued-papers").text


@pytest.mark.parametrize(
    ("role", "kind", "status"),
    [
        (Role.DUTY, "escape-notice", 200),
        (Role.DUTY, "end-notice", 403),
        (Role.INTAKE, "search-decision", 200),
        (Role.MEDICAL, "escape-notice", 403),
        (Role.INTAKE, "no-such-kind", 404),
    ],
)
def test_who_may_write_what(escaped: int, sign_in: SignIn, role: Role, kind: str, status: int) -> None:
    assert sign_in(role).get(f"/issued-papers/stays/{escaped}/new/{kind}").status_code == status


def test_a_second_saver_sees_both(session: Session, office: Office, escaped: int, sign_in: SignIn) -> None:
    paper = office.draft(escaped, PaperKind.ESCAPE_NOTICE, now=clock.now(), dated_on=clock.today())
    one, other = sign_in(Role.INTAKE), sign_in(Role.DIRECTOR)
    page = one.get(f"/issued-papers/{paper}/edit").text
    form = typed(version=version_of(page))
    assert other.post(f"/issued-papers/{paper}/edit", data=form | {"circumstances": "Phá cửa"}).status_code == 303
    late = one.post(f"/issued-papers/{paper}/edit", data=form)
    assert late.status_code == 409
    assert "Phá cửa" in late.text


def test_printed_to_sign_then_numbered(session: Session, office: Office, escaped: int, sign_in: SignIn) -> None:
    office.by_hand(PolicyKind.NUMBERING_NOTICES)
    paper = office.draft(escaped, PaperKind.ESCAPE_NOTICE, now=clock.now(), dated_on=clock.today())
    client = sign_in(Role.INTAKE)
    assert client.get(f"/issued-papers/{paper}/issue").status_code == 403
    question = client.get(f"/issued-papers/{paper}/to-sign").text
    assert client.post(f"/issued-papers/{paper}/to-sign", data={"version": version_of(question)}).status_code == 303
    session.rollback()
    task = session.scalars(select(Task.id).where(Task.subject_kind == "issued-paper")).one()
    assert client.get(f"/tasks/{task}").location.startswith(f"/issued-papers/{paper}/number")
    assert "Đã in, chờ số" in client.get(f"/issued-papers/{paper}").text
    assert "chờ ghi số" in client.get("/today").text
    stay = session.scalars(select(IssuedPaper.admission_id)).one()
    assert client.get(f"/admissions/{stay}").status_code == 200
    session.rollback()
    wrong = client.post(f"/issued-papers/{paper}/number", data={"number": "x", "issued_on": ""})
    assert wrong.status_code == 422
    given = {"number": "17", "issued_on": f"{clock.today():%d/%m/%Y}", "scan": (BytesIO(b"%PDF-1.7\n..."), "ky.pdf")}
    assert client.post(f"/issued-papers/{paper}/number", data=given).status_code == 303
    assert "17/TB-CSCNMTC" in client.get(f"/issued-papers/{paper}").text
    assert f'/issued-papers/{paper}"' not in client.get("/issued-papers?signed=missing").text
    assert f'/issued-papers/{paper}"' in client.get("/issued-papers?signed=there").text
    session.rollback()
    assert session.get_one(Task, task, populate_existing=True).closed_by_document_id is not None


def test_a_task_of_another_movement_is_not_led_astray(session: Session, escaped: int, sign_in: SignIn) -> None:
    movement = session.scalars(select(Movement.id).where(Movement.kind == MovementKind.ESCAPED)).one()
    first = sign_in(Role.INTAKE).get(f"/issued-papers/for/{movement}/search-decision")
    assert first.location == f"/issued-papers/stays/{escaped}/new/search-decision?movement={movement}"
    assert sign_in(Role.INTAKE).get(f"/issued-papers/for/{movement + 9}/search-decision").status_code == 404
