"""The main job in a real browser, from the office's workbook to the inspector's log; once more without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from rehab_center import clock
from rehab_center.audit import labels
from rehab_center.periods import Period, PeriodKind
from rehab_center.permissions import Role
from rehab_center.reports.forms import over, word_of
from tests.admissions.stays import make_centre
from tests.browser.people import NAMES, OLD_SCREEN, complaints_of, enter, make_staff
from tests.browser.program import application, served
from tests.browser.samples import SOMEBODY
from tests.database import Databases
from tests.register.books import plain_book, plain_row

pytestmark = pytest.mark.browser

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What the log must say at the end, and who did it.
DONE = {
    "register.imported": Role.INTAKE,
    "plan.set": Role.DIRECTOR,
    "report.frozen": Role.DIRECTOR,
    "report.printed": Role.DIRECTOR,
    "report.cell_opened": Role.DIRECTOR,
    "person.viewed": Role.DIRECTOR,
}
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
    acts: Mapping[str, str]
    script: bool

    def window(self, role: Role) -> Page:
        """A window in which the holder of a post has just signed in."""
        context = self.browser.new_context(
            viewport=OLD_SCREEN, base_url=self.address, java_script_enabled=self.script, locale="vi-VN"
        )
        page = context.new_page()
        page.set_default_timeout(MOST_PATIENCE)
        enter(page, self.address, role.value)
        return page


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def walk(request: pytest.FixtureRequest, databases: Databases, chromium: Browser, tmp_path: Path) -> Iterator[Walk]:
    """A centre in which nothing has happened yet."""
    with application(databases, tmp_path / "instance") as (app, environment):
        with app.app_context():
            make_staff(make_centre(SOMEBODY).facility_id)
            acts = {act: str(label) for act, label in labels.acts().items()}
        with served(environment, tmp_path / "log.txt") as address:
            yield Walk(chromium, address, acts, request.param)
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
        read_the_log(inspector, walk.acts, name)
        verify_the_log(inspector)
    assert complaints == []


def import_the_register(page: Page) -> None:
    page.click("main a[href='/register']")
    page.set_input_files("input[type=file]", office_workbook())
    page.click("main button.btn-primary")
    refused = page.locator("#refused tbody tr")
    expect(refused).to_have_count(3)
    expect(refused.first).to_contain_text("31/02/2024")
    page.click("#confirm button.btn-primary")
    page.click("main a[href^='/register/results/']")  # the page of the work renews itself until there is a result
    expect(page.locator(".figure-value").nth(1)).to_have_text(str(NEWLY_ADMITTED + ADMITTED_BEFORE))
    expect(refused).to_have_count(3)
    book = page.context.request.get(page.get_attribute("#refused .section-head a", "href") or "")
    assert book.body().startswith(b"PK")


def see_everybody(page: Page) -> None:
    page.click(".menu a[href='/people']")
    expect(page.locator("tbody tr")).to_have_count(NEWLY_ADMITTED + ADMITTED_BEFORE)


def set_the_plan(page: Page) -> None:
    page.goto(f"/capacity/{last_half_year().year}")
    page.click("main a[href$='/revise']")
    page.fill("#target", str(TARGET))
    page.click("main button.btn-primary")
    page.click("button[name=confirm]")
    expect(page.locator(".figure-value").first).to_have_text(str(TARGET))


def issue_the_report(page: Page) -> None:
    page.click(".menu a[href='/reports']")
    page.select_option("select[name=period]", word_of(last_half_year()))
    page.click("form[action='/reports/new'] button")
    expect(page.locator(".official-body")).to_contain_text(f"tiếp nhận mới {NEWLY_ADMITTED} người")
    page.click("form[action='/reports'] button")
    expect(page.locator(".message-good")).to_be_visible(timeout=MOST_PATIENCE)
    figures = page.locator(".figure-value")
    expect(figures.nth(0)).to_have_text(str(NEWLY_ADMITTED))
    expect(figures.nth(1)).to_have_text("200%")
    expect(figures.nth(2)).to_have_text("50,00%")
    paper = page.context.request.get(page.get_attribute("main a[href$='/file']", "href") or "")
    assert paper.body().startswith(b"%PDF-")


def follow_the_figure(page: Page) -> str:
    """From the first figure to its people, and on to one of them; gives the person's name."""
    page.click(".figure-value a >> nth=0")
    expect(page.locator("tbody tr")).to_have_count(NEWLY_ADMITTED)
    name = page.inner_text("tbody td a >> nth=0")
    page.click("tbody td a >> nth=0")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator("#timeline")).to_be_visible()
    return name


def read_the_log(page: Page, acts: Mapping[str, str], name: str) -> None:
    """Each act in words, with who did it; and the plan's entry says what it set."""
    page.click(".menu a[href='/log']")
    for act, role in DONE.items():
        expect(_first(page, acts[act])).to_contain_text(NAMES[role])
    expect(_first(page, acts["person.viewed"])).to_contain_text(name)
    _first(page, acts["plan.set"]).get_by_role("link").first.click()
    expect(page.locator("main table", has_text=str(TARGET)).first).to_be_visible()
    page.click(".menu a[href='/log']")


def _first(page: Page, words: str) -> Locator:
    """The latest entry about an act."""
    return page.locator("tbody tr", has_text=words).first


def verify_the_log(page: Page) -> None:
    page.click("a[href='/log/verification']")
    page.locator("form[action='/log/verify'] button").first.click()
    page.locator("a[href^='/log/verification/']").click(timeout=MOST_PATIENCE)
    expect(page.locator(".note-good")).to_be_visible()
