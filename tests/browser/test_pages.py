"""Every page in the browser: readable for all, whole at 200 %, nothing to complain about, and by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from rehab_center.permissions import Role
from tests import factories
from tests.browser.files import is_file
from tests.browser.people import OLD_SCREEN, OLD_SCREEN_AT_200_PERCENT, Staff, complaints_of
from tests.browser.samples import Address, addresses

# What a reader sees of a page hangs on no kind of database; every address is asked on both by web/test_fuzz.py.
pytestmark = [pytest.mark.browser, pytest.mark.any_database]

Furnished = tuple[Staff, dict[str, Any]]
_SEVERE = {"serious", "critical"}
#: Every rule is asked; what passes is not written down, and no path is worked out to what does not.
_VIOLATIONS_ONLY = {"resultTypes": ["violations"], "reporter": "no-passes", "selectors": False, "iframes": False}


@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.rule)
def test_a_page_serves_everybody(furnished: Furnished, address: Address) -> None:
    staff, things = furnished
    for path in address.paths(things):
        if is_file(address.rule):
            assert staff.context(address.reader).request.get(path).status == 200, path
        else:
            _look(staff.page(address.reader), path, frame=address.reader is None)


@pytest.mark.parametrize("role", list(Role))
def test_the_first_page_serves_each_post(furnished: Furnished, role: Role) -> None:
    _look(furnished[0].page(role), "/today", frame=True)


@pytest.mark.parametrize("path", ["/people/999999", "/accounts"])
def test_a_refusal_serves_everybody_too(furnished: Furnished, path: str) -> None:
    _look(furnished[0].page(Role.DIRECTOR), path, status=404 if "999999" in path else 403)


def test_signing_in_takes_no_mouse(furnished: Furnished) -> None:
    context = furnished[0].browser.new_context(base_url=furnished[0].address, viewport=OLD_SCREEN)
    page = context.new_page()
    page.goto("/sign-in")
    expect(page.locator("#username")).to_be_focused()
    page.keyboard.type(Role.DUTY.value)
    page.keyboard.press("Tab")
    page.keyboard.type(factories.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/today")
    context.close()


def test_a_person_is_found_and_opened_without_a_mouse(furnished: Furnished) -> None:
    page = furnished[0].page(Role.DUTY)
    page.goto("/reports")  # refused: the search stands in the bar of every page
    page.keyboard.press("/")
    page.keyboard.type("do thi hoa")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people?q=do+thi+hoa*")
    expect(page.locator("tbody tr")).to_have_count(2)  # she, and somebody of the same name
    page.keyboard.press("/")
    expect(page.locator("#people-q")).to_be_focused()
    _tab_to(page, "Đỗ Thị Hoà")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đỗ Thị Hoà")


def test_the_first_tab_leads_past_the_menu(furnished: Furnished) -> None:
    page = furnished[0].page(Role.DUTY)
    page.goto("/people")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def _tab_to(page: Page, text: str) -> None:
    for _press in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == text:
            return
    raise AssertionError(f"{text} is not reached by the Tab key")


def _look(page: Page, path: str, status: int = 200, *, frame: bool = False) -> None:
    """One page; its bar, menu and foot too, which are the same on each."""
    with complaints_of(page) as complaints:
        answer = page.goto(path)
    assert answer is not None
    assert answer.status == status, path
    assert [one for one in complaints if status == 200 or str(status) not in one] == [], path
    page.set_viewport_size(OLD_SCREEN_AT_200_PERCENT)
    assert page.evaluate("document.documentElement.scrollWidth") <= OLD_SCREEN_AT_200_PERCENT["width"], path
    page.set_viewport_size(OLD_SCREEN)
    assert page.title(), path
    assert _barriers(page, "html" if frame else "#main") == [], path


def _barriers(page: Page, within: str) -> list[str]:
    """What axe-core finds that is serious or critical: rule, and the first place."""
    asked = "([within, options]) => axe.run(within, options).then(({violations}) => violations)"
    found = page.evaluate(asked, [within, _VIOLATIONS_ONLY])
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in _SEVERE]
