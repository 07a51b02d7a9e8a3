"""The administrator's pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rehab_center.audit.models import AuditChange
from rehab_center.db import db
from rehab_center.permissions import Role
from tests import factories
from tests.accounts.conftest import enter

Entries = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def admin(app: Flask, boss: int) -> FlaskClient:
    """The only administrator, signed in."""
    client = app.test_client()
    enter(client, "quan.tv")
    return client


def edit(client: FlaskClient, account_id: int, *roles: Role, version: int = 1, **fields: str) -> Any:
    form = {"full_name": "Nguyễn Thị Lan", "post": "", "facility": "", "version": str(version)} | fields
    return client.post(f"/accounts/{account_id}/edit", data=form | {"roles": [role.value for role in roles]})


def drawn_in(page: str) -> str:
    found = re.search(r'id="first-password">([^<]+)<', page)
    assert found
    return found[1]


def test_only_an_administrator_opens_these_pages(app: Flask, lan: int, boss: int) -> None:
    client = app.test_client()
    for page in ("/accounts", "/accounts/new", f"/accounts/{boss}", f"/accounts/{boss}/disable"):
        assert client.get(page).status_code == 302
    enter(client, "lan.nt")
    for page in ("/accounts", "/accounts/new", f"/accounts/{boss}", f"/accounts/{boss}/disable"):
        assert client.get(page).status_code == 403
    assert client.post(f"/accounts/{boss}/disable").status_code == 403


def test_the_list_searches_filters_and_sorts(admin: FlaskClient, lan: int) -> None:
    every = admin.get("/accounts").text
    assert "lan.nt" in every
    assert "quan.tv" in every
    found = admin.get("/accounts?q=nguyen+thi+lan").text
    assert "lan.nt" in found
    assert "quan.tv" not in found.split("<main")[1]
    assert "lan.nt" not in admin.get("/accounts?role=administrator").text.split("<main")[1]
    assert "lan.nt" not in admin.get("/accounts?state=disabled").text.split("<main")[1]
    down = admin.get("/accounts?sort=username&order=desc").text
    assert down.index(">quan.tv<") < down.index(">lan.nt<")


def test_exporting_the_list_is_an_act(admin: FlaskClient, lan: int, entries: Entries) -> None:
    assert "lan.nt" in admin.get("/accounts?export=csv").text
    assert entries()[-1]["act"] == "account.list_exported"


def test_a_new_account_gets_a_password_shown_once(app: Flask, admin: FlaskClient, entries: Entries) -> None:
    form = {"username": "Hoa.PT", "full_name": "phạm  thị hoa", "post": "Cán bộ y tế", "facility": ""}
    made = admin.post("/accounts/new", data=form | {"roles": ["medical", "duty"]})
    password = drawn_in(made.text)
    assert entries()[-1] == {
        "act": "account.created",
        "actor": "quan.tv",
        "about": "phạm thị hoa (hoa.pt)",
        "details": None,
    }
    holder = app.test_client()
    assert enter(holder, "hoa.pt", password).location == "/my-account/password"
    assert password not in admin.get("/accounts").text


@pytest.mark.parametrize(
    "wrong", [{"username": "lan.nt"}, {"username": "9"}, {"full_name": " "}, {"roles": []}, {"roles": ["king"]}]
)
def test_an_account_that_cannot_be_made(admin: FlaskClient, lan: int, wrong: dict[str, Any]) -> None:
    form = {"username": "hoa.pt", "full_name": "Phạm Thị Hoa", "post": "", "facility": "", "roles": ["duty"]}
    answer = admin.post("/accounts/new", data=form | wrong)
    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_changed_roles_hold_at_the_next_request(app: Flask, admin: FlaskClient, lan: int) -> None:
    holder = app.test_client()
    enter(holder, "lan.nt")
    assert holder.get("/accounts").status_code == 403
    assert edit(admin, lan, Role.INTAKE, Role.ADMINISTRATOR).status_code == 303
    assert holder.get("/accounts").status_code == 200
    assert edit(admin, lan, Role.INTAKE, version=2).status_code == 303
    assert holder.get("/accounts").status_code == 403


def test_a_role_that_stays_is_not_written_again(app: Flask, admin: FlaskClient, lan: int) -> None:
    edit(admin, lan, Role.INTAKE, Role.DUTY)
    with app.app_context():
        last = db.session.scalars(db.select(AuditChange).order_by(AuditChange.entry_id.desc()).limit(5)).all()
        act = [(row.table_name, row.operation) for row in last if row.entry_id == last[0].entry_id]
    assert sorted(act) == [("account", "update"), ("account_role", "insert")]


def test_the_second_saver_sees_both_values(admin: FlaskClient, lan: int) -> None:
    assert edit(admin, lan, Role.INTAKE, post="Cán bộ tiếp nhận").status_code == 303
    second = edit(admin, lan, Role.DUTY, post="Trực ban")
    assert second.status_code == 409
    assert "Cán bộ tiếp nhận" in second.text
    assert 'value="Trực ban"' in second.text
    assert 'name="version" type="hidden" value="2"' in second.text
    assert edit(admin, lan, Role.DUTY, post="Trực ban", version=2).status_code == 303


def test_disabling_shuts_out_at_the_next_request(app: Flask, admin: FlaskClient, lan: int, entries: Entries) -> None:
    holder = app.test_client()
    enter(holder, "lan.nt")
    asked = admin.get(f"/accounts/{lan}/disable")
    assert asked.status_code == 200
    assert holder.get("/my-account").status_code == 200
    assert admin.post(f"/accounts/{lan}/disable").status_code == 303
    assert holder.get("/my-account").status_code == 302
    assert entries()[-1]["act"] == "account.disabled"
    assert admin.post(f"/accounts/{lan}/disable").status_code == 422
    assert admin.post(f"/accounts/{lan}/enable").status_code == 303
    assert enter(holder, "lan.nt").status_code == 303


def test_the_last_administrator_stays(app: Flask, admin: FlaskClient, boss: int, lan: int) -> None:
    assert admin.post(f"/accounts/{boss}/disable").status_code == 422
    assert edit(admin, boss, Role.DIRECTOR).status_code == 422
    with app.app_context():
        second = factories.make_account("phu.dv", Role.ADMINISTRATOR)
    assert admin.post(f"/accounts/{second}/disable").status_code == 303
    assert admin.post(f"/accounts/{boss}/disable").status_code == 422  # a disabled one does not count
    assert admin.post(f"/accounts/{second}/enable").status_code == 303
    assert edit(admin, boss, Role.DIRECTOR).status_code == 303
    assert admin.get("/accounts").status_code == 403


def test_a_locked_account_is_unlocked_on_its_page(app: Flask, admin: FlaskClient, lan: int, entries: Entries) -> None:
    app.config["SIGN_IN_FAILURES"] = 2
    holder = app.test_client()
    for _ in range(2):
        enter(holder, "lan.nt", "khong phai the")
    assert enter(holder, "lan.nt").status_code == 429
    assert f"/accounts/{lan}/unlock" in admin.get(f"/accounts/{lan}").text
    assert "lan.nt" in admin.get("/accounts?state=locked").text
    admin.post(f"/accounts/{lan}/unlock")
    assert entries()[-1]["details"] == {"failures": 2}
    assert f"/accounts/{lan}/unlock" not in admin.get(f"/accounts/{lan}").text
    assert enter(holder, "lan.nt").status_code == 303


def test_a_reset_password_is_new_and_must_be_changed(app: Flask, admin: FlaskClient, lan: int) -> None:
    holder = app.test_client()
    enter(holder, "lan.nt")
    assert admin.get(f"/accounts/{lan}/reset-password").status_code == 200
    assert holder.get("/my-account").status_code == 200
    password = drawn_in(admin.post(f"/accounts/{lan}/reset-password").text)
    assert holder.get("/my-account").status_code == 302
    assert enter(holder, "lan.nt").status_code == 422
    assert enter(holder, "lan.nt", password).location == "/my-account/password"


def test_an_administrator_ends_the_sessions_of_another(app: Flask, admin: FlaskClient, lan: int) -> None:
    holder = app.test_client()
    enter(holder, "lan.nt")
    assert admin.post(f"/accounts/{lan}/sign-out-everywhere").status_code == 303
    assert holder.get("/my-account").status_code == 302
    assert enter(holder, "lan.nt").status_code == 303


def test_no_such_account_and_no_such_act(admin: FlaskClient, boss: int) -> None:
    assert admin.get("/accounts/999").status_code == 404
    assert admin.post("/accounts/999/disable").status_code == 404
    assert admin.get(f"/accounts/{boss}/crown").status_code == 404
