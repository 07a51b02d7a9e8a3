"""The pages of what is owed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import record
from rehab_center.db import transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.queries import document_page
from rehab_center.documents.rules import DocumentFacts
from rehab_center.permissions import EVERYWHERE, Actor, Role
from rehab_center.tasks import queries, services
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.rules import TaskSubject
from rehab_center.words import message
from tests.residents.persons import NOW, make_facility
from tests.tasks.owing import DAY, PDF, line, owe

SignIn = Callable[..., FlaskClient]
PAPER = {"version": "1", "kind": "escape-decision", "number": "7/QĐ-CS", "issued_on": "13/6/2024", "issuer": "Cơ sở"}


@pytest.fixture
def centre(session: Session, actor: Actor) -> int:
    return make_facility(actor)


def test_the_log_says_what_is_owed_in_the_readers_words(
    session: Session, actor: Actor, centre: int, sign_in: SignIn
) -> None:
    owe(actor, centre)
    owe(actor, centre, kind=TaskKind.BELONGINGS, what=message("List and seal the belongings"))
    numbers = session.scalars(select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(2)).all()
    inspector = sign_in(Role.INSPECTOR)
    told = [inspector.get(f"/log/{number}").text for number in numbers]
    assert "<td>Kê, niêm phong tư trang, tài sản</td>" in told[0]
    assert "The paper of 10/06/2024" in told[1]


def test_who_sees_people_sees_what_is_owed_about_them(
    session: Session, actor: Actor, centre: int, sign_in: SignIn
) -> None:
    owe(actor, centre, subject=TaskSubject("movement", 1, "Nguyễn Văn An"))
    owe(actor, centre, subject=TaskSubject("movement", 2, "Trần Văn Ba"), owner_role=Role.MEDICAL)
    seen = {
        Role.INTAKE: (True, False),
        Role.DUTY: (True, False),
        Role.MEDICAL: (True, True),
        Role.DIRECTOR: (True, True),
        Role.INSPECTOR: (True, False),
        Role.ADMINISTRATOR: (False, False),
    }
    for role, expected in seen.items():
        page = sign_in(role).get("/tasks")
        assert page.status_code == 200
        assert ("Nguyễn Văn An" in page.text, "Trần Văn Ba" in page.text) == expected, role


def test_papers_out_of_an_old_book_do_not_bury_what_presses(
    session: Session, actor: Actor, centre: int, sign_in: SignIn
) -> None:
    owe(actor, centre, subject=TaskSubject("movement", 1, "Nguyễn Văn An"))
    owe(actor, centre, kind=TaskKind.PAPER_INCOMPLETE, subject=TaskSubject("document", 1, "Trần Văn Ba"))
    client = sign_in(Role.INTAKE)
    pressing, to_fill_in = client.get("/tasks").text, client.get("/tasks/to-fill-in").text
    assert ("Nguyễn Văn An" in pressing, "Trần Văn Ba" in pressing) == (True, False)
    assert ("Nguyễn Văn An" in to_fill_in, "Trần Văn Ba" in to_fill_in) == (False, True)
    assert "Trần Văn Ba" not in client.get("/today").text
    assert "/tasks/to-fill-in" in client.get("/today").text


def test_the_overdue_are_marked(session: Session, actor: Actor, centre: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    owe(actor, centre, due_at=clock.now() + DAY)
    assert "badge-bad" not in client.get("/tasks").text
    owe(actor, centre, kind=TaskKind.SEARCH_DECISION, due_at=clock.now() - DAY)
    assert "badge-bad" in client.get("/tasks?overdue=yes").text
    assert "<" not in client.get("/tasks?export=csv").text


def test_closing_by_the_paper(session: Session, actor: Actor, centre: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    task = owe(actor, centre, kind=TaskKind.SEARCH_DECISION)
    assert "/issued-papers/for/" in client.get(f"/tasks/{task}").location  # it may be written here
    page = client.get(f"/tasks/{task}?here=1")
    assert page.status_code == 200
    assert '<option selected value="escape-decision">' in page.text
    assert client.post(f"/tasks/{task}", data=PAPER | {"issuer": ""}).status_code == 422
    answer = client.post(f"/tasks/{task}", data=PAPER | {"scan": (io.BytesIO(PDF), "a.pdf")})
    assert answer.status_code == 303
    closed = line(session, task)
    assert closed.closed_by_document_id is not None
    assert [scan.name for scan in document_page(session, closed.closed_by_document_id, scope=EVERYWHERE).scans] == [
        "a.pdf"
    ]
    assert "7/QĐ-CS" in client.get(f"/tasks/{task}").text
    assert "Đỗ Thị Hòa" in client.get("/tasks/closed").text
    assert f"/tasks/{task}" in client.get(f"/papers/{closed.closed_by_document_id}").text


def test_closing_without_a_paper(session: Session, actor: Actor, centre: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    task = owe(actor, centre)
    empty = client.post(f"/tasks/{task}", data={"settle": "yes", "settle-version": "1", "settle-reason": ""})
    assert empty.status_code == 422
    assert 'id="settle-reason-error"' in empty.text
    assert 'id="number-error"' not in empty.text
    given = {"settle": "yes", "settle-version": "1", "settle-reason": "đã có trong hồ sơ giấy"}
    assert client.post(f"/tasks/{task}", data=given).status_code == 303
    assert line(session, task).closed_reason == "đã có trong hồ sơ giấy"
    late = client.post(f"/tasks/{task}", data=given)
    assert late.status_code == 422


def test_another_post_may_look_but_not_close(session: Session, actor: Actor, centre: int, sign_in: SignIn) -> None:
    task = owe(actor, centre)
    duty = sign_in(Role.DUTY)
    page = duty.get(f"/tasks/{task}")
    assert page.status_code == 200
    assert 'name="number"' not in page.text
    assert duty.post(f"/tasks/{task}", data=PAPER).status_code == 403
    assert sign_in(Role.ADMINISTRATOR).get(f"/tasks/{task}").status_code == 404
    assert line(session, task).is_open


def test_a_clerk_enters_what_the_director_has_signed(
    session: Session, actor: Actor, centre: int, sign_in: SignIn
) -> None:
    task = owe(actor, centre, kind=TaskKind.SEARCH_DECISION, owner_role=Role.DIRECTOR)
    clerk = sign_in(Role.INTAKE)
    page = clerk.get(f"/tasks/{task}?here=1&next=/admissions/1").text
    assert 'name="own_book" type="checkbox" value="y"' in page
    assert 'name="settle-reason"' not in page
    given = {"settle": "yes", "settle-version": "1", "settle-reason": "không cần"}
    assert clerk.post(f"/tasks/{task}", data=given).status_code == 403
    answer = clerk.post(f"/tasks/{task}?next=/admissions/1", data=PAPER)
    assert (answer.status_code, answer.location) == (303, "/admissions/1")
    assert not line(session, task).is_open


def test_a_scan_need_not_be_chosen_again_after_an_error(
    session: Session, actor: Actor, centre: int, sign_in: SignIn
) -> None:
    client = sign_in(Role.INTAKE)
    task = owe(actor, centre)
    refused = client.post(f"/tasks/{task}", data=PAPER | {"number": "", "scan": (io.BytesIO(PDF), "giấy.pdf")})
    assert refused.status_code == 422
    key = re.search(r'type="hidden" name="scan" value="(\w+)"', refused.text)
    assert key is not None
    assert client.post(f"/tasks/{task}", data=PAPER | {"scan": key[1]}).status_code == 303
    paper = line(session, task).closed_by_document_id
    assert paper is not None
    assert [scan.name for scan in document_page(session, paper, scope=EVERYWHERE).scans] == ["giấy.pdf"]


def test_an_incomplete_paper_is_filled_in(session: Session, actor: Actor, centre: int, sign_in: SignIn) -> None:
    with transaction() as writing:
        document = services.add_paper(
            writing,
            facts=DocumentFacts(DocumentKind.CERTIFICATE, "295/GCN", facility_id=centre),
            facility_id=centre,
            about="Đỗ Thị Hòa",
            due_at=None,
            actor=actor,
            now=NOW,
        )
        record("register.imported", actor=actor, at=NOW)
    (task,) = queries.open_tasks(session, scope=EVERYWHERE)
    client = sign_in(Role.INTAKE)
    assert client.get(f"/tasks/{task.id}").location == f"/tasks/papers/{document}"
    page = f"/tasks/papers/{document}"
    assert "295/GCN" in client.get(page).text
    assert 'type="submit"' in main_of(client.get(page).text)
    assert client.post(page, data={}).status_code == 422
    assert client.post(page, data={"issued_on": "1/1/2090"}).status_code == 422
    assert client.post(page, data={"issued_on": "16/6/2023", "issuer": "Cơ sở"}).status_code == 303
    assert not line(session, task.id).is_open
    assert document_page(session, document, scope=EVERYWHERE).line.issued_on == date(2023, 6, 16)
    lacking_nothing = main_of(client.get(page).text)
    assert "Văn bản này không thiếu gì." in lacking_nothing
    assert 'type="submit"' not in lacking_nothing


def main_of(page: str) -> str:
    """A page without the bar above it, which has buttons of its own."""
    return page.partition("<main")[2]


def test_the_export_is_in_the_log(session: Session, actor: Actor, centre: int, sign_in: SignIn) -> None:
    owe(actor, centre)
    answer = sign_in(Role.INTAKE).get("/tasks?export=csv")
    assert "Đỗ Thị Hòa" in answer.text
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.act, entry.details) == ("task.exported", {"rows": 1, "form": "csv"})
    assert sign_in(Role.DUTY).get("/tasks?export=csv").status_code == 403


def test_a_stranger_is_a_404(sign_in: SignIn) -> None:
    assert sign_in(Role.INTAKE).get("/tasks/99").status_code == 404
