"""The frame around a page: the menu cut to the role, the centre, warnings, the language."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Blueprint, Flask, g, render_template_string
from flask.testing import FlaskClient

from rehab_center.permissions import Permission, Role, permissions_of
from rehab_center.web.access import requires
from rehab_center.web.navigation import MENU, item_of, name_centre, warn_everybody
from tests.web.conftest import doors, make_app, pages

Acting = Callable[..., dict[str, str]]


def _whole_menu() -> list[Blueprint]:
    made = []
    for item in MENU:
        blueprint, view = item.endpoint.split(".")
        bp = Blueprint(blueprint, __name__)
        bp.add_url_rule(f"/{blueprint}/", view, requires(item.permission)(lambda: ""))
        made.append(bp)
    return made


def _menu(page: str) -> list[str]:
    nav = re.search(r'<nav class="menu".*?</nav>', page, re.DOTALL)
    return re.findall(r"</svg> ([^<]+)</a>", nav[0]) if nav else []


@pytest.fixture
def whole() -> Flask:
    """A program with every part of the menu."""
    return make_app(*_whole_menu(), pages(), doors())


def _english(app: Flask) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session["language"] = "en"
    return client


def test_the_menu_is_in_the_order_of_the_day(whole: Flask, acting: Acting) -> None:
    page = _english(whole).get("/people", headers=acting(*Permission)).text
    assert _menu(page) == [
        "Today",
        "People",
        "Admissions",
        "Places",
        "Work and classes",
        "Health",
        "Stages",
        "Ratings and conduct",
        "Capacity and plan",
        "Reports",
        "Log",
        "Settings",
    ]


@pytest.mark.parametrize("role", list(Role))
def test_the_menu_shows_a_role_only_what_it_may_open(whole: Flask, acting: Acting, role: Role) -> None:
    held = permissions_of(frozenset({role}))
    client = _english(whole)
    page = client.get("/nowhere", headers=acting(*held)).text
    expected = [str(item.icon) for item in MENU if item.permission in held]
    assert len(_menu(page)) == len(expected) > 0
    for item in MENU:
        blueprint = item.endpoint.split(".")[0]
        assert (f'href="/{blueprint}/"' in page) == (item.permission in held)


def test_parts_that_do_not_exist_yet_are_left_out(browser: FlaskClient, acting: Acting) -> None:
    assert _menu(browser.get("/people", headers=acting(*Permission)).text) == []


def test_a_stranger_sees_no_menu_and_no_search(whole: Flask) -> None:
    page = whole.test_client().get("/nowhere").text
    assert _menu(page) == []
    assert "bar-search" not in page


def test_search_is_for_those_who_may_see_people(whole: Flask, acting: Acting) -> None:
    client = whole.test_client()
    assert 'action="/casefile/"' in client.get("/nowhere", headers=acting(Permission.PEOPLE_VIEW)).text
    assert "bar-search" not in client.get("/nowhere", headers=acting(Permission.ACCOUNTS_MANAGE)).text


def test_the_bar_shows_the_centre_and_who_is_signed_in(small_app: Flask, acting: Acting) -> None:
    name_centre(small_app, lambda: "Cơ sở cai nghiện <Sông Hồng>")
    page = small_app.test_client().get("/people", headers=acting(Permission.PEOPLE_VIEW)).text
    assert "<span>Cơ sở cai nghiện &lt;Sông Hồng&gt;</span>" in page
    assert "Nguyễn Thị Lan" in page
    assert "<title>People & stays · Cơ sở" in page
    assert 'method="post" action="/sign-out"' in page


def test_warnings_for_everybody(small_app: Flask, acting: Acting) -> None:
    said: list[str | None] = [None]
    warn_everybody(small_app, lambda: said[0])
    client = small_app.test_client()
    headers = acting(Permission.PEOPLE_VIEW)
    assert "warning-band" not in client.get("/people", headers=headers).text
    said[0] = "Đồng hồ sai"
    assert "Đồng hồ sai" in client.get("/people", headers=headers).text


def test_the_reason_for_being_read_only_is_a_warning(acting: Acting) -> None:
    app = make_app()
    app.before_request(lambda: setattr(g, "read_only_reason", "chỉ đọc"))
    assert "chỉ đọc" in app.test_client().get("/people", headers=acting(Permission.PEOPLE_VIEW)).text


def test_the_centre_for_training_says_so_on_every_page(acting: Acting) -> None:
    page = make_app(DEMO=True).test_client().get("/people", headers=acting(Permission.PEOPLE_VIEW)).text
    assert "DỮ LIỆU TẬP HUẤN" in page
    assert "DỮ LIỆU TẬP HUẤN" not in make_app().test_client().get("/nowhere").text


def test_no_page_has_anything_inline(browser: FlaskClient, acting: Acting) -> None:
    page = browser.get("/people", headers=acting(Permission.PEOPLE_VIEW)).text
    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*src=)", page)
    assert not re.search(r"\son[a-z]+=", page)


def test_the_language_is_switched_and_kept(small_app: Flask, acting: Acting) -> None:
    small_app.config["WTF_CSRF_ENABLED"] = False
    client = small_app.test_client()
    headers = acting(Permission.PEOPLE_VIEW)
    assert '<html lang="vi">' in client.get("/people", headers=headers).text
    answer = client.post("/language", data={"language": "en", "next": "/people?q=a"}, headers=headers)
    assert (answer.status_code, answer.location) == (303, "/people?q=a")
    assert '<html lang="en">' in client.get("/people", headers=headers).text
    assert client.post("/language", data={"language": "fr"}).status_code == 400
    away = client.post("/language", data={"language": "vi", "next": "//evil.example"})
    assert away.location == "/"


_LATER = {"placements.index", "activities.index"}  # parts of the program that are still to come


def test_the_menu_leads_to_pages_that_exist(app: Flask) -> None:
    assert {item.endpoint for item in MENU} - set(app.view_functions) <= _LATER


_CRUMBS = re.compile(r"\{% block crumbs %\}(.*?)\{% endblock %\}", re.DOTALL)
_PAGE = re.compile(r"url_for\([\"']([\w.]+)[\"']")
_TEMPLATES = Path(__file__).parents[2] / "templates"
#: Several views show these; each stands under the word of the menu that the view's own name says.
_SHARED = {"admissions/convention_check": "admissions.convention_decide"}


def _first_crumbs() -> list[tuple[str, str]]:
    """(page, first of its way back) for every template that writes its way back down."""
    found = []
    for path in sorted(_TEMPLATES.glob("*/*.html")):
        name = f"{path.parent.name}/{path.stem}"
        crumbs = _CRUMBS.search(path.read_text(encoding="utf-8"))
        crumb = _PAGE.search(crumbs[1]) if crumbs else None
        if crumb and item_of(page := _SHARED.get(name, name.replace("/", "."))) is not None:
            found.append((page, crumb[1]))
    return found


def test_the_way_back_begins_where_the_menu_says_the_page_stands() -> None:
    pages_with_a_way = _first_crumbs()
    assert len(pages_with_a_way) > 60
    wrong = [
        (page, first)
        for page, first in pages_with_a_way
        if (item := item_of(first)) is not None and item is not item_of(page)
    ]
    assert wrong == [], wrong


def _drawn() -> str:
    return render_template_string(
        '{% extends "layouts/page.html" %}{% block title %}Trang{% endblock %}{% block content %}{% endblock %}'
    )


def test_two_pages_of_one_blueprint_may_stand_under_two_words(acting: Acting) -> None:
    rooms = Blueprint("placements", __name__)
    for view in ("index", "setup"):
        rooms.add_url_rule(f"/{view}", view, requires(Permission.TODAY_VIEW)(_drawn))
    others = [one for one in _whole_menu() if one.name != "placements"]
    client = make_app(rooms, *others, pages(), doors()).test_client()
    present = re.compile(r'aria-current="page">.*?</svg> ([^<]+)<')
    asked = [client.get(path, headers=acting(*Permission)).text for path in ("/index", "/setup", "/index")]
    assert [present.findall(page) for page in asked] == [["Chỗ ở"], ["Cài đặt"], ["Chỗ ở"]]


@pytest.mark.any_database
def test_what_the_menu_claims_is_there(app: Flask) -> None:
    claimed = {page for item in MENU for page in item.pages}
    assert claimed
    assert claimed <= set(app.view_functions)


def test_what_is_drawn_once_is_the_readers_own(whole: Flask, acting: Acting) -> None:
    everything, nothing = acting(*Permission), acting(Permission.TODAY_VIEW)
    for _turn in range(2):
        assert len(_menu(whole.test_client().get("/people", headers=everything).text)) == len(MENU)
        assert _menu(whole.test_client().get("/nowhere", headers=nothing).text) == ["Hôm nay"]
        assert _menu(_english(whole).get("/nowhere", headers=nothing).text) == ["Today"]
        assert _menu(whole.test_client().get("/nowhere").text) == []


def test_names_put_into_the_frame_are_escaped(whole: Flask) -> None:
    name_centre(whole, lambda: "{token} <b>Cơ sở</b> {0}")
    page = whole.test_client().get("/nowhere").text
    assert "{token} &lt;b&gt;Cơ sở&lt;/b&gt; {0}" in page
    assert 'name="csrf_token" value="{token}"' not in page
