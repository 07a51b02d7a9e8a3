"""The main job in a real browser, from the office's workbook to the inspector's log; once more without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from rehab_center import clock
from rehab_center.periods import Period, PeriodKind
from rehab_center.permissions import Role
from rehab_center.reports.forms import over, word_of
from tests.admissions.stays import make_centre
from tests.browser.people import OLD_SCREEN, complaints_of, enter, make_staff, words
from tests.browser.program import application, served
from tests.browser.samples import SOMEBODY
from tests.database import Databases
from tests.register.books import plain_book, plain_row

pytestmark = pytest.mark.browser

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NEWLY_ADMITTED = 8
ADMITTED_BEFORE = 4
TARGET = 16
MOST_PATIENCE = 60_000
"""Milliseconds for the worker to import, and for the paper to be printed."""


@dataclass(frozen=True)
class Walk:
    """One centre, one window for each post, with or without scripts."""

    browser: Browser
    address: str
    script: bool

    def window(self, role: Role) -> Page:
        """A window in which the holder of a post has just signed in."""
        context = self.browser.new_context(
            viewport=OLD_SCREEN, base_url=self.address, java_script_enabled=self.script, locale="vi-VN"
        )
        page = context.new_page()
        page.set_default_timeout(MOST_PATIENCE)
        enter(page, self.address, role)
        return page


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def walk(
    request: pytest.FixtureRequest, databases: Databases, chromium: Browser, tmp_path: Path
) -> Iterator[Walk]:
    """A centre in which nothing has happened yet."""
    with application(databases, tmp_path / "instance") as (app, environment):
        with app.app_context():
            make_staff(make_centre(SOMEBODY).facility_id)
        with served(environment, tmp_path / "log.txt") as address:
            yield Walk(chromium, address, request.param)
    for context in chromium.contexts:
        context.close()


def last_half_year() -> Period:
    """The latest half-year of reports that is over."""
    return over(PeriodKind.HALF_YEAR, clock.today())[0]


def office_workbook() -> FilePayload:
    """Twelve good rows, most of them of the last half-year, and three that cannot be imported."""
    first = last_half_year().range.first
    rows = []
    for number in range(1, NEWLY_ADMITTED + ADMITTED_BEFORE + 1):
        entered = first + timedelta(days=10 + number * 5 - (0 if number <= NEWLY_ADMITTED else 365))
        rows.append(plain_row(number, entered=entered, decided=entered - timedelta(days=3)))
    refused = [
        plain_row(21, entered="31/02/2024"),
        plain_row(22, entered=first, decision=""),
        plain_row(23, entered=first, left=first - timedelta(days=30), reason="Hết hạn"),
    ]
    return FilePayload(name="sổ theo dõi.xlsx", mimeType=XLSX, buffer=plain_book(*rows, *refused))


def test_from_the_workbook_to_the_log(walk: Walk) -> None:
    intake = walk.window(Role.INTAKE)
    with complaints_of(intake) as complaints:
        import_the_register(intake)
        see_everybody(intake)
    assert complaints == []
    director = walk.window(Role.DIRECTOR)
    with complaints_of(director) as complaints:
        set_the_plan(director)
        issue_the_report(director)
        name = follow_the_figure(director)
    assert complaints == []
    inspector = walk.window(Role.INSPECTOR)
    with complaints_of(inspector) as complaints:
        read_the_log(inspector, name)
        verify_the_log(inspector)
    assert complaints == []


def import_the_register(page: Page) -> None:
    page.get_by_role("link", name=words("Import a workbook")).click()
    page.set_input_files("input[type=file]", office_workbook())
    page.get_by_role("button", name=words("See what would happen")).click()
    refused = page.locator("#refused tbody tr")
    expect(refused).to_have_count(3)
    expect(refused.first).to_contain_text("31/02/2024")
    expect(page.get_by_text(words("Nothing has been written yet."))).to_be_visible()
    page.get_by_role("button", name=words("Import now")).click()
    page.get_by_role("link", name=words("To the result")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words("The register is imported"))
    expect(page.locator(".figure-value").nth(1)).to_have_text(str(NEWLY_ADMITTED + ADMITTED_BEFORE))
    download = page.context.request.get(page.locator("#refused .section-head a").get_attribute("href") or "")
    assert download.body()[:2] == b"PK"


def see_everybody(page: Page) -> None:
    page.get_by_role("link", name=words("People"), exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(NEWLY_ADMITTED + ADMITTED_BEFORE)


def set_the_plan(page: Page) -> None:
    page.goto(f"/capacity/{last_half_year().year}")
    page.get_by_role("link", name=words("Enter the plan")).click()
    page.fill("#target", str(TARGET))
    page.get_by_role("button", name=words("Check"), exact=True).click()
    page.get_by_role("button", name=words("Enter this plan")).click()
    expect(page.locator(".figure-value").first).to_have_text(str(TARGET))


def issue_the_report(page: Page) -> None:
    page.get_by_role("link", name=words("Reports"), exact=True).click()
    page.select_option("select[name=period]", word_of(last_half_year()))
    page.get_by_role("button", name=words("Look at it first")).click()
    expect(page.locator(".official-body").first).to_contain_text("tiếp nhận mới 8 người")
    page.get_by_role("button", name=words("Freeze and print")).click()
    expect(page.locator(".message-good")).to_be_visible()
    expect(page.locator(".figure-value").nth(0)).to_have_text(str(NEWLY_ADMITTED))
    expect(page.locator(".figure-value").nth(1)).to_have_text("200%")
    expect(page.locator(".figure-value").nth(2)).to_have_text("50,00%")
    paper = page.context.request.get(page.locator("a[href$='/file']").get_attribute("href") or "")
    assert paper.body().startswith(b"%PDF-")


def follow_the_figure(page: Page) -> str:
    """From the first figure to its people, and on to one of them; gives the person's name."""
    page.locator(".figure-value a").first.click()
    expect(page.locator("tbody tr", has_text=words("Yes"))).to_have_count(NEWLY_ADMITTED)
    first = page.locator("tbody td a").first
    name = first.inner_text()
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator("#timeline")).to_be_visible()
    return name


def read_the_log(page: Page, name: str) -> None:
    page.get_by_role("link", name=words("Log"), exact=True).click()
    rows = page.locator("tbody tr")
    for act, by in {
        "Register imported": Role.INTAKE,
        "Annual plan set": Role.DIRECTOR,
        "Report frozen": Role.DIRECTOR,
        "Report printed": Role.DIRECTOR,
        "People behind a figure opened": Role.DIRECTOR,
        "Looked at a person's page": Role.DIRECTOR,
    }.items():
        row = rows.filter(has_text=words(act)).first
        expect(row).to_be_visible()
        expect(row).to_contain_text({Role.INTAKE: "Trần Thị Nhận", Role.DIRECTOR: "Vũ Văn Trưởng"}[by])
    expect(rows.filter(has_text=words("Looked at a person's page")).first).to_contain_text(name)
    rows.filter(has_text=words("Annual plan set")).first.get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text(str(TARGET))
    page.go_back()


def verify_the_log(page: Page) -> None:
    page.get_by_role("button", name=words("Verify now")).click()
    sound = words("The log is sound: nothing was changed behind the program's back.")
    expect(page.locator(".message-good")).to_contain_text(sound)
