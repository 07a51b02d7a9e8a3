"""The ministry's sentence, live: the published half-year, the same words as on paper, each number its people."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.clock import moment_of
from rehab_center.dated import Confidence
from rehab_center.db import db, transaction
from rehab_center.organisation.completeness import state_completeness
from rehab_center.periods import PeriodKind, parse_period
from rehab_center.permissions import Actor, Role
from rehab_center.policies.rules import PolicyKind, RegimesHeadcount
from rehab_center.policies.services import set_value
from rehab_center.reports.drafts import draft_page, material
from rehab_center.reports.live import live_page
from rehab_center.reports.queries import ReportPage
from rehab_center.reports.wording import opening_sentence
from tests.headcount.book import Book
from tests.reports.register import CLOSING_DAY, fill, make_centre, set_the_plan
from tests.today.test_views import statements

HALF = parse_period(PeriodKind.HALF_YEAR, "2024-H1")
THE_DAY = moment_of(CLOSING_DAY, 16, 30)
CODES = (
    "new_compulsory",
    "new_compulsory_same_period",
    "percent_of_same_period",
    "new_compulsory_year_to_date",
    "annual_plan",
    "percent_of_plan",
    "under_care",
)
SignIn = Callable[..., FlaskClient]


@pytest.fixture
def book(session: Session, actor: Actor) -> Book:
    """The published register: 125, 119%, 65,79% and 413."""
    centre = make_centre(actor)
    fill(centre)
    set_the_plan(centre)
    return centre


def sentence(page: str) -> str:
    """The words of the sentence, links aside."""
    found = re.search(r'<p class="lead-sentence">(.*?)</p>', page, re.DOTALL)
    assert found is not None
    return html.unescape(re.sub(r"<[^>]+>", "", found[1]))


def links(page: str) -> dict[str, str]:
    """Where each number of the sentence leads."""
    found = re.search(r'<p class="lead-sentence">(.*?)</p>', page, re.DOTALL)
    assert found is not None
    return {words: html.unescape(url) for url, words in re.findall(r'<a href="([^"]+)">([^<]+)</a>', found[1])}


def whole(book: Book) -> ReportPage:
    """The page a report of the half-year would be frozen from."""
    return draft_page(material(db.session(), facility_id=book.facility_id, period=HALF, now=THE_DAY))


def test_the_director_reads_the_published_sentence_on_the_last_day(book: Book, sign_in: SignIn) -> None:
    expected = opening_sentence(whole(book))
    for words in ("125", "119%", "65,79%", "413"):
        assert words in expected
    with clock.set_to(THE_DAY):
        client = sign_in(Role.DIRECTOR)
        page = client.get("/today").text
        assert sentence(page) == expected
        assert sentence(client.get("/today/sentence").text) == expected
        assert "Số liệu lúc 14/06/2024 16:30, chưa lập báo cáo" in page


def test_each_number_opens_onto_as_many_people(book: Book, sign_in: SignIn) -> None:
    with clock.set_to(THE_DAY):
        client = sign_in(Role.DIRECTOR)
        found = links(client.get("/today").text)
        assert set(found) == {"125", "119%", "65,79%", "413"}
        assert "125 người" in client.get(found["125"]).text
        assert "105 người" in client.get(found["119%"]).text
        assert "413" in client.get(found["413"]).text
        assert client.get(found["65,79%"]).status_code == 200


def test_the_light_reading_says_what_the_whole_report_would(book: Book) -> None:
    full = whole(book)
    light = live_page(db.session(), facility_id=book.facility_id, period=HALF, now=THE_DAY)
    assert {code: (light[code].value, light[code].printed) for code in CODES} == {
        code: (full[code].value, full[code].printed) for code in CODES
    }
    assert opening_sentence(light) == opening_sentence(full)


def test_the_other_convention_of_whom_the_regimes_were_kept_for(book: Book, sign_in: SignIn) -> None:
    with transaction() as session:
        set_value(
            session,
            kind=PolicyKind.REGIMES_HEADCOUNT,
            value=RegimesHeadcount.EVER.value,
            valid_from=date(2024, 1, 1),
            citation="Công văn số 1",
            confidence=Confidence.CONFIRMED,
            actor=book.actor,
            now=moment_of(date(2024, 1, 2), 8),
        )
    light = live_page(db.session(), facility_id=book.facility_id, period=HALF, now=THE_DAY)
    assert opening_sentence(light) == opening_sentence(whole(book))
    with clock.set_to(THE_DAY):
        client = sign_in(Role.DIRECTOR)
        found = links(client.get("/today").text)
        assert "541" in client.get(found["541"]).text


def test_a_half_year_that_runs_is_compared_with_the_same_days_of_the_year_before(book: Book, sign_in: SignIn) -> None:
    with clock.set_to(moment_of(date(2024, 10, 14), 9)):
        client = sign_in(Role.DIRECTOR)
        page = client.get("/today").text
        said, found = sentence(page), links(page)
    assert "06 tháng cuối năm 2024 (đến hết ngày 14/10/2024)" in said
    assert "cùng kỳ năm 2023" in said
    assert any("first=15/06/2023&last=14/10/2023" in url.replace("%2F", "/") for url in found.values()), found


PERIODS = [
    ("period=month:2024-06", "Trong tháng 06 năm 2024,"),
    ("period=quarter:2024-Q2", "Trong quý II năm 2024,"),
    ("period=nine-months:2024-9M", "Trong 09 tháng đầu năm 2024 (đến hết ngày 14/06/2024),"),
    ("period=year:2024", "Trong năm 2024 (đến hết ngày 14/06/2024),"),
    ("period=year:2023", "Trong năm 2023,"),
    ("first=1/3/2024&last=31/3/2024", "Trong thời gian từ ngày 01/03/2024 đến ngày 31/03/2024,"),
    ("first=2/3/2024&last=2/3/2024", "Trong ngày 02/03/2024,"),
    ("first=15/12/2023", "Trong thời gian từ ngày 15/12/2023 đến ngày 14/06/2024,"),
]
NO_PERIODS = [
    ("first=31/2/2024&last=1/3/2024", "lịch"),
    ("last=1/3/2024", "Cần cả ngày đầu."),
    ("first=5/3/2024&last=1/3/2024", "trước ngày đầu"),
    ("first=5/3/2024&last=1/3/2025", "Ngày này chưa đến."),
    ("first=5/3/2025", "Ngày này chưa đến."),
    ("period=month:2031-06", "không có trong danh sách"),
    ("period=xyz", "không có trong danh sách"),
]


def test_any_period_is_read(book: Book, sign_in: SignIn) -> None:
    assert book
    with clock.set_to(THE_DAY):
        client = sign_in(Role.INSPECTOR)
        assert "chưa hết kỳ" in client.get("/today/sentence").text
        for query, words in PERIODS:
            answer = client.get(f"/today/sentence?{query}")
            assert answer.status_code == 200, query
            assert sentence(answer.text).startswith(words), query


def test_days_that_make_no_sense_are_said_at_their_field(book: Book, sign_in: SignIn) -> None:
    assert book
    with clock.set_to(THE_DAY):
        client = sign_in(Role.DIRECTOR)
        for query, words in NO_PERIODS:
            answer = client.get(f"/today/sentence?{query}")
            assert answer.status_code == 422, query
            assert words in answer.text, query
            assert "lead-sentence" not in answer.text, query


def test_a_book_that_does_not_reach_back_gives_no_percentage(book: Book, sign_in: SignIn) -> None:
    with transaction() as session:
        state_completeness(
            session,
            book.facility_id,
            complete_from=date(2023, 12, 15),
            reason="Sổ cũ chưa đưa vào",
            actor=book.actor,
            now=THE_DAY - timedelta(days=1),
        )
    light = live_page(db.session(), facility_id=book.facility_id, period=HALF, now=THE_DAY)
    assert opening_sentence(light) == opening_sentence(whole(book))
    with clock.set_to(THE_DAY):
        page = sign_in(Role.DIRECTOR).get("/today").text
    assert "119%" not in sentence(page)
    assert "chưa có số liệu cùng kỳ năm 2023 để so sánh" in sentence(page)
    assert "đầy đủ từ ngày 15/12/2023" in page


def test_only_those_who_read_reports_see_it(app: Flask, book: Book, sign_in: SignIn) -> None:
    assert book
    assert sign_in(Role.DUTY).get("/today/sentence").status_code == 403
    assert "lead-sentence" not in sign_in(Role.DUTY).get("/today").text
    assert "lead-sentence" not in sign_in(Role.INTAKE).get("/today").text


def test_the_first_page_of_a_whole_register_costs_few_statements(book: Book, sign_in: SignIn) -> None:
    assert book
    with clock.set_to(THE_DAY):
        client = sign_in(Role.DIRECTOR)
        with statements() as seen:
            client.get("/today")
    assert len(seen) <= 44
