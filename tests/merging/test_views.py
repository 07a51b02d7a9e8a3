"""The pages of doubles: who may open them, what they say, and where an old address leads."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from rehab_center.merging.queries import merges_into
from rehab_center.permissions import EVERYWHERE, Role
from rehab_center.residents.queries import MergedAway, person_facts
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import open_tasks
from tests.admissions.stays import Centre
from tests.merging.doubles import make_double, merge

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def pair(centre: Centre) -> tuple[int, int]:
    return make_double(centre)


def compare_url(pair: tuple[int, int]) -> str:
    return f"/people/{pair[0]}/same-as/{pair[1]}"


VERSIONS = {"version_here": "1", "version_there": "1"}


@pytest.mark.parametrize(("role", "status"), [(Role.INTAKE, 200), (Role.DUTY, 403), (Role.INSPECTOR, 403)])
def test_who_may(pair: tuple[int, int], centre: Centre, sign_in: SignIn, role: Role, status: int) -> None:
    client = sign_in(role)
    pages = ["/people/doubles", "/people/merges", "/people/without-identity-paper", f"/people/{pair[0]}/same-as"]
    for page in (*pages, compare_url(pair)):
        assert (page, client.get(page).status_code) == (page, status)
    undo = f"/people/merges/{merge(centre, *pair)}/undo"
    assert client.get(undo).status_code == status
    assert sign_in(Role.INTAKE).get("/people/merges/99/undo").status_code == 404


def test_the_list_leads_to_the_comparison_and_that_to_one_person(
    session: Session, pair: tuple[int, int], sign_in: SignIn
) -> None:
    client = sign_in(Role.INTAKE)
    assert "Trần Văn Ân" in client.get(f"/people/{pair[0]}/same-as?q=tran").text
    shown = client.get(compare_url(pair)).text
    for words in ("0911", "0922", "xã Nam Thanh", 'name="stays-phone"', "Trần Văn Bốn"):
        assert words in shown
    choices = VERSIONS | {"stays-phone": "there", "stays-sex": "nobody"}
    assert client.post(compare_url(pair), data=choices).status_code == 303
    session.rollback()
    assert person_facts(session, pair[0], scope=EVERYWHERE).facts.phone == "0922"
    page = client.get(f"/people/{pair[0]}").text
    assert "/undo" in page
    (merged,) = merges_into(session, pair[0])
    session.rollback()
    undo = f"/people/merges/{merged.id}/undo"
    assert "0911" in client.get(undo).text
    assert client.post(undo, data={"reason": ""}).status_code == 422
    assert client.post(undo, data={"reason": "hai anh em"}).status_code == 303
    for again in (client.get(undo), client.post(undo, data={"reason": "hai anh em"})):
        assert again.location.endswith("/people/merges")
    assert "hoàn tác lần gộp này" in client.get("/people/merges").text
    assert client.get(f"/people/{pair[1]}").status_code == 200


def test_an_old_address_leads_on(session: Session, centre: Centre, pair: tuple[int, int], sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    merge(centre, *pair)
    for page in ("", "/edit", "/identity-papers/new"):
        led = client.get(f"/people/{pair[1]}{page}")
        assert (led.status_code, led.location) == (302, f"/people/{pair[0]}{page}")
    posted = client.post(f"/people/{pair[1]}/edit", data={"full_name": "Khác"})
    assert (posted.status_code, posted.location) == (303, f"/people/{pair[0]}")
    for both in (pair, pair[::-1]):
        assert client.get(compare_url(both)).location == f"/people/{pair[0]}"
    found = client.get("/people?q=NT-000002").text
    assert f'href="/people/{pair[0]}"' in found
    assert f'href="/people/{pair[1]}"' not in found
    with pytest.raises(MergedAway):
        person_facts(session, pair[1], scope=EVERYWHERE)


def test_what_was_chosen_is_kept_when_a_reason_is_asked_for(
    centre: Centre, pair: tuple[int, int], sign_in: SignIn
) -> None:
    client = sign_in(Role.INTAKE)
    apart = {"apart_reason": "cha mẹ khác nhau"}
    assert client.post(f"/people/{pair[0]}/not-same-as/{pair[1]}", data={"apart_reason": ""}).status_code == 422
    assert client.post(f"/people/{pair[0]}/not-same-as/{pair[1]}", data=apart).status_code == 303
    again = client.post(compare_url(pair), data=VERSIONS | {"stays-phone": "there"})
    assert again.status_code == 422
    assert 'name="stays-phone" value="there" checked' in again.text
    assert "cha mẹ khác nhau" in again.text
    given = VERSIONS | {"stays-phone": "there", "reason": "seen"}
    assert client.post(compare_url(pair), data=given).status_code == 303


def test_two_who_are_both_here_are_not_merged_and_one_is_told_why(
    centre: Centre, pair: tuple[int, int], sign_in: SignIn
) -> None:
    for one in pair:
        centre.admit(one)
    client = sign_in(Role.INTAKE)
    shown = client.get(compare_url(pair)).text
    assert "HV00001" in shown
    assert 'class="btn btn-danger"' not in shown
    assert client.post(compare_url(pair), data=VERSIONS | {"reason": "seen"}).status_code == 422


def test_a_task_leads_to_where_it_is_settled(
    session: Session, centre: Centre, pair: tuple[int, int], sign_in: SignIn
) -> None:
    centre.admit(pair[0])
    tasks = {task.kind: task for task in open_tasks(session, scope=EVERYWHERE)}
    session.rollback()
    client = sign_in(Role.INTAKE)
    led = {kind: client.get(f"/tasks/{tasks[kind].id}").location for kind in tasks}
    assert led[TaskKind.IDENTITY_PAPER] == f"/people/{pair[0]}/identity-papers/new"
    assert led.get(TaskKind.POSSIBLE_DUPLICATE, f"/people/{pair[0]}/same-as") == f"/people/{pair[0]}/same-as"
    looked = sign_in(Role.DUTY).get(f"/tasks/{tasks[TaskKind.IDENTITY_PAPER].id}")
    assert looked.status_code == 200, "whoever may not settle it reads what is owed"
