"""The staff of the invented centre, and their windows in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, expect, sync_playwright

from rehab_center.permissions import Role
from tests import factories

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",  # a camera with a test picture, and the leave to use it
    "--use-fake-ui-for-media-stream",
]
OLD_SCREEN = {"width": 1366, "height": 768}
OLD_SCREEN_AT_200_PERCENT = {"width": 683, "height": 384}
IN_FOCUS = "document.activeElement.name || document.activeElement.textContent.trim()"
NAMES = {
    Role.ADMINISTRATOR: "Lê Văn Quản",
    Role.INTAKE: "Trần Thị Nhận",
    Role.DUTY: "Phạm Văn Trực",
    Role.MEDICAL: "Bùi Thị Sĩ",
    Role.TRAINING: "Đỗ Văn Nghề",
    Role.DIRECTOR: "Vũ Văn Trưởng",
    Role.INSPECTOR: "Hoàng Thị Tra",
}
SECOND_CLERK = "intake.2"
"""Another intake officer: two of them may have one person in hand."""

# Long enough for a machine that does much else; who need not wait does not. After a click, a press or a submit only
# what waits (``expect``, ``expect_navigation``, ``wait_for_…``) sees the page that comes, and not the one that goes.
expect.set_options(timeout=30_000)


def make_staff(facility_id: int) -> None:
    """An account for each post, named after it. Inside an application context."""
    for role, full_name in NAMES.items():
        within = None if role is Role.ADMINISTRATOR else facility_id
        factories.make_account(role.value, role, full_name=full_name, facility_id=within)
    factories.make_account(SECOND_CLERK, Role.INTAKE, full_name="Ngô Thị Hai", facility_id=facility_id)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's own browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


def enter(page: Page, address: str, username: str) -> None:
    """Sign in; who holds a post is named after it."""
    page.goto(f"{address}/sign-in")
    page.fill("#username", username)
    page.fill("#password", factories.PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{address}/today")


def press(page: Page, button: str) -> None:
    """Press a button that sends its form, and have the page that answers, whatever its address."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def sees_focus_on(page: Page, words: str) -> None:
    """Wait until the focus is on the field of that name, or on the button or link that says so."""
    page.wait_for_function(f"words => ({IN_FOCUS}) === words", arg=words)


@dataclass
class Staff:
    """One window for each post, signed in when first needed; ``None`` is a stranger."""

    browser: Browser
    address: str
    _contexts: dict[Role | None, BrowserContext] = field(default_factory=dict)

    def context(self, role: Role | None) -> BrowserContext:
        """The browser profile of a post's holder."""
        if role not in self._contexts:
            context = self.browser.new_context(viewport=OLD_SCREEN, base_url=self.address, locale="vi-VN")
            context.add_init_script(AXE_SCRIPT)  # sent once and compiled once: half a megabyte for each page otherwise
            if role is not None:
                enter(context.new_page(), self.address, role.value)
            self._contexts[role] = context
        return self._contexts[role]

    def page(self, role: Role | None) -> Page:
        """The one window of a post's holder."""
        context = self.context(role)
        return context.pages[0] if context.pages else context.new_page()

    def close(self) -> None:
        """Close every window."""
        for context in self._contexts.values():
            context.close()


@contextmanager
def complaints_of(page: Page) -> Iterator[list[str]]:
    """A list that fills with what the browser complains about: refused by policy, faults of scripts, missing files."""
    complaints: list[str] = []

    def said(message: ConsoleMessage) -> None:
        complaints.append(f"{message.type}: {message.text}")

    def broke(error: Error) -> None:
        complaints.append(str(error))

    page.on("console", said)
    page.on("pageerror", broke)
    yield complaints
    page.remove_listener("console", said)
    page.remove_listener("pageerror", broke)
