"""The centre's pages under Settings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rehab_center.db import db, transaction
from rehab_center.organisation import queries, services
from rehab_center.permissions import Actor, Role
from tests.drafts.forms import draft_form

NAME = "Cơ sở Cai nghiện ma túy tỉnh Nam Định"
ENTERED = {
    "valid_from": "1/9/2024",
    "name": "Cơ sở Cai nghiện ma túy số 1",
    "short_name": "cscn1",
    "superior": "Sở Lao động - Thương binh và Xã hội\r\n\r\nPhòng thử",
    "head_title": "GIÁM ĐỐC",
    "deputy_title": "PHÓ GIÁM ĐỐC",
    "place": "Nam Định",
    "recipients": "Sở LĐTBXH\r\nUBND tỉnh",
    "citation": "Quyết định 12/QĐ-UBND ngày 20/08/2024",
    "confidence": "confirmed",
}

CERTIFIED = {"valid_from": "1/1/2024", "people": "450", "citation": "Quyết định 5/QĐ-UBND"}


@pytest.fixture
def facility_id(app: Flask, actor: Actor) -> int:
    with app.app_context(), transaction() as session:
        now = datetime(2024, 6, 14, 3, tzinfo=UTC)
        return services.create_facility(session, code="CS01", name=NAME, actor=actor, now=now)


@pytest.fixture
def administrator(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(Role.ADMINISTRATOR)


def test_the_settings_open_onto_their_parts(administrator: FlaskClient, facility_id: int) -> None:
    page = administrator.get("/settings/").text
    assert "/settings/centres/" in page
    assert "/settings/policies/" in page


def test_the_only_centre_is_shown_at_once(administrator: FlaskClient, facility_id: int) -> None:
    answer = administrator.get("/settings/centres/", follow_redirects=True)

    assert answer.status_code == 200
    assert NAME in answer.text
    assert "BC-CSCNMT" in answer.text
    assert "TRƯỞNG CƠ SỞ" in answer.text


def test_a_centre_can_be_set_up_in_the_browser(administrator: FlaskClient) -> None:
    assert "/settings/centres/new" in administrator.get("/settings/centres/").text
    assert administrator.post("/settings/centres/new", data={"code": "x y", "name": NAME}).status_code == 422
    answer = administrator.post("/settings/centres/new", data={"code": "cs01", "name": NAME}, follow_redirects=True)
    assert NAME in answer.text


def test_a_new_name_is_looked_at_before_it_is_entered(app: Flask, administrator: FlaskClient, facility_id: int) -> None:
    address = f"/settings/centres/{facility_id}/names/new"
    assert NAME in administrator.get(address).text
    seen = administrator.post(address, data=ENTERED)
    assert seen.status_code == 200
    assert "BC-CSCN1" not in seen.text or "confirmed" in seen.text
    with app.app_context():
        assert queries.letterhead_on(db.session(), facility_id, date(2024, 9, 1)).name == NAME

    back = administrator.post(address, data=ENTERED | {"edit": "yes"})
    assert (back.status_code, ENTERED["citation"] in back.text) == (200, True)
    assert administrator.post(address, data=ENTERED | {"confirmed": "yes"}).status_code == 303

    with app.app_context():
        letterhead = queries.letterhead_on(db.session(), facility_id, date(2024, 9, 1))
    assert letterhead.name == ENTERED["name"]
    assert letterhead.short_name == "CSCN1"
    assert letterhead.superior == ("Sở Lao động - Thương binh và Xã hội", "Phòng thử")
    assert letterhead.recipients == ("Sở LĐTBXH", "UBND tỉnh")


def test_what_was_typed_wrongly_comes_back(administrator: FlaskClient, facility_id: int) -> None:
    answer = administrator.post(
        f"/settings/centres/{facility_id}/names/new", data=ENTERED | {"valid_from": "31/2/2024"}
    )
    assert answer.status_code == 422
    assert "31/2/2024" in answer.text


def test_a_line_is_taken_out_with_a_reason(app: Flask, administrator: FlaskClient, facility_id: int) -> None:
    administrator.post(f"/settings/centres/{facility_id}/names/new", data=ENTERED | {"confirmed": "yes"})
    with app.app_context():
        name_id = queries.letterhead_on(db.session(), facility_id, date(2024, 9, 1)).name_id
    address = f"/settings/centres/names/{name_id}/withdraw"
    assert ENTERED["name"] in administrator.get(address).text
    assert administrator.post(address, data={"reason": ""}).status_code == 422
    assert administrator.post(address, data={"reason": "Nhầm cơ sở"}).status_code == 303
    with app.app_context():
        assert queries.letterhead_on(db.session(), facility_id, date(2024, 9, 1)).name == NAME


def test_capacity_is_entered_and_taken_out(app: Flask, administrator: FlaskClient, facility_id: int) -> None:
    address = f"/settings/centres/{facility_id}/capacities/new"
    typed = {"valid_from": "1/1/2024", "people": "450", "citation": "Quyết định 5/QĐ-UBND"}
    assert administrator.get(address).status_code == 200
    assert administrator.post(address, data=typed).status_code == 200
    assert administrator.post(address, data=typed | {"confirmed": "yes"}).status_code == 303
    with app.app_context():
        capacity = queries.certified_capacity_on(db.session(), facility_id, date(2024, 6, 1))
    assert capacity is not None
    assert capacity.people == 450
    gone = f"/settings/centres/capacities/{capacity.id}/withdraw"
    assert administrator.get(gone).status_code == 200
    assert administrator.post(gone, data={"reason": "Nhầm"}).status_code == 303
    assert "450" in administrator.get(f"/settings/centres/{facility_id}").text


@pytest.mark.parametrize(
    ("part", "first", "second"),
    [
        ("names", ENTERED, ENTERED | {"name": "Cơ sở Cai nghiện ma túy số 2"}),
        ("capacities", CERTIFIED, CERTIFIED | {"people": "470"}),
    ],
)
def test_the_second_to_enter_a_line_sees_the_first_ones(
    administrator: FlaskClient, facility_id: int, part: str, first: dict[str, str], second: dict[str, str]
) -> None:
    address = f"/settings/centres/{facility_id}/{part}/new"
    sent = {"confirmed": "yes", "version": draft_form(administrator.get(address).text)["version"]}
    assert administrator.post(address, data=first | sent).status_code == 303
    refused = administrator.post(address, data=second | sent)
    assert refused.status_code == 409
    for name in ("name", "people"):
        assert all(typed.get(name, "") in refused.text for typed in (first, second))
    assert administrator.post(address, data=draft_form(refused.text).data | {"confirmed": "yes"}).status_code == 303


def test_an_inspector_reads_and_changes_nothing(sign_in: Callable[..., FlaskClient], facility_id: int) -> None:
    inspector = sign_in(Role.INSPECTOR)
    page = inspector.get(f"/settings/centres/{facility_id}")
    assert page.status_code == 200
    assert "names/new" not in page.text
    assert inspector.get(f"/settings/centres/{facility_id}/names/new").status_code == 403


@pytest.mark.parametrize("path", ["999", "999/names/new", "names/999/withdraw", "capacities/999/withdraw"])
def test_what_is_not_there_is_not_found(administrator: FlaskClient, facility_id: int, path: str) -> None:
    assert administrator.get(f"/settings/centres/{path}").status_code == 404
