"""The sentences and tables of a report, from frozen figures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from rehab_center.admissions.rules.movements import AFTER, CARE_STATES, MovementKind
from rehab_center.audit.labels import value_label
from rehab_center.audit.naming import names_of
from rehab_center.figures.period_names import name_of_code, period_name
from rehab_center.headcount.ledger import CONVERSIONS
from rehab_center.periods import Period, PeriodKind, PeriodRule, parse_period
from rehab_center.permissions import EVERYWHERE
from rehab_center.policies.rules import PolicyKind, RegimesHeadcount
from rehab_center.reports import wording
from rehab_center.reports.queries import Plan, PolicyUsed, ReportPage, report_page
from rehab_center.reports.tables import MOVEMENTS, tables
from tests.reports.conftest import Build

# What the pages ask is asked on both databases by the tests of the queries and by web/test_fuzz.py.
pytestmark = pytest.mark.any_database


@pytest.mark.parametrize(
    ("kind", "word", "name", "begins"),
    [
        (PeriodKind.MONTH, "2024-01", "tháng 01 năm 2024", True),
        (PeriodKind.MONTH, "2024-12", "tháng 12 năm 2024", False),
        (PeriodKind.QUARTER, "2024-Q1", "quý I năm 2024", True),
        (PeriodKind.QUARTER, "2024-Q4", "quý IV năm 2024", False),
        (PeriodKind.HALF_YEAR, "2024-H1", "06 tháng đầu năm 2024", True),
        (PeriodKind.HALF_YEAR, "2024-H2", "06 tháng cuối năm 2024", False),
        (PeriodKind.NINE_MONTHS, "2024-9M", "09 tháng đầu năm 2024", True),
        (PeriodKind.YEAR, "2024", "năm 2024", True),
    ],
)
def test_periods_by_name(kind: PeriodKind, word: str, name: str, begins: bool) -> None:
    period = parse_period(kind, word)
    assert (period_name(period), name_of_code(word)) == (name, name)
    assert wording.page_name(period) == name[0].upper() + name[1:]  # a quarter keeps its Roman number
    assert wording.begins_the_year(period) is begins
    assert wording.subject_line(period).endswith(name)


def test_the_log_calls_a_report_by_its_period_in_words(build: Build, session: Session) -> None:
    place = ("report", str(build()))
    assert names_of(session, [place]).now(place) == "06 tháng đầu năm 2024"
    assert value_label("report", "period", "2024-H1") == "06 tháng đầu năm 2024"
    session.rollback()


def test_the_rule_is_named_where_it_is_the_decrees() -> None:
    administrative = wording.rule_name(Period(PeriodKind.HALF_YEAR, 2024, 1))
    assert administrative == (
        "Số liệu tính từ ngày 15/12/2023 đến ngày 14/06/2024 (kỳ báo cáo theo Nghị định số 09/2019/NĐ-CP)."
    )
    calendar = wording.rule_name(Period(PeriodKind.HALF_YEAR, 2024, 1, PeriodRule.CALENDAR))
    assert calendar == "Số liệu tính từ ngày 01/01/2024 đến ngày 30/06/2024."


@pytest.fixture
def page(build: Build, session: Session) -> ReportPage:
    """The half-year's report of the small register."""
    return report_page(session, build(), scope=EVERYWHERE)


def without(page: ReportPage, *codes: str) -> ReportPage:
    gone = {code: replace(page[code], value=None, printed="–") for code in codes}
    return replace(page, cells={**page.cells, **gone})


def test_the_sentence(page: ReportPage) -> None:
    assert wording.opening_sentence(page) == (
        "Trong 06 tháng đầu năm 2024, Cơ sở Cai nghiện ma túy tỉnh Nam Định đã tiếp nhận mới 5 người cai nghiện bắt "
        "buộc, bằng 125% so với cùng kỳ năm 2023 và đạt 62,50% kế hoạch năm; bảo đảm các chế độ quản lý, nuôi dưỡng, "
        "giáo dục, dạy nghề, lao động trị liệu cho 9 người cai nghiện tại cơ sở."
    )


def test_the_sentence_without_plan_or_year_before(page: ReportPage) -> None:
    sentence = wording.opening_sentence(without(page, "percent_of_same_period", "percent_of_plan"))
    assert "bắt buộc, cùng kỳ năm 2023 không phát sinh; bảo đảm" in sentence
    assert "%" not in sentence


def test_whom_the_regimes_were_kept_for_is_a_convention(page: ReportPage) -> None:
    ever = PolicyUsed(PolicyKind.REGIMES_HEADCOUNT, RegimesHeadcount.EVER, "2000-01-01", "", to_be_confirmed=False)
    chosen = replace(page, policies=(ever,))
    assert wording.under_regimes(chosen).code == "ever_under_care"
    assert "lao động trị liệu cho 11 người" in wording.opening_sentence(chosen)


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (None, ""),
        (Plan(1, 8, None), "Kế hoạch năm 2024: 8 người, chưa có số quyết định giao."),
        (Plan(3, 8, "7/QĐ"), "Kế hoạch năm 2024: 8 người, theo văn bản số 7/QĐ, điều chỉnh lần 2."),
    ],
)
def test_the_plan_gone_by(page: ReportPage, plan: Plan | None, said: str) -> None:
    assert wording.plan_sentence(replace(page, plan=plan)) == said


def test_every_way_in_and_out_of_care_has_its_words() -> None:
    outside_care = {kind for kind, state in AFTER.items() if state not in CARE_STATES}
    back_or_in = {
        MovementKind.ADMITTED,
        MovementKind.TRANSFERRED_IN,
        MovementKind.RETURNED,
        MovementKind.RESUMED,
        MovementKind.RELEASED_FROM_PRISON,
    }
    assert set(MOVEMENTS) == (outside_care | back_or_in) - CONVERSIONS


def test_the_tables_hold_every_figure_of_the_balance(page: ReportPage) -> None:
    printed = {cell.code for table in tables(page) for row in table.rows for cell in row.cells}
    unprinted = set(page.cells) - printed
    assert unprinted == {"new_compulsory_year_to_date", "new_adult_compulsory", "new_minor"}
    for table in tables(page):
        for row in table.rows:
            positions = [cell.position for cell in row.cells]
            assert positions == list(range(positions[0], positions[-1] + 1)), "a range names only the line's figures"


def test_the_balance_on_paper_adds_up(page: ReportPage) -> None:
    _new, balance, breakdown, _care = tables(page)
    value = {row.words: int(row.cells[0].value or 0) for row in balance.rows}
    assert value["Đầu kỳ"] + value["Tăng trong kỳ"] - value["Giảm trong kỳ"] == value["Cuối kỳ"]
    assert sum(number for words, number in value.items() if words.startswith("- ")) == (
        value["Tăng trong kỳ"] + value["Giảm trong kỳ"]
    )
    for row in breakdown.rows:
        opening, came, went, closing = (cell.value or Decimal(0) for cell in row.cells)
        assert opening + came - went == closing
