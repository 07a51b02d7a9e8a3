"""Every failure has a page in words, and none shows how the program works inside."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from flask import Blueprint, abort
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from rehab_center.permissions import Permission
from rehab_center.web.access import public
from rehab_center.web.errors import PAGES
from tests.web.conftest import doors, make_app, pages

Acting = Callable[..., dict[str, str]]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere", 404, "There is nothing here"),
        ("/fails/missing", 404, "There is nothing here"),
        ("/fails/forbidden", 403, "You may not open this page"),
        ("/fails/refused", 422, "The year 2024 is over"),
    ],
)
def test_a_failure_has_its_page(browser: FlaskClient, path: str, status: int, words: str) -> None:
    with browser.session_transaction() as session:
        session["language"] = "en"
    answer = browser.get(path)
    assert answer.status_code == status
    assert words in answer.text


def test_a_wrong_method_has_its_page_and_says_which_would_do(browser: FlaskClient) -> None:
    answer = browser.post("/open")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "<h1>" in answer.text


def test_a_fault_shows_a_number_and_nothing_of_the_inside(
    browser: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = browser.get("/fails/bug")
    assert answer.status_code == 500
    for inside in ("ZeroDivisionError", "Traceback", "SELECT", "resident", ".py"):
        assert inside not in answer.text
    reference = caplog.records[0].getMessage().split()[1]
    assert reference in answer.text
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("status", sorted(PAGES))
def test_every_state_has_a_page_with_a_title(status: int) -> None:
    bp = Blueprint("ending", __name__)
    bp.add_url_rule("/end", "end", public(lambda: abort(status)))
    answer = make_app(bp, pages(), doors()).test_client().get("/end")
    assert answer.status_code == status
    assert "<title>" in answer.text
    assert "<h1>" in answer.text


def test_other_states_take_the_page_of_their_hundred() -> None:
    bp = Blueprint("ending", __name__)

    def end() -> None:
        error = HTTPException()
        error.code = 418
        raise error

    bp.add_url_rule("/end", "end", public(end))
    answer = make_app(bp, pages(), doors()).test_client().get("/end")
    assert answer.status_code == 418
    assert "<h1>" in answer.text


def test_too_much_at_once_says_how_much_is_allowed(acting: Acting) -> None:
    app = make_app(MAX_CONTENT_LENGTH=1024 * 1024, WTF_CSRF_ENABLED=False)
    answer = app.test_client().post("/notes", data={"name": "x" * (2 * 1024 * 1024)}, headers=acting(*Permission))
    assert answer.status_code == 413
    assert "1 MB" in answer.text
