"""Every page in the browser: readable for everybody, whole on a narrow window, with nothing to complain about."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from rehab_center.permissions import Role
from tests.browser.people import OLD_SCREEN, OLD_SCREEN_AT_200_PERCENT, Staff, complaints_of
from tests.browser.samples import FILES, Address, addresses

pytestmark = pytest.mark.browser

Furnished = tuple[Staff, dict[str, Any]]
_SEVERE = {"serious", "critical"}


@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.rule)
def test_a_page_serves_everybody(furnished: Furnished, address: Address) -> None:
    staff, things = furnished
    for path in address.paths(things):
        if address.rule in FILES:
            assert staff.context(address.reader).request.get(path).status == 200, path
        else:
            _look(staff.page(address.reader), path)


@pytest.mark.parametrize("role", list(Role))
def test_the_first_page_serves_each_post(furnished: Furnished, role: Role) -> None:
    _look(furnished[0].page(role), "/today")


@pytest.mark.parametrize("path", ["/people/999999", "/accounts"])
def test_a_refusal_serves_everybody_too(furnished: Furnished, path: str) -> None:
    _look(furnished[0].page(Role.DIRECTOR), path, status=404 if "999999" in path else 403)


def _look(page: Page, path: str, status: int = 200) -> None:
    with complaints_of(page) as complaints:
        answer = page.goto(path)
    assert answer is not None
    assert answer.status == status, path
    assert [one for one in complaints if status == 200 or str(status) not in one] == [], path
    page.set_viewport_size(OLD_SCREEN_AT_200_PERCENT)
    assert page.evaluate("document.documentElement.scrollWidth") <= OLD_SCREEN_AT_200_PERCENT["width"], path
    page.set_viewport_size(OLD_SCREEN)
    assert _barriers(page) == [], path


def _barriers(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical: rule, and the first place."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in _SEVERE]
