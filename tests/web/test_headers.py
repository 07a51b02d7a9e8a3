"""What every answer carries, so that nothing foreign runs and no page with people stays in a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, Response, url_for
from flask.testing import FlaskClient

from rehab_center.permissions import Permission
from rehab_center.web.headers import CONTENT_SECURITY_POLICY

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize("path", ["/open", "/people", "/nowhere", "/fails/bug", "/static/app.js"])
def test_every_answer_carries_them(browser: FlaskClient, path: str) -> None:
    headers = browser.get(path, buffered=True).headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_policy_allows_nothing_inline_and_nothing_foreign() -> None:
    policy = dict(part.split(" ", 1) for part in CONTENT_SECURITY_POLICY.split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == policy["script-src"] == "'self'"
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY


def test_pages_are_not_kept_but_files_of_the_program_are(
    browser: FlaskClient, acting: Callable[..., dict[str, str]]
) -> None:
    page = browser.get("/people", headers=acting(Permission.PEOPLE_VIEW))
    assert page.headers["Cache-Control"] == "no-store"
    named = browser.get("/static/app.js?v=1", buffered=True)
    assert "max-age=31536000" in named.headers["Cache-Control"]
    assert "max-age=3600" in browser.get("/static/app.js", buffered=True).headers["Cache-Control"]


def test_the_page_of_an_absent_file_is_not_kept(browser: FlaskClient) -> None:
    answer = browser.get("/static/absent.js")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


def test_a_file_of_the_program_has_its_version_in_its_address(small_app: Flask) -> None:
    with small_app.test_request_context("/"):
        assert "?v=" in url_for("static", filename="screen.css")
        assert "?v=" in url_for("bootstrap.static", filename="css/bootstrap.min.css")
        assert "?v=" not in url_for("static", filename="absent.css")


def test_strict_transport_only_behind_tls(browser: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in browser.get("/open").headers
    assert "max-age" in browser.get("/open", base_url="https://localhost").headers["Strict-Transport-Security"]


def test_a_pdf_carries_no_policy(small_app: Flask) -> None:
    with small_app.test_request_context("/open"):
        answer = small_app.process_response(Response(b"%PDF-1.7", mimetype="application/pdf"))
    assert "Content-Security-Policy" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
