"""Signing in and out: the words, the throttle, the session, the log."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from rehab_center import clock, create_app
from rehab_center.accounts import passwords
from rehab_center.accounts.models import EndedSession, SignInAttempt
from rehab_center.db import db
from rehab_center.permissions import Role
from tests import factories
from tests.accounts.conftest import enter, selects
from tests.database import CHEAP_ARGON2, configuration

Entries = Callable[[], list[dict[str, Any]]]
NOON = clock.moment_of(clock.today(), 12)


def later(minutes: float) -> Any:
    return clock.set_to(NOON + timedelta(minutes=minutes))


@contextmanager
def another_process(app: Flask, **config: Any) -> Iterator[Flask]:
    """A second application on the same database, as another worker has it."""
    given = configuration(app.config["INSTANCE"], app.config["DATABASE_URL"])
    other = create_app(given | config)
    yield other
    with other.app_context():
        db.session.remove()
        db.engine.dispose()


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/my-account").status_code == 200


def test_the_door_leads_to_the_page_asked_for(client: FlaskClient, lan: int) -> None:
    asked = client.get("/my-account")
    assert asked.status_code == 302
    assert asked.location == "/sign-in?next=/my-account"
    page = client.get(asked.location)
    assert 'name="next" type="hidden" value="/my-account"' in page.text
    entered = enter(client, "Lan.NT ", next_page="/my-account")
    assert (entered.status_code, entered.location) == (303, "/my-account")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_door_leads_nowhere_else(client: FlaskClient, lan: int, target: str) -> None:
    assert enter(client, "lan.nt", next_page=target).location == "/"


def said(page: str) -> str:
    """A page without its tokens, which change with the second."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


def test_a_wrong_name_and_a_wrong_password_sound_alike(client: FlaskClient, lan: int) -> None:
    known = enter(client, "lan.nt", "khong phai the")
    unknown = enter(client, "hoa.pt", "khong phai the")
    assert known.status_code == unknown.status_code == 422
    assert said(known.text).replace("lan.nt", "?") == said(unknown.text).replace("hoa.pt", "?")
    assert not is_signed_in(client)


def test_a_wrong_name_costs_as_much_work_as_a_wrong_password(client: FlaskClient, lan: int) -> None:
    with patch.object(passwords, "hash_password", wraps=passwords.hash_password) as hashing:
        enter(client, "hoa.pt", "khong phai the")
    assert hashing.call_count == 1


def test_a_disabled_account_is_told_so_only_with_its_password(
    app: Flask, client: FlaskClient, lan: int, boss: int
) -> None:
    app.test_cli_runner().invoke(args=["accounts", "disable", "lan.nt"])
    right, wrong = enter(client, "lan.nt"), enter(client, "lan.nt", "khong phai the")
    assert right.status_code == wrong.status_code == 422
    assert right.text != wrong.text
    assert not is_signed_in(client)


def test_an_empty_form_is_no_attempt(app: Flask, client: FlaskClient) -> None:
    assert enter(client, "", "").status_code == 422
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 0


def test_the_log_says_who_came_and_who_failed(client: FlaskClient, lan: int, entries: Entries) -> None:
    enter(client, "lan.nt", "khong phai the")
    enter(client, "mat khau cua toi", "lan.nt")  # typed into the wrong field
    enter(client, "lan.nt")
    client.post("/sign-out")
    made, failed, unknown, came, left = entries()
    assert (failed["act"], failed["actor"]) == ("account.sign_in_failed", "-")
    assert failed["about"] == "Nguyễn Thị Lan (lan.nt)"
    assert failed["details"] == {"failures": 1, "address": "127.0.0.1"}
    assert (unknown["act"], unknown["about"]) == ("account.sign_in_failed", None)
    assert (came["act"], came["actor"]) == ("account.signed_in", "lan.nt")
    assert left["act"] == "account.signed_out"
    assert "mat khau cua toi" not in str([made, failed, unknown, came, left])


def test_typed_names_are_not_kept_readable(app: Flask, client: FlaskClient) -> None:
    enter(client, "mat khau cua toi", "x")
    with app.app_context():
        kept = db.session.scalars(select(SignInAttempt)).one()
    assert "mat khau" not in kept.username_key


def fail(client: FlaskClient, username: str, times: int, *, start: float = 0) -> None:
    """Failures a minute and a bit apart, so that only their number counts."""
    for number in range(times):
        with later(start + number * 1.2):
            assert enter(client, username, "khong phai the").status_code == 422


def test_ten_failures_lock_a_name_for_a_quarter_of_an_hour(client: FlaskClient, lan: int, entries: Entries) -> None:
    fail(client, "lan.nt", 10)
    with later(11):
        locked = enter(client, "lan.nt")
    assert locked.status_code == 429
    assert 0 < int(locked.headers["Retry-After"]) <= 15 * 60
    assert "alert" in locked.text
    assert entries()[-1]["act"] == "account.locked"
    with later(9 * 1.2 + 15.1):
        assert enter(client, "lan.nt").status_code == 303


def test_an_unknown_name_is_locked_just_so(client: FlaskClient) -> None:
    fail(client, "hoa.pt", 10)
    with later(11):
        assert enter(client, "hoa.pt").status_code == 429


def test_quick_failures_cost_a_growing_wait(client: FlaskClient, lan: int) -> None:
    with later(0):
        statuses = [enter(client, "lan.nt", "khong phai the").status_code for _ in range(4)]
    assert statuses == [422, 422, 422, 429]
    with later(0.1):
        assert enter(client, "lan.nt").status_code == 303


def test_a_success_forgets_the_failures_before_it(client: FlaskClient, lan: int) -> None:
    fail(client, "lan.nt", 9)
    with later(15):
        assert enter(client, "lan.nt").status_code == 303
    client.post("/sign-out")
    with later(15.1):
        assert enter(client, "lan.nt", "khong phai the").status_code == 422
        assert enter(client, "lan.nt").status_code == 303


def test_failures_count_across_processes(app: Flask, lan: int) -> None:
    with another_process(app) as other:
        fail(app.test_client(), "lan.nt", 5)
        fail(other.test_client(), "lan.nt", 5, start=6)
        with later(12):
            assert enter(app.test_client(), "lan.nt").status_code == 429
            assert enter(other.test_client(), "lan.nt").status_code == 429


def test_one_address_trying_many_names_is_stopped(app: Flask, client: FlaskClient, lan: int) -> None:
    elsewhere = {"REMOTE_ADDR": "10.0.0.9"}
    with later(0):
        for number in range(60):
            assert enter(client, f"nguoi{number}", "x", environ_base=elsewhere).status_code == 422
        assert enter(client, "lan.nt", environ_base=elsewhere).status_code == 429
        assert enter(client, "lan.nt").status_code == 303


def test_old_attempts_are_pruned(app: Flask, client: FlaskClient) -> None:
    fail(client, "hoa.pt", 2)
    with later(25 * 60):
        enter(client, "an.lv", "x")
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 1


def test_signing_in_makes_a_new_session(app: Flask, client: FlaskClient, lan: int) -> None:
    with client.session_transaction() as before:
        before["planted"] = "by somebody else"
        before["language"] = "en"
    enter(client, "lan.nt")
    with client.session_transaction() as after:
        assert "planted" not in after
        assert after["language"] == "en"


def test_signing_out_is_a_post(client: FlaskClient, lan: int) -> None:
    enter(client, "lan.nt")
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").location == "/sign-in"
    assert not is_signed_in(client)
    assert client.post("/sign-out").status_code == 303  # twice does no harm


def test_a_copied_cookie_ends_with_the_session_in_every_process(app: Flask, client: FlaskClient, lan: int) -> None:
    enter(client, "lan.nt")
    cookie = client.get_cookie("rehab")
    assert cookie is not None
    enter(elsewhere := app.test_client(), "lan.nt")
    with another_process(app) as other:
        thief = other.test_client()
        thief.set_cookie("rehab", cookie.value)
        assert is_signed_in(thief)
        client.post("/sign-out")
        thief.set_cookie("rehab", cookie.value)
        assert not is_signed_in(thief)
    assert is_signed_in(elsewhere), "another session of the account goes on"


def test_a_session_without_a_key_is_none(client: FlaskClient, lan: int) -> None:
    enter(client, "lan.nt")
    with client.session_transaction() as cookie:
        del cookie["session_key"]
    assert not is_signed_in(client)


def test_ended_sessions_are_forgotten_when_their_cookies_are_over(app: Flask, client: FlaskClient, lan: int) -> None:
    for minutes in (0, 13 * 60):
        with later(minutes):
            enter(client, "lan.nt")
            client.post("/sign-out")
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(EndedSession)) == 1


def test_the_cookie_is_for_this_site_and_no_script(client: FlaskClient, lan: int) -> None:
    cookie = enter(client, "lan.nt").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_an_idle_session_ends_and_says_so(client: FlaskClient, lan: int) -> None:
    with later(0):
        enter(client, "lan.nt")
    with later(29):
        assert is_signed_in(client)
    with later(58):
        assert is_signed_in(client)
    with later(89):
        asked = client.get("/my-account?x=1")
        assert asked.location == "/sign-in?next=/my-account?x%3D1"
        assert "30" in client.get(asked.location).text


def test_no_session_lives_longer_than_half_a_day(client: FlaskClient, lan: int) -> None:
    with later(0):
        enter(client, "lan.nt")
    for minutes in range(25, 720, 25):
        with later(minutes):
            assert is_signed_in(client)
    with later(721):
        assert not is_signed_in(client)


def test_a_busy_session_writes_nothing_to_the_database(client: FlaskClient, lan: int, entries: Entries) -> None:
    enter(client, "lan.nt")
    before = len(entries())
    client.get("/my-account")
    assert len(entries()) == before


def test_a_forged_header_is_no_session(client: FlaskClient, lan: int) -> None:
    assert client.get("/my-account", headers={"Authentication-Token": "x"}).status_code == 302
    assert client.get("/my-account?auth_token=x").status_code == 302


def test_the_hint_on_training_accounts_shows_in_the_demo_only(app: Flask, client: FlaskClient) -> None:
    plain = client.get("/sign-in").text
    app.config["DEMO"] = True
    demo = client.get("/sign-in").text
    assert demo.count("note-info") == plain.count("note-info") + 1


def test_a_password_hashed_by_old_parameters_is_hashed_anew(app: Flask, lan: int, entries: Entries) -> None:
    dearer = CHEAP_ARGON2 | {"argon2__time_cost": 2}
    with another_process(app, SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=dearer) as other:
        assert enter(other.test_client(), "lan.nt").status_code == 303
    assert [entry["act"] for entry in entries()][-2:] == ["account.password_rehashed", "account.signed_in"]


def test_the_account_of_a_request_costs_one_statement(app: Flask, client: FlaskClient, lan: int) -> None:
    with app.app_context():
        factories.make_account("nhieu.vai", *Role)
        for username in ("lan.nt", "nhieu.vai"):
            enter(client, username)
            with selects(db.session()) as seen:
                assert client.get("/my-account/sign-out-everywhere").status_code == 200
            assert sum("FROM account" in statement for statement in seen) == 1
            client.post("/sign-out")
