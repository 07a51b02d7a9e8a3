"""A form in the middle of which the browser dies, and two clerks who save one person: nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from rehab_center.permissions import Role
from tests.browser.people import OLD_SCREEN, SECOND_CLERK, Staff, complaints_of, enter, press
from tests.processes import until

# The browser is what is looked at here; the acts behind it are tested on both kinds of database.
pytestmark = [pytest.mark.browser, pytest.mark.any_database]

Furnished = tuple[Staff, dict[str, Any]]


@contextmanager
def window(staff: Staff, username: str = Role.INTAKE.value, **options: Any) -> Iterator[Page]:
    """A window of its own, signed in as an intake officer."""
    context = staff.browser.new_context(viewport=OLD_SCREEN, base_url=staff.address, locale="vi-VN", **options)
    page = context.new_page()
    enter(page, staff.address, username)
    yield page
    context.close()


def type_until_kept(page: Page, field: str, words: str) -> None:
    """Type as somebody does, and wait until the last word has arrived."""
    last = quote(words.split()[-1])
    with page.expect_response(lambda answer: answer.ok and last in (answer.request.post_data or "")):
        page.locator(field).press_sequentially(words)


def kept(page: Page) -> None:
    """Wait until the page says that the draft is kept."""
    expect(page.locator(".draft-said")).to_contain_text("Đã giữ bản nháp lúc")


def cut_the_power(page: Page) -> None:
    """The window is gone at once, and nothing more comes from it."""
    page.context.set_offline(True)
    page.context.close()


def test_a_browser_that_dies_in_the_middle_of_a_form(furnished: Furnished) -> None:
    staff, things = furnished
    address = f"/people/{things['resident_id']}/edit"
    with window(staff) as page:
        page.goto(address)
        page.fill("#occupation", "thợ hàn")
        type_until_kept(page, "#note", "Đang học nghề tại xưởng")
        cut_the_power(page)
    with window(staff) as page, complaints_of(page) as complaints:
        page.goto("/today")
        page.click("text=bản nháp chưa lưu")
        page.wait_for_url("**/my-account/drafts")
        page.get_by_role("link", name="Đỗ Thị Hoà").first.click()
        expect(page.locator("#occupation")).to_have_value("thợ hàn")
        expect(page.locator("#note")).to_have_value("Đang học nghề tại xưởng")
        expect(page.locator("[data-draft-band]")).to_contain_text("chưa lưu")
        page.click("text=Dùng tiếp")
        expect(page.locator("[data-draft-band]")).to_be_hidden()
        press(page, "Lưu")
        expect(page).to_have_url(f"/people/{things['resident_id']}")
        page.goto(address)
        expect(page.locator("#occupation")).to_have_value("thợ hàn")
        expect(page.locator("[data-draft-band]")).to_have_count(0)
        assert complaints == []


def test_what_is_typed_just_before_leaving_is_kept(furnished: Furnished) -> None:
    staff, things = furnished
    address = f"/people/{things['resident_id']}/relatives/new"
    with window(staff) as page:
        page.goto(address)
        page.locator("#name").press_sequentially("Đỗ Văn Anh")
        page.goto("/today")
        # What a page sends while it is left may come after what the next one asks.
        until(lambda: bool(page.goto(address)) and page.input_value("#name") != "")
        page.goto("/today")
        expect(page.locator(".drafts-line")).to_be_visible()
        page.goto(address)
        expect(page.locator("#name")).to_have_value("Đỗ Văn Anh")
        page.click("text=Bỏ đi")
        expect(page.locator(".held-values")).to_contain_text("Đỗ Văn Anh")
        page.get_by_role("button", name="Bỏ đi").click()
        expect(page.locator("#name")).to_have_value("")


def test_two_tabs_of_one_form(furnished: Furnished) -> None:
    staff, things = furnished
    person = f"/people/{things['resident_id']}"
    with window(staff) as first:
        second = first.context.new_page()
        for page, name in ((first, "Đỗ Văn Trước"), (second, "Đỗ Văn Sau")):
            page.goto(f"{person}/relatives/new?draft=none")
            type_until_kept(page, "#name", name)
        second.fill("#relation", "bố")
        press(second, "Lưu")
        expect(second).to_have_url(re.compile(f"{person}(?!/relatives)"))
        second.goto("/my-account/drafts")
        expect(second.locator("tbody")).to_contain_text("Đỗ Văn Trước")
        expect(second.locator("tbody")).not_to_contain_text("Đỗ Văn Sau")
        second.goto(f"{person}/relatives/new")
        expect(second.locator("#name")).to_have_value("Đỗ Văn Trước")
        second.click("text=Bắt đầu bản khác")
        expect(second.locator("#name")).to_have_value("")
        press(first, "Lưu")
        expect(first).to_have_url(re.compile(f"{person}(?!/relatives)"))
        first.goto(f"{person}/relatives/new")
        expect(first.locator("[data-draft-band]")).to_have_count(0)


def test_a_bare_form_is_filled_again(furnished: Furnished) -> None:
    staff, things = furnished
    address = f"/register/{things['upload']}/columns"
    with window(staff) as page:
        page.goto(address)
        column = page.locator("main select").first
        column.select_option("ignored")
        kept(page)
        page.goto(address)
        expect(page.locator("main select").first).to_have_value("ignored")


def test_a_draft_needs_no_script(furnished: Furnished) -> None:
    staff, things = furnished
    address = f"/people/{things['resident_id']}/identity-papers/new"
    with window(staff, java_script_enabled=False) as page:
        page.goto(address)
        page.fill("#issuer", "Công an tỉnh Nam Định")
        press(page, "Lưu")
        expect(page.locator(".error-summary")).to_be_visible()
        page.goto("/today")
        page.goto(address)
        expect(page.locator("#issuer")).to_have_value("Công an tỉnh Nam Định")
        expect(page.locator("[data-draft-band]")).to_contain_text("chưa lưu")


def test_two_clerks_save_one_person(furnished: Furnished) -> None:
    staff, things = furnished
    address = f"/people/{things['resident_id']}/edit"
    with window(staff) as first, window(staff, SECOND_CLERK) as second:
        for page in (first, second):
            page.goto(address)
        first.fill("#phone", "0912 345 678")
        first.fill("#religion", "Công giáo")
        press(first, "Lưu")
        expect(first).to_have_url(f"/people/{things['resident_id']}")
        second.fill("#religion", "Phật giáo")
        second.fill("#education", "9/12")
        press(second, "Lưu")
        table = second.locator(".second-saver")
        expect(table).to_contain_text("Công giáo")
        expect(table).to_contain_text("Phật giáo")
        expect(second.locator("#phone")).to_have_value("0912 345 678")  # left alone here: theirs is proposed
        expect(second.locator("#religion")).to_have_value("Phật giáo")
        table.get_by_label("Công giáo").check()
        expect(second.locator("#religion")).to_have_value("Công giáo")
        table.get_by_label("Phật giáo").check()
        press(second, "Lưu")
        expect(second).to_have_url(f"/people/{things['resident_id']}")
        second.goto(address)
        for field, value in (("#phone", "0912 345 678"), ("#religion", "Phật giáo"), ("#education", "9/12")):
            expect(second.locator(field)).to_have_value(value)
