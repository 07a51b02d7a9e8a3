"""How values are written, in a page and outside of any."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask, session

from rehab_center.errors import DomainError
from rehab_center.web.formatting import NOTHING, citation, day, moment, number, percent, say, shown, spell_day
from rehab_center.words import message

DAY = date(2024, 6, 5)


def test_a_day() -> None:
    assert day(DAY) == "05/06/2024"
    assert day(date(1930, 2, 9)) == "09/02/1930"
    assert day(None) == NOTHING


def test_a_moment_is_vietnams_wall_time() -> None:
    late = datetime(2024, 6, 4, 17, 30, tzinfo=UTC)
    assert moment(late) == "05/06/2024 00:30"
    assert day(late) == "05/06/2024"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, None, "1.234,5"),
        (1234567, None, "1.234.567"),
        (-1234, None, "-1.234"),
        (0, None, "0"),
        (Decimal("65.785"), 2, "65,79"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (7, 2, "7,00"),
        (Decimal("1E+3"), None, "1.000"),
        (None, 2, NOTHING),
    ],
)
def test_a_number(value: float | Decimal | None, decimals: int | None, text: str) -> None:
    assert number(value, decimals) == text


def test_a_percentage_as_the_report_prints_it() -> None:
    assert percent(Decimal(125) / 190 * 100) == "65,79%"
    assert percent(Decimal(125) / 105 * 100, 0) == "119%"
    assert percent(None) == NOTHING


def test_a_day_in_words_follows_the_language(small_app: Flask) -> None:
    assert spell_day(DAY) == "thứ Tư, 05/06/2024"
    with small_app.test_request_context("/"):
        assert spell_day(DAY) == "thứ Tư, 05/06/2024"
    with small_app.test_request_context("/"):
        session["language"] = "en"
        assert spell_day(DAY) == "Wednesday, 05/06/2024"


def test_a_sentence_writes_its_values_as_pages_do() -> None:
    sentence = message(
        "%(n)s people on %(on)s, row %(row)s of %(year)s: %(what)s", n=1413, on=DAY, row=1234, year=2024, what="quá hạn"
    )
    assert say(sentence) == "1.413 people on 05/06/2024, row 1234 of 2024: quá hạn"
    assert say(DomainError(sentence)) == say(sentence)
    assert say("plain 100%") == "plain 100%"


def test_a_sentence_in_a_sentence() -> None:
    assert say(message("because %(why)s", why=message("of %(on)s", on=DAY))) == "because of 05/06/2024"


def test_a_sentence_outside_a_request(small_app: Flask) -> None:
    with small_app.app_context():
        assert say(message("Row %(row)s", row=1000)).endswith("1000")


@pytest.mark.parametrize(
    ("value", "text"), [(None, NOTHING), ("", NOTHING), (DAY, "05/06/2024"), (1234, "1.234"), ("036090001234",) * 2]
)
def test_any_value(value: object, text: str) -> None:
    assert shown(value) == text


def test_yes_and_no(small_app: Flask) -> None:
    with small_app.test_request_context("/"):
        session["language"] = "en"
        assert (shown(True), shown(False)) == ("Yes", "No")


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("L120 Đ46.2đ, Đ46.2i", "Luật 120/2025/QH15 Điều 46.2đ, Điều 46.2i"),
        ("L73 Đ32, Đ33; XLVPHC Đ95.2", "Luật 73/2021/QH14 Điều 32, Điều 33; Luật Xử lý vi phạm hành chính Điều 95.2"),
        ("TT 07/2016/TT-BCA Điều 7", "Thông tư 07/2016/TT-BCA Điều 7"),
        ("Luật Căn cước 26/2023 Đ12", "Luật Căn cước 26/2023 Điều 12"),
        ("Quyết định 120/QĐ-TA", "Quyết định 120/QĐ-TA"),
    ],
)
def test_a_citation_is_written_out(source: str, written: str) -> None:
    assert citation(source) == written
    assert say(message("(%(source)s)", source=source)) == f"({written})"


def test_the_filters_are_there(small_app: Flask) -> None:
    with small_app.test_request_context("/"):
        template = small_app.jinja_env.from_string("{{ d|day }} {{ 65.789|percent }} {{ 1234.5|number }}")
        assert template.render(d=DAY) == "05/06/2024 65,79% 1.234,5"
