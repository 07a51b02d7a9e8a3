"""What stays together at the end of a printed line; no word of the page is changed by it."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup

from rehab_center.web.ties import balanced, tied, whole


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("ngày 05 tháng 3 năm 2024", ["ngày 05", "tháng 3", "năm 2024"]),
        ("điểm i khoản 2 Điều 46 Luật số 120/2025/QH15", ["điểm i", "khoản 2", "Điều 46", "số 120/2025/QH15"]),
        ("Số: 05/TB-CSCNMT", ["Số: 05/TB-CSCNMT"]),
        ("24 tháng, 02 giờ 15 phút, sẹo 3 cm", ["24 tháng", "02 giờ", "15 phút", "3 cm"]),
        ("điểm danh lúc ăn sáng; một số điều", []),
    ],
)
def test_numbers_are_not_parted(text: str, together: list[str]) -> None:
    page = f'<p data-day="ngày 05">{text}<br></p><svg><text>năm 2024</text></svg>'
    found = tied(Markup(page))
    assert re.findall(r'<span class="tied">([^<]*)</span>', found) == together
    assert re.sub(r"</?span[^>]*>", "", found) == page


def test_names_and_titles() -> None:
    assert whole("đối với Lê Na & con", ["Lê Na"]) == 'đối với <span class="tied">Lê Na</span> &amp; con'
    assert "span" not in whole("Nguyễn Phúc Tôn Nữ Hoàng Thị Phương Thảo", ["Nguyễn Phúc Tôn Nữ Hoàng Thị Phương Thảo"])
    assert balanced("Về việc <b>") == "Về việc &lt;b&gt;"
    long = "Về việc người bị áp dụng biện pháp đưa đi cai nghiện bắt buộc bỏ trốn"
    assert balanced(long).endswith('<span class="tied">bắt buộc bỏ trốn</span>')
    assert balanced(long).striptags() == long
