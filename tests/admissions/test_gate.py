"""At the gate: people met again, people who only look so, and one transport after the other. Nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions import queries
from rehab_center.admissions.models import Admission
from rehab_center.admissions.rules.movements import MovementKind, State
from rehab_center.admissions.rules.papers import TEMPORARY_PAPER
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.rules.treatments import treatments
from rehab_center.dated import Confidence
from rehab_center.db import transaction
from rehab_center.permissions import EVERYWHERE, Role
from rehab_center.policies.rules import FirstTime, PolicyKind
from rehab_center.policies.services import set_value
from rehab_center.residents.models import Resident
from rehab_center.residents.rules.facts import PaperFacts
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import open_tasks
from tests.admissions.stays import COURT, NOW, Centre, decision, paper
from tests.admissions.test_views import NEW

SignIn = Callable[..., FlaskClient]

NUMBER = "036082012345"
BORN = {"birth": "5/6/1982", "identity_number": NUMBER}


@pytest.fixture
def known(centre: Centre) -> int:
    """Somebody who was here and has left."""
    person = centre.person("Lê Văn Bình", identity=(PaperFacts(NUMBER),), commune="xã Yên Phú")
    stay = centre.admit(
        person, admitted_on=date(2021, 1, 5), months=12, decision=decision(issued_on=date(2021, 1, 2)), reason="sổ cũ"
    )
    centre.move(stay, MovementKind.COMPLETED, date(2022, 1, 5), reason="sổ cũ")
    return person


def submits(page: str) -> list[str]:
    """The submit buttons of the page's big form, in their order."""
    return re.findall(r'<button[^>]*name="step"[^>]*>', page)


def test_enter_never_takes_somebody_for_somebody_else(known: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    page = client.post("/admissions/new/person", data={**NEW, **BORN, "step": "check"}).text
    assert f"/admissions/new/{known}" in page
    first, *_others = submits(page)
    assert 'value="check"' in first
    assert "formaction" not in first


def test_what_two_people_are_told_apart_by_stands_side_by_side(known: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    page = client.post("/admissions/new/person", data={**NEW, **BORN, "address": "Thôn 3", "step": "check"}).text
    for words in (NUMBER, "xã Yên Phú", "Thôn 3", "05/01/2022"):
        assert words in page
    found = client.get("/admissions/new?q=binh").text
    assert NUMBER in found
    assert "xã Yên Phú" in found


def test_somebody_typed_as_new_proves_to_be_known(session: Session, known: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    typed = {**NEW, **BORN, "address": "Thôn mới", "note": "đi xe của xã"}
    checked = client.post(f"/admissions/new/{known}", data={**typed, "step": "this-person"}).text
    assert 'name="times_treated" value="2"' in checked
    assert 'name="address" value="Thôn mới"' in checked
    filled = client.post(f"/admissions/new/{known}", data={**typed, "times_treated": "2", "step": "edit"}).text
    assert 'formaction="/admissions/new/person"' in filled
    back = client.post("/admissions/new/person", data={**typed, "times_treated": "2", "step": "somebody-new"}).text
    assert 'value="Thôn mới"' in back
    assert "đi xe của xã" in back
    assert re.search(r'name="times_treated"[^>]*value="1"', back)
    done = client.post(f"/admissions/new/{known}", data={**typed, "times_treated": "2", "step": "confirm"})
    assert done.status_code == 303
    assert len(session.scalars(select(Resident)).all()) == 1


def test_nobody_is_admitted_twice_at_a_time(centre: Centre, sign_in: SignIn) -> None:
    person = centre.person("Lê Văn Bình", identity=(PaperFacts(NUMBER),))
    stay = centre.admit(person)
    client = sign_in(Role.INTAKE)
    for page in (
        client.get("/admissions/new?q=binh").text,
        client.post("/admissions/new/person", data={**NEW, **BORN, "step": "check"}).text,
        client.get(f"/admissions/new/{person}").text,
    ):
        assert f'href="/admissions/{stay}"' in page
        assert f'href="/admissions/new/{person}"' not in page
        assert 'value="this-person"' not in page


def test_a_brothers_number_is_refused_before_the_last_step(known: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    brother = {**NEW, **BORN, "full_name": "Lê Văn Hải", "birth": "1985", "another_person": "y"}
    answer = client.post("/admissions/new/person", data={**brother, "reason": "seen", "step": "check"})
    assert answer.status_code == 422
    assert 'id="identity_number-error"' in answer.text
    assert f'value="{NUMBER}"' in answer.text
    assert 'name="reason" value="seen"' in answer.text


def test_a_reason_once_given_is_not_asked_again(centre: Centre, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    unusual = {**NEW, "months": "30", "reason": "seen", "reason_note": "theo bản án"}
    filled = client.post("/admissions/new/person", data={**unusual, "step": "edit"}).text
    assert 'name="reason" value="seen"' in filled
    assert 'name="reason_note" value="theo bản án"' in filled
    checked = client.post("/admissions/new/person", data={**unusual, "step": "check"}).text
    assert '<option selected value="seen">' in checked
    usual = client.post("/admissions/new/person", data={**unusual, "months": "18", "step": "check"}).text
    assert 'name="reason"' not in usual


def test_the_answers_are_shown_as_they_will_be_written(centre: Centre, sign_in: SignIn) -> None:
    page = sign_in(Role.INTAKE).post(
        "/admissions/new/person", data={**NEW, "full_name": "LÊ VĂN  BÌNH", "birth": "050682", "step": "check"}
    )
    assert "<dd>Lê Văn Bình</dd>" in page.text
    assert "<dd>05/06/1982</dd>" in page.text


def test_the_next_one_of_a_transport_begins_with_what_they_share(centre: Centre, sign_in: SignIn) -> None:
    before = centre.admit(
        entry=MovementKind.TRANSFERRED_IN, entry_paper=paper(), entry_time="20:00", term_start_on=date(2024, 1, 2)
    )
    client = sign_in(Role.INTAKE)
    page = client.get(f"/admissions/new/person?like={before}").text
    for value in (COURT, "10/03/2024", "20:00"):
        assert f'value="{value}"' in page
    assert '<option selected value="transferred-in">' in page
    for own in ("decision_number", "months", "term_start_on", "file_code"):
        assert re.search(rf'name="{own}"[^>]*value=""', page), own
    assert client.get("/admissions/new/person?like=99").status_code == 404
    assert f"like={before}" in client.get(f"/admissions/new?q=khong+ai&like={before}").text


def test_a_number_searched_for_is_not_taken_for_a_name(centre: Centre, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    found = client.get(f"/admissions/new?q={NUMBER}").text
    assert f"/admissions/new/person?number={NUMBER}" in found
    form = client.get(f"/admissions/new/person?number={NUMBER}").text
    assert re.search(rf'name="identity_number"[^>]*value="{NUMBER}"', form)


@pytest.mark.parametrize(
    ("rule", "count"),
    [(FirstTime.ANY_REHABILITATION, 2), (FirstTime.COMPULSORY_ONLY, 1)],
)
def test_which_treatment_it_is(rule: FirstTime, count: int) -> None:
    stays = [
        (StayKind.COMPULSORY, State.LEFT, MovementKind.COMPLETED),
        (StayKind.VOLUNTARY, State.LEFT, MovementKind.WITHDRAWN),
        (StayKind.TEMPORARY, State.LEFT, MovementKind.RELEASED),
        (StayKind.VOLUNTARY, State.LEFT, MovementKind.CONVERTED_OUT),
        (StayKind.COMPULSORY, State.NOT_ENTERED, None),
    ]
    assert treatments(stays, rule) == count


def test_how_alike_people_must_be_is_the_centres_to_say(session: Session, centre: Centre, sign_in: SignIn) -> None:
    centre.person("Lê Văn Binh")
    client = sign_in(Role.INTAKE)
    typed = {**NEW, "birth": "1990", "step": "check"}
    assert client.post("/admissions/new/person", data=typed).status_code == 200
    with transaction() as writing:
        set_value(
            writing,
            PolicyKind.DUPLICATE_SIMILARITY,
            value="50",
            valid_from=date(2024, 1, 1),
            citation="Cơ sở quyết định",
            confidence=Confidence.CONFIRMED,
            actor=centre.actor,
            now=NOW,
        )
    assert client.post("/admissions/new/person", data=typed).status_code == 422


def test_the_first_stay_of_today_leads_to_the_next_one(session: Session, centre: Centre, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    done = client.post("/admissions/new/person", data={**NEW, "step": "confirm"})
    assert "/admissions/new?like=1" in client.get(done.location).text
    assert session.get_one(Admission, 1).opened_at.date() <= clock.now().date()


def test_without_a_centre_it_is_said_who_enters_one(session: Session, sign_in: SignIn) -> None:
    answer = sign_in(Role.INTAKE).get("/admissions/new/person")
    assert answer.status_code == 422


def test_a_stay_entered_by_mistake_leads_to_a_new_one(session: Session, centre: Centre, sign_in: SignIn) -> None:
    stay = centre.admit()
    centre.void(queries.stay_page(session, stay, scope=EVERYWHERE, as_of=clock.today()).movements[0].id)
    page = sign_in(Role.INTAKE).get(f"/admissions/{stay}").text
    assert 'href="/admissions/new/1"' in page
    assert "move?kind=" not in page


def test_a_temporary_stay_waits_for_no_courts_decision(session: Session, centre: Centre, sign_in: SignIn) -> None:
    centre.admit(kind=StayKind.TEMPORARY, months=None, decision=None)
    (task,) = open_tasks(session, scope=EVERYWHERE, kinds=[TaskKind.PAPER_MISSING])
    assert task.what.msgid == TEMPORARY_PAPER
    assert '<option selected value="handover">' in sign_in(Role.INTAKE).get(f"/tasks/{task.id}").text
