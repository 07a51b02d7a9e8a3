"""The pages of what is owed."""

from __future__ import annotations

import io
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
from tests.residents.persons import NOW, make_facility
from tests.tasks.owing import DAY, PDF, line, owe

SignIn = Callable[..., FlaskClient]
PAPER = {"version": "1", "kind": "escape-decision", "number": "7/QĐ-CS", "issued_on": "13/6/2024", "issuer": "Cơ sở"}


@pytest.fixture
def centre(session: Session, actor: Actor) -> int:
    return make_facility(actor)


def test_each_post_sees_its_own_and_the_director_all(
    session: Session, actor: Actor, centre: int, sign_in: SignIn
) -> None:
    owe(actor, centre, subject=TaskSubject("movement", 1, "Nguyễn Văn An"))
    owe(actor, centre, subject=TaskSubject("movement", 2, "Trần Văn Ba"), owner_role=Role.DUTY)
    seen = {
        Role.INTAKE: (True, False),
        Role.DUTY: (False, True),
        Role.DIRECTOR: (True, True),
        Role.INSPECTOR: (True, True),
        Role.ADMINISTRATOR: (False, False),
    }
    for role, expected in seen.items():
        page = sign_in(role).get("/tasks")
        assert page.status_code == 200
        assert ("Nguyễn Văn An" in page.text, "Trần Văn Ba" in page.text) == expected, role


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
    page = client.get(f"/tasks/{task}")
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
    director = sign_in(Role.DIRECTOR)
    page = director.get(f"/tasks/{task}")
    assert page.status_code == 200
    assert 'name="number"' not in page.text
    assert director.post(f"/tasks/{task}", data=PAPER).status_code == 403
    assert sign_in(Role.DUTY).get(f"/tasks/{task}").status_code == 404
    assert line(session, task).is_open


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
    assert client.post(page, data={}).status_code == 422
    assert client.post(page, data={"issued_on": "1/1/2090"}).status_code == 422
    assert client.post(page, data={"issued_on": "16/6/2023", "issuer": "Cơ sở"}).status_code == 303
    assert not line(session, task.id).is_open
    assert document_page(session, document, scope=EVERYWHERE).line.issued_on == date(2023, 6, 16)


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
