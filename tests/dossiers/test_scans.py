"""Scans of papers that have no number of their own: attached, opened, taken away; nothing else may be sent."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.models import AuditEntry
from rehab_center.dossiers.models import FileScan
from rehab_center.permissions import Role
from tests import factories
from tests.dossiers.conftest import NOW, Files, there
from tests.residents.persons import make_facility

SignIn = Callable[..., FlaskClient]
PDF = b"%PDF-1.7\n" + b"x" * 50


@pytest.fixture(autouse=True)
def tonight() -> Iterator[None]:
    """The evening of the delivery."""
    with clock.set_to(NOW):
        yield


@pytest.fixture
def paper(files: Files) -> int:
    """A summary of somebody's life that lies in the file: no office numbers it."""
    stay = files.stay()
    files.check(stay, summary=there())
    return files.page(stay).received[0].id


def send(client: FlaskClient, paper: int, content: bytes = PDF, name: str = "tom-tat.pdf") -> tuple[int, str]:
    answer = client.post(f"/files/papers/{paper}/scans/new", data={"scan": (io.BytesIO(content), name)})
    return answer.status_code, answer.text


def test_a_scan_is_attached_opened_and_taken_away(files: Files, paper: int, session: Session, sign_in: SignIn) -> None:
    client, reader = sign_in(Role.INTAKE), sign_in(Role.DUTY)
    place = f"/files/papers/{paper}/scans"
    assert [send(client, paper)[0] for _twice in range(2)] == [303, 303]
    session.rollback()
    scan = session.scalars(select(FileScan)).one()
    assert (scan.name, scan.media_type, scan.size) == ("tom-tat.pdf", "application/pdf", len(PDF))
    opened = reader.get(f"{place}/{scan.id}")
    assert opened.data == PDF
    assert opened.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.post(f"{place}/{scan.id}/withdraw", data={}).status_code == 422
    taken = client.post(f"{place}/{scan.id}/withdraw", data={"reason": "Của người khác"})
    assert (taken.status_code, taken.location) == (303, place)
    assert reader.get(f"{place}/{scan.id}").status_code == 404
    assert "tom-tat.pdf" not in reader.get(place).text
    session.rollback()
    acts = session.scalars(select(AuditEntry).where(AuditEntry.act.like("file.scan-%")).order_by(AuditEntry.id)).all()
    assert [entry.act for entry in acts] == [
        "file.scan-attached",
        "file.scan-attached",
        "file.scan-opened",
        "file.scan-withdrawn",
    ]
    assert acts[-1].reason == "Của người khác"
    assert send(client, paper)[0] == 303, "the same bytes again bring it back"
    assert reader.get(f"{place}/{scan.id}").status_code == 200


@pytest.mark.parametrize("content", [b"MZ" + b"x" * 50, b""])
def test_what_is_no_scan_is_refused_in_words(paper: int, session: Session, sign_in: SignIn, content: bytes) -> None:
    status, page = send(sign_in(Role.INTAKE), paper, content)
    assert status == 422
    assert 'class="field-error"' in page
    session.rollback()
    assert session.scalars(select(FileScan)).all() == []


def test_only_papers_in_the_file_and_without_a_number(files: Files, sign_in: SignIn) -> None:
    stay = files.stay()
    files.check(stay, decision=there(document_id=files.page(stay).stay.decision.id))
    page = files.page(stay)
    client = sign_in(Role.INTAKE)
    numbered, missing = page.received[0], page.missing[0]
    assert "trang riêng" in client.get(f"/files/papers/{numbered.id}/scans").text
    assert [send(client, one.id)[0] for one in (numbered, missing)] == [422, 422]
    assert '/scans"' not in sign_in(Role.INSPECTOR).get(f"/files/{stay}").text


def test_who_may_and_a_strangers_is_not_found(files: Files, paper: int, sign_in: SignIn, client: FlaskClient) -> None:
    send(sign_in(Role.INTAKE), paper)
    assert send(sign_in(Role.DUTY), paper)[0] == 403
    other = make_facility(files.centre.actor, "CS2")
    factories.make_account("nguoi.la", Role.INTAKE, facility_id=other)
    client.post("/sign-in", data={"username": "nguoi.la", "password": factories.PASSWORD})
    place = f"/files/papers/{paper}/scans"
    assert [client.get(one).status_code for one in (place, f"{place}/1", f"{place}/1/withdraw")] == [404, 404, 404]
    assert send(client, paper)[0] == 404
