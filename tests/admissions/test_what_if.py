"""Trying out a term: both readings side by side, and nothing stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import TermEntry
from rehab_center.admissions.rules.facts import OverrideFacts
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.term_override import OverrideReason
from rehab_center.admissions.services import override_term
from rehab_center.db import transaction
from rehab_center.permissions import Role
from tests.admissions.stays import NOW, SECOND, Centre, paper

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


def test_from_a_stay_whose_end_a_paper_gives(centre: Centre, sign_in: SignIn) -> None:
    """The paper's end is in the calculation, and the page says so; a change of ground leaves it behind."""
    stay_id = centre.admit(months=24)
    facts = OverrideFacts(date(2026, 1, 31), OverrideReason.COURT_CORRECTED, paper(), None)
    with transaction() as session:
        override_term(session, stay_id, facts=facts, seen_calculation=1, actor=SECOND, now=NOW)
    client = sign_in(Role.INTAKE)
    url = f"/admissions/what-if?stay={stay_id}"
    assert "Đang có quyết định ấn định ngày hết thời hạn của đợt này là 31/01/2026" in client.get(url).text
    plain = {key: value for key, value in FORM.items() if "reductions" not in key} | {"credit_days": ""}
    later = {"pauses-0-first": "1/7/2024", "pauses-0-back": "11/7/2024"}
    assert "theo văn bản 31/01/2026" in client.post(url, data=plain).text
    assert "10/02/2026" in client.post(url, data=plain | later).text
    assert "10/02/2026" not in client.post("/admissions/what-if", data=plain | later).text
    page = client.get(f"/admissions/{stay_id}/convert").text
    assert "đang có quyết định ấn định ngày hết thời hạn là 31/01/2026" in page


def test_a_stay_with_many_absences_is_tried_out_whole(centre: Centre, sign_in: SignIn) -> None:
    stay_id = centre.admit()
    for number in range(14):
        kind = MovementKind.RETURNED if number % 2 else MovementKind.ESCAPED
        centre.move(stay_id, kind, date(2024, 5, 1 + number))
    shown = sign_in(Role.DUTY).get(f"/admissions/what-if?stay={stay_id}").text
    assert 'name="pauses-7-first"' in shown
    assert 'value="13/05/2024"' in shown


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"months": "0"}, "Thời hạn từ 1 đến 60 tháng"),
        ({"months": "400"}, "Thời hạn từ 1 đến 60 tháng"),
        ({"pauses-0-back": "31/5/2024"}, "Ngày trở lại trước cả ngày bắt đầu vắng: xem lại hai ngày"),
        ({"pauses-0-first": ""}, "Ghi rõ từ ngày nào"),
        ({"pauses-0-kind": ""}, "Chọn lý do vắng"),
        ({"pauses-0-first": "31/6/2024"}, "31/6/2024"),
        ({"reductions-0-decided_on": ""}, "Mỗi lần giảm phải có số tháng và ngày quyết định"),
        ({"reductions-0-months": ""}, "Mỗi lần giảm phải có số tháng và ngày quyết định"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    centre: Centre, sign_in: SignIn, typed: dict[str, str], words: str
) -> None:
    """What was typed is still there, and no name out of a file."""
    answer = sign_in(Role.DUTY).post("/admissions/what-if", data=FORM | typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="12"' in answer.text
    assert "pauses[" not in answer.text
