"""The gate through its pages: twelve people by the form alone, nothing typed twice; who may; what is wrong is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, HandoverPerson
from rehab_center.admissions.queries.handovers import HandoverPage, handover_page
from rehab_center.admissions.rules.handover import Outcome
from rehab_center.dates import DateRange
from rehab_center.headcount.queries import balance
from rehab_center.permissions import EVERYWHERE, Role
from tests.admissions.deliveries import NEW_NAMES, UNIT, Known, known_people
from tests.admissions.stays import COURT, Centre

SignIn = Callable[..., FlaskClient]
DELIVERY = {
    "delivered_on": "13/6/2024",
    "delivered_time": "20h00",
    "delivering_unit": UNIT,
    "deliverers": "Đại úy Trần Văn Giao",
    "receivers": "Lê Thị Nhận",
    "stated_count": "12",
    "entry": "admitted",
    "decision_number": "120/QĐ-TA",
    "decision_on": "10/6/2024",
    "decision_issuer": COURT,
    "decision_effective_on": "10/6/2024",
    "decision_kind": "compulsory",
    "months": "18",
}
URL = "/admissions/handovers/1"
DAY = date(2024, 6, 13)


@pytest.fixture
def known(centre: Centre) -> Known:
    """Who the centre knows already."""
    return known_people(centre)


@pytest.fixture
def clerk(centre: Centre, sign_in: SignIn) -> FlaskClient:
    """Somebody at the gate, with the delivery written down."""
    client = sign_in(Role.INTAKE)
    answer = client.post("/admissions/handovers/new", data=DELIVERY)
    assert (answer.status_code, answer.location) == (303, URL)
    return client


def line(full_name: str, birth: str, **others: str) -> dict[str, str]:
    """What is typed about one person: the decision is chosen already."""
    return {"full_name": full_name, "birth": birth, "sex": "male", "line_decision": "1", "step": "take-in"} | others


def _page(session: Session) -> HandoverPage:
    session.rollback()
    session.expire_all()
    return handover_page(session, 1, scope=EVERYWHERE)


def test_twelve_people_one_after_the_other(session: Session, known: Known, clerk: FlaskClient) -> None:
    for number, name in enumerate(NEW_NAMES):
        answer = clerk.post(URL, data=line(name, f"2/3/{1980 + number}"))
        assert (answer.status_code, answer.location) == (303, URL)
    seen = clerk.post(URL, data=line("lê văn bình", "050682", identity_number="036082012345")).location
    compared = clerk.get(seen).text
    assert "036082012345" in compared
    assert "05/01/2023" in compared
    assert clerk.post(seen, data={"resident": known.twice}).location == URL
    brother = clerk.post(URL, data=line("Phạm Văn Cường", "9/1/1985")).location
    assert clerk.post(brother, data={"resident": known.brother}).location == URL
    escapee = clerk.post(URL, data=line("Vũ Đình Dũng", "1/8/1993")).location
    assert re.search(rf'name="resident" value="{known.escapee}">[^<]*HV', clerk.get(escapee).text)
    assert clerk.post(escapee, data={"resident": known.escapee}).location == URL
    child = clerk.post(URL, data=line("Cao Bé Phúc", "1/2/2013", step="refuse")).location
    assert child.endswith("/refuse")
    assert '<option selected value="under-age">' in clerk.get(child).text
    assert clerk.post(child, data={"refusal": "under-age"}).location == URL
    assert clerk.post(URL, data=line("Không Rõ Quê", "1988")).location == URL
    held = clerk.post(URL, data=line("Hoàng Văn Em", "30/11/1991")).location
    assert clerk.post(held, data={"resident": known.held}).location == URL
    counts = _page(session).counts
    assert (counts.delivered, counts.accepted, counts.returned, counts.refused) == (12, 10, 1, 1)
    assert counts.converted == 1
    closed = clerk.post(f"{URL}/close", data={"version": _page(session).version, "minutes_number": "07/BB-CSCN"})
    assert closed.status_code == 303
    page = clerk.get(URL).text
    assert "07/BB-CSCN" in page
    assert 'name="full_name"' not in page
    assert balance(session, DateRange(DAY, DAY), scope=EVERYWHERE).closes
