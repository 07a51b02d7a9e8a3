"""The gate at night by keyboard alone: a delivery, its decision once, one person after the other, closed."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from rehab_center.permissions import Role
from tests.browser.people import Staff

pytestmark = pytest.mark.browser

_TO = "document.activeElement.name || document.activeElement.textContent.trim()"


def _tab_to(page: Page, name: str) -> None:
    for _press in range(60):
        if page.evaluate(_TO) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(name)


def _fill(page: Page, **typed: str) -> None:
    for name, text in typed.items():
        _tab_to(page, name)
        page.keyboard.press("Control+a")
        page.keyboard.type(text)


def _enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_delivery_takes_no_mouse(furnished: tuple[Staff, dict[str, Any]]) -> None:
    page = furnished[0].page(Role.INTAKE)
    page.goto("/admissions/handovers/new")
    assert page.evaluate(_TO) == "delivering_unit"
    _fill(page, delivering_unit="Công an xã Hải Lý", stated_count="3", decision_number="77/QĐ-TA")
    _fill(page, decision_on="011026", decision_issuer="Tòa án nhân dân khu vực 5", months="24")
    _enter(page)
    counts = page.locator(".gate-counts")
    for name, number in (("Ngô Văn Giang", "036090011111"), ("Đặng Thị Hải", "036196022222")):
        assert page.evaluate(_TO) == "full_name"
        _fill(page, full_name=name, birth="1990" if "Văn" in name else "1996", identity_number=number)
        _enter(page)
    expect(counts).to_contain_text("2/3")
    _fill(page, full_name="Cao Bé Phúc", birth="2016", sex="Nam", commune="xã Hải Lý")
    _enter(page)
    expect(page.locator(".finding-block")).to_have_count(1)
    _tab_to(page, "Không tiếp nhận")
    _enter(page)
    assert page.evaluate("document.activeElement.value") == "under-age"
    _tab_to(page, "Không tiếp nhận")
    _enter(page)
    expect(counts).to_contain_text("3/3")
    expect(page.locator("tbody").first).to_contain_text("24 tháng")
    page.goto(page.url + "/close")
    assert page.evaluate(_TO) == "minutes_number"
    _enter(page)
    expect(page.locator(".gate-entry")).to_have_count(0)
