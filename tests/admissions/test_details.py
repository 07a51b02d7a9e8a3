"""Each movement's own questions: asked by its short form, kept as lines, told as a story; health to the medical."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from python_calamine import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import MovementDetail
from rehab_center.admissions.rules.details import (
    QUESTIONS,
    Answer,
    Detail,
    Told,
    check_details,
    field_of,
)
from rehab_center.admissions.rules.movements import EFFECTS, ENTRIES, MovementKind
from rehab_center.findings import Severity
from rehab_center.permissions import Role
from tests.admissions.stays import NOW, Centre

SignIn = Callable[..., FlaskClient]
K = MovementKind
BLOCK, WARN = Severity.BLOCK, Severity.WARN


@pytest.mark.parametrize(
    ("kind", "details", "expected"),
    [
        # rule 35, NĐ 116/2021 Đ70: five days at most, travel apart
        (K.ON_LEAVE, {Detail.PLANNED_RETURN: date(2024, 5, 6)}, []),
        (K.ON_LEAVE, {Detail.PLANNED_RETURN: date(2024, 5, 7)}, [("35", WARN)]),
        (K.ON_LEAVE, {Detail.PLANNED_RETURN: date(2024, 5, 8), Detail.TRAVEL_DAYS: 2}, []),
        (K.ON_LEAVE, {Detail.PLANNED_RETURN: date(2024, 5, 9), Detail.TRAVEL_DAYS: 2}, [("35", WARN)]),
        (K.ON_LEAVE, {Detail.PLANNED_RETURN: date(2024, 4, 30)}, [("details", BLOCK)]),
        (K.SUSPENDED, {Detail.REVIEW_ON: date(2024, 4, 30)}, [("details", BLOCK)]),
        (K.SUSPENDED, {Detail.REVIEW_ON: date(2024, 9, 1)}, []),
        (K.TRANSFERRED_OUT, {Detail.TO_CENTRE: "cơ sở  cai nghiện A"}, [("same-centre", BLOCK)]),
        (K.TRANSFERRED_OUT, {Detail.TO_CENTRE: "Cơ sở cai nghiện B"}, []),
    ],
)
def test_what_the_answers_give_rise_to(
    kind: MovementKind, details: dict[Detail, Answer], expected: list[tuple[str, Severity]]
) -> None:
    found = check_details(Told(kind, date(2024, 5, 1), details, leave_days=5, own_names=("Cơ sở cai nghiện A",)))
    assert [(one.rule, one.severity) for one in found] == expected
    assert all(one.source for one in found)


def test_every_question_is_asked_by_a_movement_that_a_page_records() -> None:
    assert {item for items in QUESTIONS.values() for item in items} == set(Detail)
    assert set(QUESTIONS) <= set(EFFECTS) - ENTRIES


def test_a_short_form_asks_only_its_own_and_the_stay_tells_it(
    session: Session, centre: Centre, sign_in: SignIn
) -> None:
    stay = centre.admit()
    client = sign_in(Role.DUTY)
    for kind, items in QUESTIONS.items():
        if kind is K.RETURNED:
            continue
        page = client.get(f"/admissions/{stay}/move?kind={kind.value}").text
        assert [item for item in Detail if f'name="{field_of(item)}"' in page] == sorted(items, key=list(Detail).index)
    typed = {
        "kind": "escaped",
        "effective_on": "1/5/2024",
        "last_seen": "Sân khu B, 02h",
        "clothes": "Áo xanh",
        "hospital": "không hỏi thì không ghi",
    }
    checked = client.post(f"/admissions/{stay}/move", data={**typed, "step": "check"})
    assert "Sân khu B, 02h" in checked.text
    assert client.post(f"/admissions/{stay}/move", data={**typed, "step": "confirm"}).status_code == 303
    rows = session.execute(select(MovementDetail.item, MovementDetail.words)).all()
    assert [tuple(row) for row in rows] == [("last-seen", "Sân khu B, 02h"), ("clothes", "Áo xanh")]
    page = client.get(f"/admissions/{stay}").text
    assert "Thấy lần cuối ở đâu, lúc nào:" in page
    assert "Áo xanh" in page


def test_a_leave_says_when_it_ends_and_a_transfer_where_it_goes(centre: Centre, sign_in: SignIn) -> None:
    stay = centre.admit()
    client = sign_in(Role.INTAKE)
    paper = {"paper_number": "12/QĐ", "paper_on": "1/5/2024", "paper_issuer": "Cơ sở", "step": "check"}
    leave = {"kind": "on-leave", "effective_on": "1/5/2024", **paper}
    assert client.post(f"/admissions/{stay}/move", data=leave).status_code == 422
    page = client.post(f"/admissions/{stay}/move", data={**leave, "planned_return": "9/5/2024", "travel_days": "1"})
    assert "Vắng 8 ngày: về chịu tang không quá 5 ngày, kể cả ngày đi đường là 6 ngày" in page.text
    away = {"kind": "transferred-out", "effective_on": "1/5/2024", **paper}
    page = client.post(f"/admissions/{stay}/move", data={**away, "to_centre": "Cơ sở Cai nghiện ma túy CS1"})
    assert page.status_code == 422
    assert "chính là cơ sở này: không thể chuyển đến nơi đang ở" in page.text


def test_what_is_learned_later_counts_and_health_stays_with_the_medical(
    session: Session, centre: Centre, sign_in: SignIn
) -> None:
    stay = centre.admit()
    death = centre.move(stay, K.DIED, date(2024, 5, 1), details={Detail.PLACE: "Bệnh viện tỉnh"})
    url = f"/admissions/movements/{death}/details"
    duty, medical = sign_in(Role.DUTY), sign_in(Role.MEDICAL)
    assert 'name="cause"' not in duty.get(url).text
    assert 'name="cause"' in medical.get(url).text
    same = {"place": "Bệnh viện tỉnh"}
    assert medical.post(url, data=same).status_code == 422
    assert medical.post(url, data={**same, "cause": "Suy hô hấp"}).status_code == 303
    assert "Suy hô hấp" in medical.get(f"/admissions/{stay}").text
    page = duty.get(f"/admissions/{stay}").text
    assert "Suy hô hấp" not in page
    assert "chỉ bộ phận y tế xem được" in page
    for client, knows in ((duty, False), (medical, True)):
        story = client.get("/people/1").text
        assert "Bệnh viện tỉnh" in story
        assert ("Suy hô hấp" in story) is knows
    sheet = sign_in(Role.DIRECTOR).get("/admissions/movements?export=xlsx").data
    told = str(load_workbook(BytesIO(sheet)).get_sheet_by_index(0).to_python())
    assert "tại: Bệnh viện tỉnh" in told
    assert "Suy hô hấp" not in told
    centre.void(death, now=NOW)
    assert medical.post(url, data={**same, "cause": "Khác"}).status_code == 422
    assert session.scalars(select(MovementDetail.item)).all() == ["place", "cause"]
