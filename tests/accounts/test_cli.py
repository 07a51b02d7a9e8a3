"""The ``accounts`` commands: what they do, what they say, how they end."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from rehab_center.accounts.security import find_user
from tests.accounts.conftest import enter

Entries = Callable[[], list[dict[str, Any]]]
Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    """Run ``flask accounts …``."""

    def invoke(*words: str, stdin: str | None = None) -> Result:
        return app.test_cli_runner().invoke(args=["accounts", *words], input=stdin)

    return invoke


def refused(result: Result) -> str:
    """The one line on stderr of a run that failed as it should."""
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    (line,) = result.stderr.strip().splitlines()
    return line


def test_create_draws_a_password_and_says_it_once(app: Flask, run: Run, entries: Entries) -> None:
    result = run("create", "Quan.TV", "--role", "administrator", "--role", "director", "--full-name", "Trần Văn Quân")
    assert result.exit_code == 0
    password = result.stdout.strip().split()[-1]
    assert enter(app.test_client(), "quan.tv", password).location == "/my-account/password"
    made = entries()[0]
    assert (made["act"], made["about"]) == ("account.created", "Trần Văn Quân (quan.tv)")
    assert made["actor"].startswith("cli:")


def test_create_in_json(run: Run) -> None:
    made = json.loads(run("create", "lan.nt", "--role", "intake", "--json").stdout)
    assert made.pop("password")
    expected = {"username": "lan.nt", "full_name": "lan.nt", "roles": ["intake"], "state": "first-password"}
    assert made == expected | {"account": 1}


def test_create_takes_a_password_from_stdin_and_does_not_repeat_it(app: Flask, run: Run) -> None:
    result = run("create", "lan.nt", "--role", "intake", "--password-stdin", stdin="nắng ấm bên sông\n")
    assert result.exit_code == 0
    assert "nắng" not in result.output
    assert enter(app.test_client(), "lan.nt", "nắng ấm bên sông").status_code == 303


@pytest.mark.parametrize("password", ["", "ngan\n", "lan.nt12345\n", "1234567890\n"])
def test_create_refuses_a_weak_password(run: Run, password: str) -> None:
    refused(run("create", "lan.nt", "--role", "intake", "--password-stdin", stdin=password))


def test_create_refuses_a_name_that_is_taken_or_impossible(run: Run, lan: int) -> None:
    assert "lan.nt" in refused(run("create", "Lan.NT", "--role", "duty"))
    refused(run("create", "9x", "--role", "duty"))
    refused(run("create", "hoa.pt", "--role", "duty", "--facility", "KHONG-CO"))


@pytest.mark.parametrize(
    "words", [["create", "x.y"], ["create", "--role", "duty"], ["create", "x.y", "--role", "king"], ["crown", "x"]]
)
def test_bad_usage_exits_with_two(run: Run, words: list[str]) -> None:
    assert run(*words).exit_code == 2


@pytest.mark.parametrize("command", ["reset-password", "unlock", "disable", "enable", "roles"])
def test_an_unknown_account_is_said_so(run: Run, command: str) -> None:
    assert "khong.co" in refused(run(command, "khong.co"))


def test_reset_password_lets_in_again(app: Flask, run: Run, lan: int) -> None:
    app.config["SIGN_IN_FAILURES"] = 1
    client = app.test_client()
    enter(client, "lan.nt", "khong phai the")
    password = json.loads(run("reset-password", "lan.nt", "--json").stdout)["password"]
    assert enter(client, "lan.nt", password).location == "/my-account/password"


def test_unlock_forgets_the_failures(app: Flask, run: Run, lan: int) -> None:
    app.config["SIGN_IN_FAILURES"] = 1
    client = app.test_client()
    enter(client, "lan.nt", "khong phai the")
    assert enter(client, "lan.nt").status_code == 429
    assert json.loads(run("unlock", "Lan.NT", "--json").stdout) == {"account": lan, "failures": 1}
    assert enter(client, "lan.nt").status_code == 303


def test_disable_and_enable(app: Flask, run: Run, lan: int, boss: int) -> None:
    assert json.loads(run("disable", "lan.nt", "--json").stdout)["state"] == "disabled"
    assert enter(app.test_client(), "lan.nt").status_code == 422
    refused(run("disable", "lan.nt"))
    assert "quan.tv" in refused(run("disable", "quan.tv"))
    assert run("enable", "lan.nt").exit_code == 0
    assert enter(app.test_client(), "lan.nt").status_code == 303


def test_roles_are_shown_and_set(run: Run, lan: int, boss: int, entries: Entries) -> None:
    assert json.loads(run("roles", "lan.nt", "--json").stdout)["roles"] == ["intake"]
    changed = run("roles", "lan.nt", "--set", "duty", "--set", "medical", "--json")
    assert json.loads(changed.stdout)["roles"] == ["duty", "medical"]
    assert entries()[-1]["act"] == "account.edited"
    assert "quan.tv" in refused(run("roles", "quan.tv", "--set", "duty"))


def test_the_log_is_written_in_the_name_of_the_actor(run: Run, lan: int, boss: int, entries: Entries) -> None:
    run("disable", "lan.nt", "--actor", "Quan.TV")
    assert entries()[-1]["actor"] == "quan.tv"
    assert "khong.co" in refused(run("enable", "lan.nt", "--actor", "khong.co"))
    assert "lan.nt" in refused(run("unlock", "quan.tv", "--actor", "lan.nt"))  # disabled: acts no more


def test_list_names_everybody(run: Run, lan: int, boss: int) -> None:
    listed = json.loads(run("list", "--json").stdout)["accounts"]
    assert [account["username"] for account in listed] == ["lan.nt", "quan.tv"]
    assert "Nguyễn Thị Lan" in run("list").stdout


def test_an_account_may_be_bound_to_a_centre(app: Flask, run: Run, centres: tuple[int, int]) -> None:
    assert run("create", "lan.nt", "--role", "intake", "--facility", "CS1", "--json").exit_code == 0
    with app.app_context():
        user = find_user(username="lan.nt")
        assert user is not None
        assert user.actor().facility_ids == frozenset({centres[0]})
