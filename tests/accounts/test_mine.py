"""What an account's holder does with it: the first password, a new one, the end of every session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rehab_center.permissions import Role
from tests import factories
from tests.accounts.conftest import enter

NEW = "trời xanh và gió mát"


@pytest.fixture
def newcomer(app: Flask) -> int:
    """Somebody whose password was given to him."""
    with app.app_context():
        return factories.make_account("an.lv", Role.DUTY, Role.TRAINING, must_change_password=True)


def change(
    client: FlaskClient, current: str = factories.PASSWORD, password: str = NEW, again: str | None = None
) -> int:
    form = {"current": current, "password": password, "again": password if again is None else again}
    return client.post("/my-account/password", data=form).status_code


def test_a_first_password_is_changed_before_anything_else(client: FlaskClient, newcomer: int) -> None:
    entered = enter(client, "an.lv", next_page="/my-account")
    assert entered.location == "/my-account/password?next=/my-account"
    for page in ("/my-account", "/my-account/sign-out-everywhere", "/accounts"):
        sent = client.get(page)
        assert (sent.status_code, sent.location) == (303, "/my-account/password")
    assert client.post("/my-account/sign-out-everywhere").location == "/my-account/password"
    assert client.post("/language", data={"language": "en"}).status_code == 303
    assert change(client) == 303
    assert client.get("/my-account").status_code == 200


def test_one_may_leave_instead(client: FlaskClient, newcomer: int) -> None:
    enter(client, "an.lv")
    assert client.post("/sign-out").location == "/sign-in"


@pytest.mark.parametrize(
    ("current", "password", "again"),
    [
        ("khong phai the", NEW, NEW),
        (factories.PASSWORD, factories.PASSWORD, factories.PASSWORD),
        (factories.PASSWORD, NEW, NEW + "!"),
        (factories.PASSWORD, "ngan", "ngan"),
        (factories.PASSWORD, "an.lv.2024", "an.lv.2024"),
        (factories.PASSWORD, "matkhau123", "matkhau123"),
    ],
)
def test_a_change_that_will_not_do(client: FlaskClient, newcomer: int, current: str, password: str, again: str) -> None:
    enter(client, "an.lv")
    assert change(client, current, password, again) == 422
    client.post("/sign-out")
    assert enter(client, "an.lv").status_code == 303


def test_a_change_ends_every_other_session(app: Flask, client: FlaskClient, lan: int) -> None:
    elsewhere = app.test_client()
    enter(elsewhere, "lan.nt")
    enter(client, "lan.nt")
    assert change(client) == 303
    assert client.get("/my-account").status_code == 200
    assert elsewhere.get("/my-account").status_code == 302
    assert enter(elsewhere, "lan.nt").status_code == 422
    assert enter(elsewhere, "lan.nt", NEW).status_code == 303


def test_a_password_is_the_same_however_its_letters_are_composed(client: FlaskClient, lan: int) -> None:
    enter(client, "lan.nt")
    assert change(client, password="đường về quê mẹ") == 303
    client.post("/sign-out")
    decomposed = "\u0111\u01b0\u01a1\u0300ng v\u00ea\u0300 qu\u00ea me\u0323"
    assert enter(client, "lan.nt", decomposed).status_code == 303


def test_guesses_at_the_present_password_are_throttled(client: FlaskClient, lan: int) -> None:
    enter(client, "lan.nt")
    for _ in range(3):
        assert change(client, "khong phai the") == 422
    form = {"current": factories.PASSWORD, "password": NEW, "again": NEW}
    assert "1" in client.post("/my-account/password", data=form).text
    client.post("/sign-out")
    assert enter(client, "lan.nt", NEW).status_code != 303


def test_signing_out_everywhere_asks_and_then_does(
    app: Flask, client: FlaskClient, lan: int, entries: Callable[[], list[dict[str, Any]]]
) -> None:
    elsewhere = app.test_client()
    enter(elsewhere, "lan.nt")
    enter(client, "lan.nt")
    assert client.get("/my-account/sign-out-everywhere").status_code == 200
    assert elsewhere.get("/my-account").status_code == 200
    assert client.post("/my-account/sign-out-everywhere").location == "/sign-in"
    assert client.get("/my-account").status_code == 302
    assert elsewhere.get("/my-account").status_code == 302
    assert entries()[-1]["act"] == "account.signed_out_everywhere"


def test_my_roles_are_named_with_what_they_allow(client: FlaskClient, newcomer: int) -> None:
    enter(client, "an.lv")
    change(client)
    page = client.get("/my-account").text
    assert page.count("<li><strong>") == 2


def test_the_log_never_holds_a_password(
    client: FlaskClient, lan: int, app: Flask, entries: Callable[[], list[dict[str, Any]]]
) -> None:
    enter(client, "lan.nt")
    change(client)
    assert entries()[-1]["act"] == "account.password_changed"
    with app.app_context():
        result = app.test_cli_runner().invoke(args=["accounts", "list", "--json"])
    assert "argon2" not in result.output
