"""The camera of the photo page, with the browser's own test picture in front of it; and the page without a camera."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from rehab_center.permissions import Role
from tests.browser import samples
from tests.browser.people import FLAGS, Staff, complaints_of
from tests.browser.program import application, served
from tests.database import Databases

pytestmark = pytest.mark.browser

_CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser that has a camera and may use it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*FLAGS, *_CAMERA])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def staff(
    databases: Databases, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Staff, dict[str, Any]]]:
    """The staff of a furnished centre."""
    folder = tmp_path_factory.mktemp("centre")
    with application(databases, folder / "instance") as (app, environment):
        things = samples.furnish(app)
        with served(environment, folder / "log.txt") as address:
            people = Staff(chromium, address)
            yield people, things
            people.close()


def test_a_photo_is_taken_by_keyboard_and_kept(staff: tuple[Staff, dict[str, Any]]) -> None:
    people, things = staff
    page = people.page(Role.INTAKE)
    with complaints_of(page) as complaints:
        page.goto(f"/people/{things['resident_id']}/photos")
        before = page.locator(".photos > li").count()
        page.locator("[data-camera-open]").press("Enter")
        expect(page.locator("video")).to_have_js_property("readyState", 4)
        page.locator("[data-camera-shoot]").press("Enter")
        expect(page.locator("canvas")).to_be_visible()
        assert page.evaluate("document.getElementById('photo').files[0].type") == "image/jpeg"
        page.locator("form .buttons button[type=submit]").last.press("Enter")
        page.wait_for_url(f"**/people/{things['resident_id']}")
        shown = page.locator(".thing-head img.picture")
        assert shown.evaluate("image => image.complete && image.naturalWidth > 0")
        page.goto(f"/people/{things['resident_id']}/photos")
        assert page.locator(".photos > li").count() == before + 1
    assert complaints == []


def test_no_other_page_gets_the_camera(staff: tuple[Staff, dict[str, Any]]) -> None:
    people, things = staff
    page = people.page(Role.INTAKE)
    page.goto(f"/people/{things['resident_id']}")
    asked = "navigator.mediaDevices.getUserMedia({video: true}).then(() => 'given', error => error.name)"
    assert page.evaluate(asked) == "NotAllowedError"


def test_without_javascript_a_file_is_chosen(staff: tuple[Staff, dict[str, Any]], chromium: Browser) -> None:
    people, things = staff
    kept = people.context(Role.INTAKE).storage_state()
    with chromium.new_context(base_url=people.address, java_script_enabled=False, storage_state=kept) as context:
        page = context.new_page()
        page.goto(f"/people/{things['resident_id']}/photos")
        expect(page.locator(".camera")).to_be_hidden()
        expect(page.locator("#photo")).to_be_visible()
