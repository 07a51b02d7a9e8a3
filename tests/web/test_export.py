"""Tables as files: types kept, formulas never made."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from rehab_center.web.export import neutral, write_csv, write_workbook


@pytest.mark.parametrize(
    "text", ["=1+1", "+84 912", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1+1", "\u00a0@x", "＝1+1"]
)
def test_text_that_might_start_a_formula_is_neutralised(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "-", "–", "Đỗ Thị Hoà", "12/QĐ-TA", "036090001234"])
def test_other_text_is_left_alone(text: str) -> None:
    assert neutral(text) == text


def _naive(hour: int, minute: int) -> datetime:
    return datetime(2024, 6, 5, hour, minute, tzinfo=UTC).replace(tzinfo=None)


def test_a_workbook_keeps_the_kind_of_every_value() -> None:
    target = io.BytesIO()
    moment = datetime(2024, 6, 4, 17, 30, tzinfo=UTC)
    row = ["0001", date(2024, 6, 5), moment, 12, Decimal("65.79"), None, "", date(1890, 1, 1)]
    write_workbook(target, "Học viên: 6/2024 [thử]", list("abcdefgh"), [row])
    sheet = openpyxl.load_workbook(target).active
    assert sheet.title == "Học viên  6 2024  thử"
    cells = [cell.value for cell in sheet[2]]
    assert cells[:5] == ["0001", _naive(0, 0), _naive(0, 30), 12, 65.79]
    assert cells[5:] == [None, None, "01/01/1890"]
    assert sheet.freeze_panes == "A2"


def test_numbers_in_a_csv_have_a_comma() -> None:
    assert write_csv(["a", "b"], [[1234.5, date(2024, 6, 5)]]) == "a;b\r\n1234,5;05/06/2024\r\n"
