"""No change without a token; and nothing typed is lost where the token went stale."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from rehab_center.permissions import Permission

Acting = Callable[..., dict[str, str]]


@pytest.fixture
def clerk(acting: Acting) -> dict[str, str]:
    """Somebody who may write notes."""
    return acting(Permission.PEOPLE_EDIT, Permission.PEOPLE_VIEW)


def _token(browser: FlaskClient, clerk: dict[str, str]) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/people", headers=clerk).text)
    assert found
    return found[1]


def test_a_token_of_the_session_is_accepted(browser: FlaskClient, clerk: dict[str, str]) -> None:
    data = {"csrf_token": _token(browser, clerk), "name": "  Nguyễn   Văn A "}
    assert browser.post("/notes", data=data, headers=clerk).text == "POST Nguyễn Văn A"


@pytest.mark.parametrize("token", [{}, {"csrf_token": "made up"}])
def test_a_stale_token_keeps_what_was_typed(browser: FlaskClient, clerk: dict[str, str], token: dict[str, str]) -> None:
    answer = browser.post("/notes?step=2", data={"name": "Đỗ Thị Hoà", **token}, headers=clerk)
    assert answer.status_code == 400
    assert 'action="/notes?step=2"' in answer.text
    assert 'name="name" value="Đỗ Thị Hoà"' in answer.text
    assert "made up" not in answer.text
    fresh = re.search(r'action="/notes\?step=2".*?name="csrf_token" value="([^"]+)"', answer.text, re.DOTALL)
    assert fresh
    again = browser.post("/notes", data={"name": "Đỗ Thị Hoà", "csrf_token": fresh[1]}, headers=clerk)
    assert again.text == "POST Đỗ Thị Hoà"


def test_a_password_is_never_written_back(browser: FlaskClient, clerk: dict[str, str]) -> None:
    answer = browser.post("/notes", data={"name": "lan", "new_password": "hoa-sen-42"}, headers=clerk)
    assert answer.status_code == 400
    assert "hoa-sen-42" not in answer.text
    assert 'name="name"' not in answer.text
    assert 'href="/notes"' in answer.text


def test_files_are_asked_for_again(browser: FlaskClient, clerk: dict[str, str]) -> None:
    data = {"name": "x", "paper": (io.BytesIO(b"%PDF"), "quyết định.pdf")}
    answer = browser.post("/notes", data=data, headers=clerk)
    assert answer.status_code == 400
    assert "quyết định.pdf" in answer.text


@pytest.mark.parametrize("sign", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_gets_no_button_to_send_again(
    browser: FlaskClient, clerk: dict[str, str], sign: dict[str, str]
) -> None:
    answer = browser.post("/notes", data={"name": "planted"}, headers={**clerk, **sign})
    assert answer.status_code == 400
    assert "planted" not in answer.text
