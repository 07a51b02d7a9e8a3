"""The pages of papers."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import record
from rehab_center.db import transaction
from rehab_center.documents import queries, services
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.permissions import EVERYWHERE, Actor, Role
from tests.residents.persons import NOW

SignIn = Callable[..., FlaskClient]
PDF = b"%PDF-1.7\n" + b"x" * 50


@pytest.fixture
def paper(session: Session, actor: Actor) -> int:
    facts = DocumentFacts(DocumentKind.DECISION, "120/QĐ-TA", date(2024, 6, 1))
    with transaction() as writing:
        document_id = services.add_document(writing, facts=facts, actor=actor, now=NOW)
        record("stay.admitted", actor=actor, at=NOW)
    return document_id


def page_of(session: Session, paper: int) -> queries.DocumentPage:
    session.rollback()
    session.expire_all()
    return queries.document_page(session, paper, scope=EVERYWHERE)


def test_the_list_and_its_export(session: Session, paper: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    page = client.get("/papers").text
    assert "120/QĐ-TA" in page
    assert '<a href="/papers" aria-current="page">' in page.partition('class="tabs"')[2]
    assert 'href="/admissions/movements"' in page
    assert "120/QĐ-TA" not in client.get("/papers?missing=scan&kind=notice").text
    assert "120/QĐ-TA" in client.get("/papers?q=120/qd&missing=date-or-issuer").text
    export = client.get("/papers?export=csv")
    assert "120/QĐ-TA" in export.text
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.act, entry.details) == ("document.exported", {"rows": 1, "form": "csv"})


def test_a_papers_page(paper: int, sign_in: SignIn) -> None:
    answer = sign_in(Role.INTAKE).get(f"/papers/{paper}")
    assert answer.status_code == 200
    for words in ("120/QĐ-TA", "01/06/2024", f"/tasks/papers/{paper}", f"/papers/{paper}/edit"):
        assert words in answer.text


def test_readers_see_no_buttons_and_may_not_press_them(paper: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INSPECTOR)
    answer = client.get(f"/papers/{paper}")
    assert answer.status_code == 200
    assert f"/papers/{paper}/edit" not in answer.text
    assert client.get(f"/papers/{paper}/edit").status_code == 403
    assert client.post(f"/papers/{paper}/scans", data={}).status_code == 403
    assert sign_in(Role.ADMINISTRATOR).get("/papers").status_code == 403


def test_a_scan_goes_in_and_comes_out(session: Session, paper: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    file = {"scan": (io.BytesIO(PDF), "quyết định.pdf")}
    assert client.post(f"/papers/{paper}/scans", data=file).status_code == 303
    (scan,) = page_of(session, paper).scans
    answer = client.get(f"/papers/{paper}/scans/{scan.id}")
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    path = f"/papers/{paper}/scans/{scan.id}/withdraw"
    assert "quyết định.pdf" in client.get(path).text
    assert client.post(path, data={"reason": ""}).status_code == 422
    assert client.post(path, data={"reason": "nhầm"}).status_code == 303
    assert client.get(f"/papers/{paper}/scans/{scan.id}").status_code == 404


@pytest.mark.parametrize("content", [b"<script>", b""])
def test_a_wrong_file_is_refused_beside_the_field(paper: int, sign_in: SignIn, content: bytes) -> None:
    answer = sign_in(Role.INTAKE).post(f"/papers/{paper}/scans", data={"scan": (io.BytesIO(content), "a.pdf")})
    assert answer.status_code == 422
    assert 'id="scan-error"' in answer.text


def test_no_file_chosen(paper: int, sign_in: SignIn) -> None:
    assert sign_in(Role.INTAKE).post(f"/papers/{paper}/scans", data={}).status_code == 422


def test_correcting(session: Session, paper: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    assert "120/QĐ-TA" in client.get(f"/papers/{paper}/edit").text
    form = {"version": "1", "number": "121/QĐ-TA", "issued_on": "2/6/24", "issuer": "TAND huyện A", "reason": "gõ nhầm"}
    assert client.post(f"/papers/{paper}/edit", data=form | {"reason": ""}).status_code == 422
    assert client.post(f"/papers/{paper}/edit", data=form).status_code == 303
    line = page_of(session, paper).line
    assert (line.number, line.issued_on, line.issuer) == ("121/QĐ-TA", date(2024, 6, 2), "TAND huyện A")
    refused = client.post(f"/papers/{paper}/edit", data=form | {"issuer": "TAND huyện C"})
    assert refused.status_code == 409
    assert "TAND huyện A" in refused.text
    assert 'name="version" type="hidden" value="2"' in refused.text
    assert (
        client.post(f"/papers/{paper}/edit", data=form | {"issued_on": "1/1/2090", "version": "2"}).status_code == 422
    )


def test_blanks_are_no_number_and_no_reason(session: Session, paper: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    right = {"number": "121/QĐ-TA", "issued_on": "1/6/2024", "reason": "nhầm số", "version": "1"}
    for name in ("number", "reason"):
        assert client.post(f"/papers/{paper}/edit", data=right | {name: " \u200b "}).status_code == 422
    assert page_of(session, paper).line.number == "120/QĐ-TA"


def test_a_stranger_is_a_404(sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    for path in ("/papers/99", "/papers/99/edit", "/papers/99/scans/1", "/tasks/papers/99"):
        assert client.get(path).status_code == 404
