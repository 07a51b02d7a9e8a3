"""The frame in a real browser: nothing foreign runs, it fits a narrow window, and the script only adds comfort."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Blueprint, Flask, g, render_template
from flask.typing import ResponseReturnValue
from jinja2 import ChoiceLoader, DictLoader
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server
from wtforms import StringField
from wtforms.validators import InputRequired

from rehab_center import clock
from rehab_center.dates import BadDate, parse_date, spell_day
from rehab_center.permissions import Actor, Permission
from rehab_center.web.access import requires
from rehab_center.web.forms import BaseForm, DayField
from rehab_center.web.listing import Choice, Column, Days, Listing, Search, list_page
from tests.browser.people import OLD_SCREEN, OLD_SCREEN_AT_200_PERCENT
from tests.web.conftest import doors, make_app, pages
from tests.web.test_listing import fetch

pytestmark = pytest.mark.browser

_PAGES = {
    "sample_list.html": '{% extends "layouts/list.html" %}{% block title %}Học viên{% endblock %}',
    "sample_form.html": (
        '{% extends "layouts/form.html" %}{% from "components/form.html" import field %}'
        "{% block title %}Tiếp nhận{% endblock %}"
        "{% block fields %}{{ field(form.name) }}{{ field(form.entered_on) }}{% endblock %}"
    ),
    "sample_thing.html": (
        '{% extends "layouts/thing.html" %}{% from "components/page.html" import section, facts, bar %}'
        '{% from "components/badge.html" import badge, to_be_confirmed %}'
        '{% from "components/timeline.html" import timeline %}'
        "{% block title %}Đỗ Thị Hoà{% endblock %}"
        '{% block state %}{{ badge("Đang quản lý", "good", "check-circle") }} {{ to_be_confirmed("vì") }}{% endblock %}'
        '{% block bar %}{{ bar("Thời hạn", 250, 540, "Còn 290 ngày") }}{% endblock %}'
        '{% block sections %}{% call section("Giấy tờ") %}{{ facts([("Số", "036090001234")]) }}{% endcall %}'
        "{% endblock %}"
        '{% block aside %}{{ timeline([{"day": today(), "title": "Tiếp nhận"}]) }}{% endblock %}'
    ),
}
_LISTING = Listing(
    "people",
    "Học viên",
    (Column("name", "Họ và tên", sortable=True, link=lambda row: f"/thing/{row.id}"), Column("entered_on", "Ngày vào")),
    sort="name",
    search=Search("Họ tên"),
    filters=(Choice("kind", "Loại", [("1", "Bắt buộc")]), Days("entered", "Ngày vào")),
)


class _Form(BaseForm):
    name = StringField("Họ và tên", [InputRequired()])
    entered_on = DayField("Ngày vào", [InputRequired()])


def _views() -> Blueprint:
    bp = Blueprint("casefile", __name__)

    @bp.get("/list")
    @requires(Permission.PEOPLE_VIEW)
    def people() -> ResponseReturnValue:
        return list_page(_LISTING, fetch, "sample_list.html")

    @bp.route("/form", methods=["GET", "POST"])
    @requires(Permission.PEOPLE_VIEW)
    def form() -> ResponseReturnValue:
        filled = _Form()
        filled.validate_on_submit()
        return render_template("sample_form.html", form=filled), 422 if filled.is_submitted() else 200

    @bp.get("/thing/<int:number>")
    @requires(Permission.PEOPLE_VIEW)
    def thing(number: int) -> ResponseReturnValue:
        return render_template("sample_thing.html", number=number)

    return bp


def _app() -> Flask:
    app = make_app(_views(), pages(), doors(), DEMO=True)
    app.jinja_loader = ChoiceLoader([DictLoader(_PAGES), app.jinja_loader])
    lan = Actor("lan", "Nguyễn Thị Lan", account_id=1)
    app.before_request_funcs[None].insert(0, lambda: setattr(g, "actor", lan))
    return app


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the small program is served."""
    server = make_server("127.0.0.1", 0, _app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A window of an old screen, in which the browser's complaints are errors."""
    context = chromium.new_context(viewport=OLD_SCREEN)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if "422" not in said.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def test_the_slash_goes_to_the_search_and_the_table_follows(page: Page, address: str) -> None:
    page.goto(f"{address}/list")
    page.keyboard.press("/")
    page.keyboard.type("Người 00")
    expect(page.locator("tbody tr")).to_have_count(8)
    expect(page).to_have_url(f"{address}/list?q=Ng%C6%B0%E1%BB%9Di+00")
    expect(page.locator("#people-q")).to_be_focused()
    expect(page.locator("[data-announce]")).to_contain_text("1–8")


def test_the_search_works_without_the_script(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/list")
    page.fill("#people-q", "Người 00")
    page.click(".filter-go button")
    expect(page.locator("tbody tr")).to_have_count(8)
    context.close()


@pytest.mark.parametrize(
    "text", ["5/6/24", "050624", "5.6.85", "29/2/2023", "29/2/2024", "2024-06-05", "31-12-99", "x"]
)
def test_the_echo_reads_a_day_as_the_server_does(page: Page, address: str, text: str) -> None:
    page.goto(f"{address}/form")
    page.fill("#entered_on", text)
    try:
        expected = spell_day(parse_date(text, pivot=clock.today().year + 20))
    except BadDate:
        expected = ""
    expect(page.locator("#entered_on-echo")).to_have_text(expected)


def test_what_is_wrong_gets_the_focus_and_leads_to_its_field(page: Page, address: str) -> None:
    page.goto(f"{address}/form")
    page.fill("#entered_on", "31/02/2024")
    page.click("main button[type=submit]")
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("#entered_on")).to_have_value("31/02/2024")
    page.click("#errors li:nth-child(2) a")
    expect(page.locator("#entered_on")).to_be_focused()
    assert page.evaluate("location.hash") == "", "the next page would begin in that field"


def test_the_account_menu_closes_with_escape(page: Page, address: str) -> None:
    page.goto(f"{address}/list")
    page.click(".account summary")
    expect(page.locator(".account-menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".account-menu")).to_be_hidden()


@pytest.mark.parametrize("path", ["/list", "/list?q=zzz", "/form", "/thing/1", "/nowhere", "/fails/bug"])
def test_readers_and_narrow_windows_are_served(chromium: Browser, address: str, path: str) -> None:
    context = chromium.new_context(viewport=OLD_SCREEN_AT_200_PERCENT, bypass_csp=True)
    page = context.new_page()
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 683
    found = [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]]
    assert found == []
    page.set_viewport_size({"width": 320, "height": 480})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
