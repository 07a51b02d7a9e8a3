"""The gate at night by keyboard alone: a delivery of twelve, everybody decided about, closed, and what is printed."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from rehab_center import clock
from rehab_center.permissions import Role
from tests.browser.people import IN_FOCUS, Staff, complaints_of, sees_focus_on

pytestmark = pytest.mark.browser

_NEW = (
    ("Ngô Văn Giang", "12/3/1990", "036090011111"),
    ("Đặng Thị Hải", "7/9/1996", "036196022222"),
    ("Bùi Quang Khánh", "5/5/1988", "036088033333"),
    ("Trịnh Công Lâm", "17/7/1979", "036079044444"),
    ("Mai Xuân Nam", "1/2/1999", "036099055555"),
    ("Tạ Đức Oanh", "23/10/1971", "036071066666"),
)


@dataclass
class Clerk:
    """Somebody at the keyboard; ``typed`` is every word of theirs but the choices from lists."""

    page: Page
    typed: list[str] = field(default_factory=list)

    def to(self, name: str) -> None:
        """Press Tab until the field of that name, or the button that says so, has the focus."""
        for _press in range(60):
            if self.page.evaluate(IN_FOCUS) == name:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(name)

    def fill(self, **words: str) -> None:
        for name, text in words.items():
            self.to(name)
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(text)
            if name not in ("sex", "reason"):
                self.typed.append(text)

    def enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, **words: str) -> None:
        """A line at the gate, sent with Enter from wherever the last word was typed."""
        sees_focus_on(self.page, "full_name")
        self.fill(**words)
        self.enter()

    def it_is(self, says: str) -> None:
        """The comparison: the one offered is it, and the button says what follows."""
        expect(self.page.locator(".gate-compare .picture")).to_have_count(1)
        self.to("resident")
        expect(self.page.locator(":focus")).to_contain_text(says)
        self.enter()

    def explain(self, why: str) -> None:
        """A rule asks why it is so."""
        self.to("reason")
        self.page.keyboard.press("ArrowDown")
        self.fill(reason_note=why)
        self.to("step")
        self.enter()


def _words(content: bytes, folder: Path) -> str:
    paper = folder / "paper.pdf"
    paper.write_bytes(content)
    told = subprocess.run(["pdftotext", "-layout", str(paper), "-"], check=True, capture_output=True, text=True).stdout
    return " ".join(told.split())


def test_a_delivery_of_twelve_takes_no_mouse(furnished: tuple[Staff, dict[str, Any]], tmp_path: Path) -> None:
    page = furnished[0].page(Role.INTAKE)
    clerk = Clerk(page)
    with complaints_of(page) as complaints:
        handover_id = _deliver(clerk)
    assert complaints == []
    assert len(set(clerk.typed)) == len(clerk.typed), "nothing is typed twice"
    minutes = _words(page.request.get(f"/files/handovers/{handover_id}/minutes/file").body(), tmp_path)
    for told in (
        "Số: 12/BB-",
        "12 người. Bên nhận đã nhận 10 người, trong đó 01 người chuyển diện; nhận trở lại 01 người; từ chối 01 người",
        "Người được nhận trở lại",
        "Chưa đủ 12 tuổi",
        *(name for name, _born, _number in _NEW),
        *(number for _name, _born, number in _NEW),
    ):
        assert told in minutes
    stay_id = str(page.get_by_role("link", name=_NEW[0][0]).get_attribute("href")).rpartition("/")[2]
    for sheet, told in (
        ("admission", "Họ và tên: NGÔ VĂN GIANG"),
        ("cover", "Thời hạn: 24 tháng"),
        ("contents", "đánh dấu vào danh mục"),
    ):
        printed = _words(page.request.get(f"/files/{stay_id}/sheets/{sheet}/file").body(), tmp_path)
        assert told in printed
        assert "77/QĐ-TA" in printed or sheet == "contents"


def test_a_message_leads_to_its_field_and_leaves_the_next_page_alone(furnished: tuple[Staff, dict[str, Any]]) -> None:
    staff, samples = furnished
    clerk = Clerk(staff.page(Role.INTAKE))
    clerk.page.goto(f"/admissions/handovers/{samples['handover_id']}")
    clerk.write(birth="31/2/1977", sex="Nam")  # and no name
    clerk.page.keyboard.type("8/1977")  # without looking up: the focus is on the message, and no shortcut leads away
    clerk.page.keyboard.press("Enter")
    expect(clerk.page.locator("#errors")).to_be_focused()
    clerk.page.keyboard.press("Tab")
    clerk.page.keyboard.press("Enter")
    sees_focus_on(clerk.page, "full_name")
    clerk.fill(full_name="Khúc Văn Lành")
    clerk.enter()
    sees_focus_on(clerk.page, "birth")  # alone wrong: the next keys go into it
    clerk.page.keyboard.type("1977")
    clerk.enter()
    sees_focus_on(clerk.page, "full_name")
    assert "#" not in clerk.page.url


def _deliver(clerk: Clerk) -> str:
    page = clerk.page
    page.goto("/admissions/handovers/new")
    sees_focus_on(page, "delivering_unit")
    issued = f"{clock.today():%d%m%y}"
    clerk.fill(delivering_unit="Công an xã Hải Lý", stated_count="12", deliverers="Đại úy Trần Văn Giao")
    clerk.fill(decision_number="77/QĐ-TA", decision_on=issued, decision_issuer="Tòa án nhân dân khu vực 5", months="24")
    clerk.enter()
    counts = page.locator(".gate-counts")
    for name, born, number in _NEW:
        clerk.write(full_name=name, birth=born, identity_number=number)
    expect(counts).to_contain_text("6/12")
    clerk.write(full_name="LÊ VĂN NGẠN", birth="25/10/1982", identity_number="036082012345")
    clerk.it_is("mở đợt mới")
    clerk.explain("Bản gốc quyết định ghi 24 tháng")
    clerk.write(full_name="Phạm Văn Cương", birth="9/1/1985")
    clerk.it_is("mở đợt mới")
    clerk.explain("Tòa án chưa biết lần trước")
    clerk.write(full_name="Vũ Đình Dũng", birth="1/8/1993")
    clerk.it_is("nhận trở lại")
    expect(page.locator(".flash, [role=status]").first).to_contain_text("nhận trở lại: Vũ Đình Dũng")
    clerk.write(full_name="Cao Bé Phúc", birth="2016")
    expect(page.locator(".finding-block")).to_have_count(1)
    clerk.to("Không tiếp nhận")
    clerk.enter()
    expect(page.locator(":focus")).to_have_value("under-age")
    clerk.to("Không tiếp nhận")
    clerk.enter()
    clerk.write(full_name="Không Rõ Quê", birth="1977", sex="Nam")
    expect(counts).to_contain_text("11/12")
    clerk.write(full_name="Hoàng Văn Em", birth="30/11/1991")
    clerk.it_is("chuyển diện")
    expect(counts).to_contain_text("12/12")
    sees_focus_on(page, "Chốt biên bản")
    clerk.enter()
    sees_focus_on(page, "minutes_number")
    clerk.fill(minutes_number="12/BB-CSCN")
    clerk.enter()
    expect(page.locator(".gate-entry")).to_have_count(0)
    return page.url.rpartition("/")[2]
