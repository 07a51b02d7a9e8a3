"""Trying out a term: both readings side by side, and nothing stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import TermEntry
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.permissions import Role
from tests.admissions.stays import Centre

SignIn = Callable[..., FlaskClient]

FORM = {
    "regime": "2021",
    "kind": "compulsory",
    "starts_on": "10/03/2024",
    "months": "24",
    "credit_days": "12",
    "reductions-0-months": "2",
    "reductions-0-decided_on": "1/4/2025",
    "pauses-0-kind": "escape",
    "pauses-0-first": "1/6/2024",
    "pauses-0-back": "11/6/2024",
}


def test_both_readings_and_nothing_stored(session: Session, centre: Centre, sign_in: SignIn) -> None:
    stay_id = centre.admit()
    centre.move(stay_id, MovementKind.ESCAPED, date(2024, 5, 1))
    client = sign_in(Role.DUTY)
    shown = client.get(f"/admissions/what-if?stay={stay_id}").text
    assert 'value="10/03/2024"' in shown
    assert 'value="01/05/2024"' in shown
    before = session.scalar(select(func.count()).select_from(TermEntry))
    answer = client.post("/admissions/what-if", data=FORM)
    assert answer.status_code == 200
    assert "08/01/2026" in answer.text
    assert "07/01/2026" in answer.text
    assert "ba tháng gần nhất" in answer.text
    blocked = client.post("/admissions/what-if", data={**FORM, "regime": "2025"})
    assert "không được giảm thời hạn" in blocked.text
    assert client.post("/admissions/what-if", data={**FORM, "starts_on": "x"}).status_code == 422
    session.rollback()
    assert session.scalar(select(func.count()).select_from(TermEntry)) == before
