"""The pages: who may open them, and the walk from an empty form to a written act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions import queries
from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.rules.movements import MovementKind, State
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.audit.models import AuditEntry
from rehab_center.permissions import EVERYWHERE, Actor, Role
from rehab_center.residents.models import Resident
from tests import factories
from tests.admissions.stays import Centre
from tests.residents.persons import make_facility

SignIn = Callable[..., FlaskClient]

NEW = {
    "full_name": "Lê Văn Bình",
    "birth": "1990",
    "sex": "male",
    "kind": "compulsory",
    "admitted_on": "10/3/2024",
    "decision_number": "55/QĐ-TA",
    "decision_on": "5/3/2024",
    "decision_issuer": "TAND huyện Vụ Bản",
    "months": "18 tháng",
    "times_treated": "1",
}


@pytest.fixture
def stay_id(centre: Centre) -> int:
    """Somebody who is here."""
    return centre.admit()


PAGES = (
    "/admissions",
    "/admissions?q=tran&books=here&kind=compulsory&sort=name",
    "/admissions/movements",
    "/admissions/movements?q=HV&kind=admitted&voided=no",
    "/admissions/new",
    "/admissions/new?q=tran+van",
    "/admissions/new/1",
    "/admissions/new/person?name=B%C3%ACnh",
    "/admissions/1",
    "/admissions/1/move",
    "/admissions/1/move?kind=escaped",
    "/admissions/1/move?kind=term-reduced&late=1",
    "/admissions/1/correct",
    "/admissions/1/convert",
    "/admissions/movements/1/void",
)
VOID = "/admissions/movements/1/void"
ABSENT = ("/admissions/99", "/admissions/99/move", "/admissions/movements/99/void", "/admissions/new/99")


def test_every_page_opens(stay_id: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    for url in PAGES:
        answer = client.get(url)
        assert (url, answer.status_code) == (url, 200)
        assert "<h1>" in answer.get_data(as_text=True)
    assert [client.get(url).status_code for url in ABSENT] == [404] * len(ABSENT)


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        (Role.DUTY, {"/admissions/1": 200, "/admissions/1/move": 200, "/admissions/new": 403, VOID: 200}),
        (Role.INSPECTOR, {"/admissions/1": 200, "/admissions/due": 302, "/admissions/1/move": 403, VOID: 403}),
        (Role.ADMINISTRATOR, {"/admissions": 403, "/admissions/1": 403}),
        (Role.DIRECTOR, {"/admissions/1/correct": 403, "/admissions/1/convert": 403, VOID: 200}),
    ],
)
def test_who_may(stay_id: int, sign_in: SignIn, role: Role, statuses: dict[str, int]) -> None:
    client = sign_in(role)
    assert {url: client.get(url).status_code for url in statuses} == statuses


def test_admitting_somebody_new_in_three_steps(session: Session, centre: Centre, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    checked = client.post("/admissions/new/person", data={**NEW, "step": "check"})
    assert checked.status_code == 200
    page = checked.get_data(as_text=True)
    assert "10/09/2025" in page
    assert 'name="step" value="confirm"' in page
    assert session.scalars(select(Admission)).all() == []
    back = client.post("/admissions/new/person", data={**NEW, "step": "edit"})
    assert 'value="Lê Văn Bình"' in back.get_data(as_text=True)
    done = client.post("/admissions/new/person", data={**NEW, "step": "confirm"})
    assert (done.status_code, done.location) == (303, "/admissions/1")
    session.rollback()
    assert session.scalars(select(Resident.full_name)).all() == ["Lê Văn Bình"]
    assert session.scalars(select(Admission.term_end_on)).all() == [date(2025, 9, 10)]


def test_a_warning_asks_for_a_reason_on_the_check_page(session: Session, centre: Centre, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    unusual = {**NEW, "months": "30"}
    asked = client.post("/admissions/new/person", data={**unusual, "step": "check"})
    assert 'name="reason"' in asked.get_data(as_text=True)
    again = client.post("/admissions/new/person", data={**unusual, "step": "confirm"})
    assert again.status_code == 422
    done = client.post("/admissions/new/person", data={**unusual, "step": "confirm", "reason": "seen"})
    assert done.status_code == 303
    assert session.scalars(select(Movement.reason)).one() is not None


def test_what_is_wrong_keeps_what_was_typed(centre: Centre, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    answer = client.post("/admissions/new/person", data={**NEW, "admitted_on": "31/2/2024", "step": "check"})
    assert answer.status_code == 422
    assert 'value="31/2/2024"' in answer.get_data(as_text=True)
    blocked = client.post("/admissions/new/person", data={**NEW, "decision_number": "", "step": "check"})
    assert blocked.status_code == 422
    assert 'id="errors"' in blocked.get_data(as_text=True)


def test_likely_duplicates_stand_side_by_side_before_a_second_record(
    session: Session, centre: Centre, sign_in: SignIn
) -> None:
    known = centre.person("Lê Văn Bình")
    client = sign_in(Role.INTAKE)
    typed = {**NEW, "birth": "5/6/1982"}
    asked = client.post("/admissions/new/person", data={**typed, "step": "check"})
    assert asked.status_code == 422
    assert f'formaction="/admissions/new/{known}"' in asked.get_data(as_text=True)
    same = client.post(f"/admissions/new/{known}", data={**typed, "step": "check"})
    assert same.status_code == 200
    other = client.post("/admissions/new/person", data={**typed, "another_person": "y", "step": "confirm"})
    assert other.status_code == 303
    assert len(session.scalars(select(Resident)).all()) == 2


def test_recording_a_movement_says_what_it_will_do(session: Session, stay_id: int, sign_in: SignIn) -> None:
    client = sign_in(Role.DUTY)
    typed = {"kind": "escaped", "effective_on": "1/5/2024", "effective_time": "2h10"}
    checked = client.post(f"/admissions/{stay_id}/move", data={**typed, "step": "check"})
    assert checked.status_code == 200
    assert "497" in checked.get_data(as_text=True)
    done = client.post(f"/admissions/{stay_id}/move", data={**typed, "step": "confirm"})
    assert (done.status_code, done.location) == (303, f"/admissions/{stay_id}")
    session.rollback()
    page = queries.stay_page(session, stay_id, scope=EVERYWHERE, as_of=clock.today())
    assert (page.state.state, page.movements[-1].effective_time) == (State.ESCAPED, "02:10")


def test_only_what_may_follow_can_be_chosen(stay_id: int, sign_in: SignIn) -> None:
    client = sign_in(Role.DUTY)
    page = client.get(f"/admissions/{stay_id}/move").get_data(as_text=True)
    assert "kind=escaped" in page
    assert "kind=returned" not in page
    refused = client.post(
        f"/admissions/{stay_id}/move", data={"kind": "returned", "effective_on": "1/5/2024", "step": "check"}
    )
    assert refused.status_code == 422


def test_voiding_and_putting_right(session: Session, centre: Centre, stay_id: int, sign_in: SignIn) -> None:
    escape = centre.move(stay_id, MovementKind.ESCAPED, date(2024, 5, 1))
    client = sign_in(Role.INTAKE)
    assert client.post(f"/admissions/movements/{escape}/void", data={"reason": ""}).status_code == 422
    assert client.post(f"/admissions/movements/{escape}/void", data={"reason": "Ghi nhầm"}).status_code == 303
    right = {
        "version": "1",
        "file_code": "HV00001",
        "admitted_on": "10/3/2024",
        "term_start_on": "10/3/2024",
        "months": "24",
        "credit_days": "0",
        "times_treated": "1",
        "regime": "law-2021",
        "why": "Gõ nhầm",
    }
    assert client.post(f"/admissions/{stay_id}/correct", data=right).status_code == 303
    session.rollback()
    assert session.get_one(Admission, stay_id).term_end_on == date(2026, 3, 10)
    second = client.post(f"/admissions/{stay_id}/correct", data={**right, "months": "20"})
    assert second.status_code == 409
    too_long = right | {"version": "2", "months": "36"}
    asked = client.post(f"/admissions/{stay_id}/correct", data=too_long)
    assert (asked.status_code, "36 tháng" in asked.text, 'id="needs-reason"' in asked.text) == (422, True, True)
    answered = too_long | {"reason": "other", "reason_note": "Theo quyết định của tòa"}
    assert client.post(f"/admissions/{stay_id}/correct", data=answered).status_code == 303
    unasked = too_long | {"version": "3", "file_code": "HV00009"}
    assert client.post(f"/admissions/{stay_id}/correct", data=unasked).status_code == 303
    session.rollback()
    entries = session.scalars(select(AuditEntry.reason).where(AuditEntry.act == "stay.corrected"))
    assert list(entries.all())[1:] == ["Gõ nhầm; Theo quyết định của tòa", "Gõ nhầm"]


def test_changing_over(session: Session, centre: Centre, sign_in: SignIn) -> None:
    held = centre.admit(kind=StayKind.TEMPORARY, months=None, decision=None, admitted_on=date(2024, 2, 20))
    typed = {name: NEW[name] for name in NEW if name not in ("full_name", "birth", "sex")} | {"credit_days": "19"}
    client = sign_in(Role.INTAKE)
    other = client.post(f"/admissions/{held}/convert", data={**typed, "credit_days": "30", "step": "check"}).text
    assert "Trừ 30 ngày vào thời hạn, mà đợt trước kéo dài 19 ngày" in other
    left = (clock.today() - date(2024, 2, 20)).days  # proposed for today, and the day was changed
    moved = client.post(f"/admissions/{held}/convert", data={**typed, "credit_days": str(left), "step": "check"}).text
    assert 'name="credit_days" value="19"' in moved or "trừ 19 ngày" in moved
    checked = client.post(f"/admissions/{held}/convert", data={**typed, "step": "check"})
    assert checked.status_code == 200
    done = client.post(f"/admissions/{held}/convert", data={**typed, "step": "confirm"})
    assert done.status_code == 303
    session.rollback()
    assert queries.stay_page(session, held, scope=EVERYWHERE, as_of=clock.today()).state.state is State.LEFT


def test_opening_a_stay_and_exporting_are_in_the_log(session: Session, stay_id: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    client.get(f"/admissions/{stay_id}")
    assert client.get("/admissions?export=csv").status_code == 200
    assert client.get("/admissions/movements?export=xlsx").status_code == 200
    acts = session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()[-3:]
    assert acts == ["stay.opened", "stay.list-exported", "stay.movements-exported"]


def test_the_log_names_a_movement_in_words(centre: Centre, stay_id: int, sign_in: SignIn) -> None:
    sent = {"kind": "to-hospital", "effective_on": "1/5/2024", "step": "confirm"}
    assert sign_in(Role.DUTY).post(f"/admissions/{stay_id}/move", data=sent).status_code == 303
    assert "to-hospital" not in sign_in(Role.DIRECTOR).get("/log").text


def test_a_person_of_another_centre_is_a_stranger(app: Flask, stay_id: int, actor: Actor) -> None:
    other = make_facility(actor, "CS2")
    factories.make_account("nguoi.la", Role.INTAKE, facility_id=other)
    client = app.test_client()
    client.post("/sign-in", data={"username": "nguoi.la", "password": factories.PASSWORD})
    assert client.get("/admissions").status_code == 200
    for url in (f"/admissions/{stay_id}", f"/admissions/{stay_id}/move", "/admissions/movements/1/void"):
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("field", ["credit_days", "times_treated", "facility"])
@pytest.mark.parametrize("text", ["9223372036854775808", "1" * 400, "-1", "NaN"])
def test_absurd_numbers_are_refused_in_words(
    centre: Centre, actor: Actor, sign_in: SignIn, field: str, text: str
) -> None:
    make_facility(actor, "B")  # with two centres one has to be chosen
    typed = {**NEW, "facility": str(centre.facility_id), "step": "confirm", field: text}
    assert sign_in(Role.INTAKE).post("/admissions/new/person", data=typed).status_code == 422


def test_a_file_code_of_nothing_is_missing(stay_id: int, sign_in: SignIn) -> None:
    typed = {
        "version": "1",
        "file_code": "\x00",
        "admitted_on": "10/3/2024",
        "term_start_on": "10/3/2024",
        "months": "18",
        "regime": "law-2021",
        "why": "nhầm",
    }
    assert sign_in(Role.INTAKE).post(f"/admissions/{stay_id}/correct", data=typed).status_code == 422


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("returned", "không có “Bỏ trốn” nào để trở lại (từ ngày 10/03/2024: “Tiếp nhận”)"),
        ("admitted", "Một đợt chỉ vào một lần (từ ngày 10/03/2024"),
        ("withdrawn", "Diện này không có biến động"),
    ],
)
def test_a_movement_that_may_not_follow_says_why(stay_id: int, sign_in: SignIn, kind: str, words: str) -> None:
    page = sign_in(Role.INTAKE).get(f"/admissions/{stay_id}/move?kind={kind}").text
    assert words in page
    assert "Những việc ghi được lúc này" in page


def test_a_movement_that_may_follow_says_nothing_of_it(stay_id: int, sign_in: SignIn) -> None:
    page = sign_in(Role.INTAKE).get(f"/admissions/{stay_id}/move?kind=escaped").text
    assert "Những việc ghi được lúc này" not in page
