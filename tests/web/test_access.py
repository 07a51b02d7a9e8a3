"""Default deny: what a view states is what a visitor may do, and a view that states nothing stops the program."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Blueprint, Flask, g
from flask.testing import FlaskClient
from werkzeug.exceptions import Unauthorized

from rehab_center.permissions import Actor, Permission
from rehab_center.web.access import current_actor, current_scope, may, need_of, safe_next
from tests.web.conftest import doors, make_app, pages

Acting = Callable[..., dict[str, str]]


def test_a_view_that_states_no_permission_stops_the_program() -> None:
    bp = Blueprint("careless", __name__)
    bp.add_url_rule("/a", "first", lambda: "")
    bp.add_url_rule("/b", "second", lambda: "")
    with pytest.raises(RuntimeError, match=r"careless\.first, careless\.second"):
        make_app(bp, pages(), doors())


def test_what_every_endpoint_states_can_be_read(small_app: Flask) -> None:
    assert need_of(small_app, "sample.people") is Permission.PEOPLE_VIEW
    assert need_of(small_app, "sample.mine") == "signed-in"
    assert need_of(small_app, "static") == need_of(small_app, "bootstrap.static") == "public"


def test_a_public_page_opens_for_anybody(browser: FlaskClient) -> None:
    assert browser.get("/open").status_code == 200


@pytest.mark.parametrize(
    ("asked", "onward"),
    [
        ("/people", "/sign-in?next=/people"),
        ("/people?q=%C4%90%E1%BB%97&page=2", "/sign-in?next=/people?q%3D%C4%90%E1%BB%97%26page%3D2"),
    ],
)
def test_a_stranger_is_sent_to_sign_in_and_back_afterwards(browser: FlaskClient, asked: str, onward: str) -> None:
    answer = browser.get(asked)
    assert answer.status_code == 302
    assert browser.head(asked).status_code == 302
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.location.startswith("/sign-in?next=")
    with browser.application.test_request_context(answer.location) as context:
        assert safe_next(context.request.args["next"]) is not None
        assert context.request.args["next"].startswith("/people")


def test_a_stranger_learns_nothing_from_options(browser: FlaskClient) -> None:
    assert browser.options("/people").status_code == 401
    assert browser.options("/open").status_code == 200


def test_the_permission_decides(browser: FlaskClient, acting: Acting) -> None:
    assert browser.get("/people", headers=acting(Permission.PEOPLE_VIEW)).status_code == 200
    refused = browser.get("/people", headers=acting(Permission.PLAN_VIEW))
    assert refused.status_code == 403
    assert browser.get("/mine", headers=acting()).status_code == 200
    assert browser.head("/people", headers=acting(Permission.PLAN_VIEW)).status_code == 403
    assert browser.options("/people", headers=acting(Permission.PLAN_VIEW)).status_code == 403


def test_the_permission_comes_before_the_token(browser: FlaskClient, acting: Acting) -> None:
    assert browser.post("/notes", data={"name": "x"}, headers=acting(Permission.PLAN_VIEW)).status_code == 403


def test_what_a_stranger_typed_is_kept(browser: FlaskClient) -> None:
    answer = browser.post("/notes", data={"name": "Đỗ Thị <Hoà>", "csrf_token": "old"})
    assert answer.status_code == 401
    assert "Đỗ Thị &lt;Hoà&gt;" in answer.text
    assert 'name="name" value="Đỗ Thị &lt;Hoà&gt;"' in answer.text
    assert 'value="old"' not in answer.text


@pytest.mark.parametrize("target", ["/people", "/people?q=a", "/a/b#c"])
def test_a_path_of_this_site_is_a_safe_way_on(target: str) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "people",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/a\\b",
        "/a\nb",
        "\t//e.example",
    ],
)
def test_anything_else_is_not(target: str | None) -> None:
    assert safe_next(target) is None


def test_the_actor_of_a_request(small_app: Flask) -> None:
    with small_app.test_request_context("/"):
        with pytest.raises(Unauthorized):
            current_actor()
        assert not may(Permission.PEOPLE_VIEW)
        g.actor = Actor("lan", "Lan", facility_ids=frozenset({7}), permissions=frozenset({Permission.PEOPLE_VIEW}))
        assert current_actor().name == "lan"
        assert may(Permission.PEOPLE_VIEW)
        assert current_scope().covers(7)
        assert not current_scope().covers(8)
        assert not current_scope().medical
