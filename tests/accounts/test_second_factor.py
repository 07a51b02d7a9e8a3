"""A code from a telephone besides the password: switched on and off, asked for, used once, reset by others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rehab_center import clock
from rehab_center.accounts import second_factor as codes
from rehab_center.accounts.models import RecoveryCode, SecondFactor
from rehab_center.accounts.rules import needs_second_factor
from rehab_center.audit.services import check_log
from rehab_center.dated import Confidence
from rehab_center.db import db, transaction
from rehab_center.permissions import Actor, Role
from rehab_center.policies.rules import PolicyKind, SecondFactorFor
from rehab_center.policies.services import set_value
from tests.accounts.conftest import enter

MINE = "/my-account/second-factor"
CODE = "/sign-in/code"
Entries = Callable[[], list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def _at_one_moment() -> Iterator[None]:
    """No code runs out in the middle of a test."""
    with clock.set_to(clock.now()):
        yield


def code_of(app: Flask, page: str) -> str:
    """What a telephone shows that was given the letters of the page."""
    letters = re.search(r"<code>([A-Z2-7-]+)</code>", page)
    assert letters is not None
    with app.app_context():
        return str(codes._totp()(letters[1]).generate().token)


def kept_code(app: Flask) -> str:
    """What the telephone shows now, from what the program keeps of it."""
    with app.app_context():
        return codes.code_now(db.session.scalars(select(SecondFactor.secret)).one())


def switch_on(app: Flask, client: FlaskClient) -> list[str]:
    """Set it up as its holder does; the recovery codes."""
    shown = client.get(MINE)
    assert shown.headers["Cache-Control"] == "no-store"
    assert "<svg" in shown.text
    assert "style=" not in shown.text
    answer = client.post(MINE, data={"code": code_of(app, shown.text)})
    assert answer.status_code == 200
    return re.findall(r"<li><code>([a-z0-9-]+)</code></li>", answer.text)


def later(app: Flask, seconds: int) -> Any:
    return clock.set_to(clock.now() + timedelta(seconds=seconds))


def test_it_is_asked_for_after_the_password(app: Flask, client: FlaskClient, lan: int, entries: Entries) -> None:
    enter(client, "lan.nt")
    recovery = switch_on(app, client)
    assert len(set(recovery)) == codes.RECOVERY_CODES
    assert recovery[0] not in client.get(MINE).text  # shown once
    client.post("/sign-out")

    sent = enter(client, "lan.nt", next_page="/my-account")
    assert sent.location == f"{CODE}?next=/my-account"
    assert client.get("/my-account").status_code == 302  # the password alone opens nothing
    assert client.get(sent.location).status_code == 200
    assert client.post(CODE, data={"code": kept_code(app)}).status_code == 422  # used to switch it on
    with later(app, 60):
        answer = client.post(CODE, data={"code": f" {kept_code(app)[:3]} {kept_code(app)[3:]}", "next": "/my-account"})
        assert (answer.status_code, answer.location) == (303, "/my-account")
        assert client.get("/my-account").status_code == 200
        assert client.get(CODE).location == "/"
    acts = [entry["act"] for entry in entries()]
    assert acts[-3:] == ["account.signed_out", "account.sign_in_failed", "account.signed_in"]
    failed = next(entry for entry in entries() if entry["act"] == "account.sign_in_failed")
    assert failed["details"]["step"] == "code"
    with app.app_context():
        assert check_log().ok


def test_a_code_and_a_recovery_code_are_good_once(app: Flask, client: FlaskClient, lan: int) -> None:
    enter(client, "lan.nt")
    recovery = switch_on(app, client)
    elsewhere = app.test_client()
    with later(app, 60):
        code = kept_code(app)
        enter(client, "lan.nt")
        for browser, typed, status in (
            (elsewhere, code, 303),
            (app.test_client(), code, 422),
            (app.test_client(), recovery[0].upper().replace("-", " "), 303),
            (app.test_client(), recovery[0], 422),
        ):
            with later(app, 30 if typed != code else 0):
                enter(browser, "lan.nt")
                with later(app, 4):  # nobody types a code in no time, and the throttle knows
                    assert browser.post(CODE, data={"code": typed}).status_code == status
    with app.app_context():
        used = db.session.scalars(select(RecoveryCode).where(RecoveryCode.used_at.is_not(None))).all()
        assert len(used) == 1
        assert recovery[0].replace("-", "") not in used[0].code_hash


def test_guesses_meet_the_throttle_and_the_step_runs_out(app: Flask, client: FlaskClient, lan: int) -> None:
    enter(client, "lan.nt")
    switch_on(app, client)
    client.post("/sign-out")
    enter(client, "lan.nt")
    answers = [client.post(CODE, data={"code": "000000"}).status_code for _guess in range(4)]
    assert answers[0] == 422
    assert answers[-1] == 429
    assert client.post(CODE, data={"code": ""}).status_code == 422
    with later(app, 5 * 60):
        assert client.post(CODE, data={"code": kept_code(app)}).location == "/sign-in"


def test_it_is_kept_encrypted_with_the_installations_key(app: Flask, client: FlaskClient, lan: int) -> None:
    enter(client, "lan.nt")
    letters = re.search(r"<code>([A-Z2-7-]+)</code>", client.get(MINE).text)
    assert letters is not None
    switch_on(app, client)
    with app.app_context():
        secret = db.session.scalars(select(SecondFactor.secret)).one()
        assert letters[1].replace("-", "") not in secret
        right = codes.code_now(secret)
        app.config["SECRET_KEY"] = "6" * 64
        assert codes.in_letters(secret) != letters[1]
        assert codes.counter_of(secret, right, after=None) is None


def test_its_holder_switches_it_off_with_a_code(app: Flask, client: FlaskClient, lan: int, entries: Entries) -> None:
    enter(client, "lan.nt")
    assert client.get(f"{MINE}/off").location == MINE
    assert client.post(MINE, data={"code": "12"}).status_code == 422
    recovery = switch_on(app, client)
    assert client.post(f"{MINE}/off", data={"code": "123456"}).status_code == 422
    assert client.post(f"{MINE}/off", data={"code": recovery[1]}).status_code == 303
    client.post("/sign-out")
    assert enter(client, "lan.nt").location == "/"
    assert "account.second_factor_removed" in [entry["act"] for entry in entries()]
    with app.app_context():
        assert db.session.scalars(select(RecoveryCode)).all() == []
        assert check_log().ok


def test_an_administrator_resets_it(app: Flask, client: FlaskClient, lan: int, boss: int, entries: Entries) -> None:
    """From the page and from the command line; open sessions end."""
    enter(client, "lan.nt")
    switch_on(app, client)
    administrator = app.test_client()
    enter(administrator, "quan.tv")
    address = f"/accounts/{lan}/reset-second-factor"
    assert address in administrator.get(f"/accounts/{lan}").text
    assert administrator.get(address).status_code == 200
    assert administrator.post(address).status_code == 303
    assert client.get("/my-account").status_code == 302
    assert enter(client, "lan.nt").location == "/"
    switch_on(app, client)
    told = app.test_cli_runner().invoke(args=["accounts", "reset-second-factor", "lan.nt", "--json"])
    assert told.exit_code == 0, told.output
    again = app.test_cli_runner().invoke(args=["accounts", "reset-second-factor", "lan.nt"])
    assert again.exit_code == 1
    assert [entry["act"] for entry in entries()].count("account.second_factor_reset") == 2


@pytest.mark.parametrize(
    ("roles", "required", "must"),
    [
        ({Role.ADMINISTRATOR}, SecondFactorFor.NOBODY, False),
        ({Role.ADMINISTRATOR, Role.INTAKE}, SecondFactorFor.ADMINISTRATORS, True),
        ({Role.DIRECTOR}, SecondFactorFor.ADMINISTRATORS, False),
        ({Role.DIRECTOR}, SecondFactorFor.LEADERS, True),
        ({Role.DUTY}, SecondFactorFor.LEADERS, False),
        ({Role.DUTY}, SecondFactorFor.EVERYBODY, True),
        (set(), SecondFactorFor.EVERYBODY, False),
    ],
)
def test_who_must_have_one(roles: set[Role], required: SecondFactorFor, *, must: bool) -> None:
    assert needs_second_factor(roles, required) is must


def test_whoever_must_have_one_sets_it_up_first(app: Flask, client: FlaskClient, boss: int, actor: Actor) -> None:
    """From the next sign-in on, before anything else; and cannot switch it off."""
    with app.app_context(), transaction() as session:
        set_value(
            session,
            PolicyKind.SECOND_FACTOR,
            value=SecondFactorFor.ADMINISTRATORS,
            valid_from=clock.today(),
            citation="Quyết định 9/QĐ-CSCN",
            confidence=Confidence.CONFIRMED,
            actor=actor,
            now=clock.now(),
        )
    assert enter(client, "quan.tv").status_code == 303
    for page in ("/accounts", "/my-account", "/settings/"):
        assert client.get(page).location == MINE
    recovery = switch_on(app, client)
    assert client.get("/accounts").status_code == 200
    assert client.get(f"{MINE}/off").location == MINE
    assert client.post(f"{MINE}/off", data={"code": recovery[0]}).location == MINE
    client.post("/sign-out")
    assert enter(client, "quan.tv").location == CODE
    with later(app, 90):
        assert client.post(CODE, data={"code": kept_code(app)}).location == "/"
        assert client.get("/accounts").status_code == 200
