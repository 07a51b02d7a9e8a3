"""The policies' pages under Settings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rehab_center.db import db, transaction
from rehab_center.permissions import Actor, Role
from rehab_center.policies import queries, services
from rehab_center.policies.registry import OFFERED
from rehab_center.policies.rules import PolicyKind
from tests.drafts.forms import draft_form

# What the pages ask is asked on both databases by the tests of the queries and by web/test_fuzz.py.
pytestmark = pytest.mark.any_database

TYPED = {
    "value": "60",
    "valid_from": "1/1/2030",
    "citation": "Quyết định 7/QĐ-CSCN ngày 05/12/2029",
    "confidence": "confirmed",
}
NEW = "/settings/policies/advance-notice-days/new"


@pytest.fixture(autouse=True)
def _first_values(app: Flask, actor: Actor) -> None:
    with app.app_context(), transaction() as session:
        services.enter_first_values(session, actor=actor, now=datetime(2024, 1, 2, tzinfo=UTC))


@pytest.fixture
def administrator(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(Role.ADMINISTRATOR)


def notice_on(app: Flask, day: date) -> int:
    with app.app_context():
        return queries.in_force(db.session(), PolicyKind.ADVANCE_NOTICE_DAYS, day).whole


def test_every_policy_is_listed_with_its_value_and_mark(administrator: FlaskClient) -> None:
    page = administrator.get("/settings/policies/").text
    for kind in PolicyKind:
        assert (f"/settings/policies/{kind}" in page) == (kind in OFFERED)
    assert "badge-confirm" in page


@pytest.mark.parametrize("kind", list(OFFERED))
def test_every_policy_has_its_page_and_form(administrator: FlaskClient, kind: PolicyKind) -> None:
    assert administrator.get(f"/settings/policies/{kind}").status_code == 200
    assert administrator.get(f"/settings/policies/{kind}/new").status_code == 200


def test_a_value_is_looked_at_before_it_is_entered(app: Flask, administrator: FlaskClient) -> None:
    assert administrator.post(NEW, data=TYPED).status_code == 200
    assert notice_on(app, date(2030, 1, 1)) == 45
    back = administrator.post(NEW, data=TYPED | {"edit": "yes"})
    assert back.status_code == 200
    assert 'name="confirmed"' not in back.text
    assert TYPED["citation"] in back.text
    assert administrator.post(NEW, data=TYPED | {"confirmed": "yes"}).status_code == 303
    assert notice_on(app, date(2030, 1, 1)) == 60
    assert TYPED["citation"] in administrator.get("/settings/policies/advance-notice-days").text


def test_what_a_change_does_is_said_before_it_is_made(administrator: FlaskClient) -> None:
    """The order of names changes every list: the page that asks gives an example."""
    address = "/settings/policies/name-order/new"
    page = administrator.post(address, data=TYPED | {"value": "full-name"})
    assert page.status_code == 200
    assert "mọi danh sách người" in page.text
    assert 'name="confirmed"' in page.text
    assert "mọi danh sách người" not in administrator.post(NEW, data=TYPED).text


@pytest.mark.parametrize("wrong", [{"value": "999"}, {"value": "x"}, {"valid_from": "32/1/2030"}, {"citation": ""}])
def test_what_is_wrong_is_said_and_kept(administrator: FlaskClient, wrong: dict[str, str]) -> None:
    answer = administrator.post(NEW, data=TYPED | wrong)
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert next(iter(wrong.values())) in answer.text


def test_the_second_to_enter_a_value_sees_the_first_ones(app: Flask, administrator: FlaskClient) -> None:
    opened = draft_form(administrator.get(NEW).text)["version"]
    first = TYPED | {"confirmed": "yes", "version": opened}
    assert administrator.post(NEW, data=first).status_code == 303
    second = administrator.post(NEW, data=first | {"value": "75", "citation": "Công văn 8/CV-CSCN"})
    assert second.status_code == 409
    for words in ("60", "75", TYPED["citation"], "Công văn 8/CV-CSCN"):
        assert words in second.text
    again = draft_form(second.text).data | {"confirmed": "yes"}
    assert administrator.post(NEW, data=again).status_code == 303
    assert notice_on(app, date(2030, 1, 1)) == 75


def test_a_choice_out_of_the_list_is_refused(administrator: FlaskClient) -> None:
    answer = administrator.post("/settings/policies/term-end-convention/new", data=TYPED | {"value": "never"})
    assert answer.status_code == 422


def test_a_value_is_taken_out_with_a_reason(app: Flask, administrator: FlaskClient) -> None:
    administrator.post(NEW, data=TYPED | {"confirmed": "yes"})
    with app.app_context():
        value_id = queries.in_force(db.session(), PolicyKind.ADVANCE_NOTICE_DAYS, date(2030, 1, 1)).id
    address = f"/settings/policies/values/{value_id}/withdraw"
    assert administrator.get(address).status_code == 200
    assert administrator.post(address, data={"reason": ""}).status_code == 422
    assert administrator.post(address, data={"reason": "Nhập nhầm"}).status_code == 303
    assert notice_on(app, date(2030, 1, 1)) == 45


def test_a_director_reads_and_changes_nothing(sign_in: Callable[..., FlaskClient]) -> None:
    director = sign_in(Role.DIRECTOR)
    page = director.get("/settings/policies/advance-notice-days")
    assert page.status_code == 200
    assert "/new" not in page.text
    assert director.get(NEW).status_code == 403


@pytest.mark.parametrize("path", ["unknown", "unknown/new", "values/999/withdraw", "base-salary", "base-salary/new"])
def test_what_is_not_there_is_not_found(administrator: FlaskClient, path: str) -> None:
    assert administrator.get(f"/settings/policies/{path}").status_code == 404
