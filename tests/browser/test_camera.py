"""The camera of the photo page, with the browser's own test picture in front of it; and the page without a camera."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from rehab_center.permissions import Role
from tests.browser.people import Staff, complaints_of

# The browser is what is looked at here; the acts behind it are tested on both kinds of database.
pytestmark = [pytest.mark.browser, pytest.mark.any_database]

Furnished = tuple[Staff, dict[str, Any]]


def test_a_photo_is_taken_by_keyboard_and_kept(furnished: Furnished) -> None:
    people, things = furnished
    page = people.page(Role.INTAKE)
    with complaints_of(page) as complaints:
        page.goto(f"/people/{things['resident_id']}/photos")
        before = page.locator(".photos > li").count()
        page.locator("[data-camera-open]").press("Enter")
        expect(page.locator("video")).to_have_js_property("readyState", 4)
        page.locator("[data-camera-shoot]").press("Enter")
        expect(page.locator("canvas")).to_be_visible()
        assert page.evaluate("document.getElementById('photo').files[0].type") == "image/jpeg"  # before it is shown
        page.locator("form .buttons button[type=submit]").last.press("Enter")
        page.wait_for_url(f"**/people/{things['resident_id']}")
        shown = page.locator(".thing-head img.picture")
        expect(shown).to_have_js_property("complete", True)
        assert shown.evaluate("image => image.naturalWidth > 0")
        page.goto(f"/people/{things['resident_id']}/photos")
        expect(page.locator(".photos > li")).to_have_count(before + 1)
    assert complaints == []


def test_no_other_page_gets_the_camera(furnished: Furnished) -> None:
    people, things = furnished
    page = people.page(Role.INTAKE)
    page.goto(f"/people/{things['resident_id']}")
    asked = "navigator.mediaDevices.getUserMedia({video: true}).then(() => 'given', error => error.name)"
    assert page.evaluate(asked) == "NotAllowedError"


def test_without_javascript_a_file_is_chosen(furnished: Furnished, chromium: Browser) -> None:
    people, things = furnished
    kept = people.context(Role.INTAKE).storage_state()
    with chromium.new_context(base_url=people.address, java_script_enabled=False, storage_state=kept) as context:
        page = context.new_page()
        page.goto(f"/people/{things['resident_id']}/photos")
        expect(page.locator(".camera")).to_be_hidden()
        expect(page.locator("#photo")).to_be_visible()
