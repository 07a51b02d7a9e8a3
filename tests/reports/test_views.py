"""The pages: choosing a period, looking before freezing, one report, its paper, and the people behind its figures."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.models import AuditEntry
from rehab_center.clock import moment_of
from rehab_center.db import db, transaction
from rehab_center.periods import PeriodKind
from rehab_center.permissions import EVERYWHERE, Role
from rehab_center.reports import queries, services
from rehab_center.reports.forms import last_over, word_of
from rehab_center.reports.models import Report
from tests import factories
from tests.headcount.book import Book, Move, Stay, make_book
from tests.reports.conftest import IN, Build, period

# What the pages ask is asked on both databases by the tests of the queries and by web/test_fuzz.py.
pytestmark = pytest.mark.any_database

SignIn = Callable[..., FlaskClient]
WORD = "half-year:2024-H1"


def rows_of(page: str) -> int:
    body = page.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in page else ""
    return body.count("<tr>")


def acts(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(AuditEntry.act).where(AuditEntry.act.like("report.%")).order_by(AuditEntry.id)))


# --- a new report -----------------------------------------------------------------------------------------------------


def test_looking_first_writes_nothing(small: Book, sign_in: SignIn, session: Session) -> None:
    client = sign_in(Role.DIRECTOR)
    assert WORD in client.get("/reports").text
    page = client.get(f"/reports/new?period={WORD}").text
    names = re.findall(r'<p class="official-caption" id="([^"]+)">Bảng', page)
    assert names  # a caption element could stay behind alone at the foot of a page
    assert re.findall(r'<table aria-labelledby="([^"]+)">', page) == names
    assert len(set(names)) == len(names)
    assert "đã tiếp nhận mới 5 người cai nghiện bắt buộc, bằng 125% so với cùng kỳ năm 2023" in page
    assert 'name="period" value="half-year:2024-H1"' in page
    assert session.scalars(select(Report)).all() == []
    assert acts(session) == []


def test_the_last_periods_over_are_one_click_away(small: Book, sign_in: SignIn) -> None:
    month, half, year = (word_of(one) for one in last_over(date(2024, 7, 20)))
    assert (month, half, year) == ("month:2024-07", "half-year:2024-H1", "year:2023")
    half = word_of(last_over(clock.today())[1])
    assert f'href="/reports/new?period={half}"' in sign_in(Role.DIRECTOR).get("/reports").text
    assert f'href="/today/sentence?period={half}"' in sign_in(Role.INSPECTOR).get("/reports").text


def test_freezing_prints_and_shows_it(small: Book, sign_in: SignIn, session: Session) -> None:
    client = sign_in(Role.DIRECTOR)
    answer = client.post("/reports", data={"period": WORD})
    assert (answer.status_code, answer.location) == (303, "/reports/1")
    page = client.get(answer.location).text
    assert "/reports/1/file" in page
    assert "đã tiếp nhận mới 5 người" in page
    assert acts(session) == ["report.frozen", "report.printed"]


@pytest.mark.parametrize("word", ["", "x", "month:2024-13", "century:20", "half-year:", "month:2024-H1"])
def test_no_period_is_no_report(small: Book, sign_in: SignIn, word: str) -> None:
    client = sign_in(Role.DIRECTOR)
    assert client.get("/reports/new", query_string={"period": word}).status_code == 302
    assert client.post("/reports", data={"period": word}).status_code == 400


def test_a_period_not_over_is_refused_in_words(small: Book, sign_in: SignIn, session: Session) -> None:
    client = sign_in(Role.DIRECTOR)
    with clock.set_to(moment_of(date(2024, 6, 13), 9)):
        assert WORD not in client.get("/reports").text
        preview = client.get(f"/reports/new?period={WORD}").text
        assert 'action="/reports"' not in preview
        answer = client.post("/reports", data={"period": WORD})
        said = client.get(answer.location).text
    assert "14/06/2024" in said.split('class="messages"')[1].split("</div>")[0]
    assert acts(session) == []


def test_on_the_last_day_the_preview_warns(small: Book, sign_in: SignIn) -> None:
    client = sign_in(Role.DIRECTOR)
    with clock.set_to(moment_of(date(2024, 6, 14), 9)):
        assert WORD in client.get("/reports").text
        assert 'action="/reports"' in client.get(f"/reports/new?period={WORD}").text


def test_a_balance_that_does_not_close_names_the_people(small: Book, sign_in: SignIn, session: Session) -> None:
    first = small.stay(Move(IN, date(2024, 1, 2)), name="Lê Văn Hai")
    small.write([Stay((Move(IN, date(2024, 1, 2)),), person=small.person_of(first))])
    client = sign_in(Role.DIRECTOR)
    preview = client.get(f"/reports/new?period={WORD}").text
    assert preview.count("Lê Văn Hai") == 2
    assert 'action="/reports"' not in preview
    answer = client.post("/reports", data={"period": WORD})
    assert "Lê Văn Hai" in client.get(answer.location).text
    assert acts(session) == []


# --- one report -------------------------------------------------------------------------------------------------------


def test_every_number_of_the_tables_opens_onto_as_many_people(build: Build, sign_in: SignIn) -> None:
    report_id = build()
    client = sign_in(Role.DIRECTOR)
    for address in (f"/reports/{report_id}", f"/reports/{report_id}/paper"):
        page = client.get(address).text
        tables = re.findall(r"<table.*?</table>", page, re.DOTALL)[:4]
        numbers = re.findall(r'<td class="number">(.*?)</td>', "".join(tables), re.DOTALL)
        links = [re.fullmatch(r'<a href="(/reports/\d+/figures/\w+)"[^>]*>([^<]+)</a>', one.strip()) for one in numbers]
        assert len(links) == 7 + 8 + 24 + 4
        assert all(links)
    page_of = queries.report_page(db.session(), report_id, scope=EVERYWHERE)
    for found in links:
        assert found is not None
        answer = client.get(found[1])
        assert answer.status_code == 200
        cell = page_of[found[1].rsplit("/", 1)[1]]
        if cell.people_count is not None:
            outside = queries.cell_people(db.session(), report_id, cell.code, scope=EVERYWHERE).just_excluded
            assert rows_of(answer.text) == cell.people_count + len(outside), cell.code


def test_a_percentage_opens_onto_what_it_was_computed_from(build: Build, sign_in: SignIn) -> None:
    report_id = build()
    client = sign_in(Role.DIRECTOR)
    page = client.get(f"/reports/{report_id}/figures/percent_of_same_period").text
    assert "5 : 4 × 100 = 125,00% ≈ 125%" in page
    assert f"/reports/{report_id}/figures/new_compulsory_same_period" in page
    assert "12/QĐ-SLĐTBXH" in client.get(f"/reports/{report_id}/figures/annual_plan").text


def test_a_figure_is_found_by_its_printed_number(build: Build, sign_in: SignIn) -> None:
    report_id = build()
    client = sign_in(Role.INSPECTOR)
    assert "Mai Thị Út" in client.get(f"/reports/{report_id}/figures/1").text
    assert client.get(f"/reports/{report_id}/figures/999").status_code == 404
    assert client.get(f"/reports/{report_id}/figures/nothing").status_code == 404


def test_the_people_can_be_searched_sorted_and_narrowed(build: Build, sign_in: SignIn) -> None:
    address = f"/reports/{build()}/figures/new_compulsory"
    client = sign_in(Role.DIRECTOR)
    assert rows_of(client.get(f"{address}?q=mai thi").text) == 1
    assert rows_of(client.get(f"{address}?which=in").text) == 5
    assert rows_of(client.get(f"{address}?which=out").text) == 3
    for column in ("code", "name", "on"):
        for order in ("asc", "desc"):
            assert rows_of(client.get(f"{address}?sort={column}&order={order}").text) == 8


def test_a_long_list_has_pages(small: Book, build: Build, sign_in: SignIn) -> None:
    small.write([Stay((Move(IN, date(2024, 5, 1)),), name=f"Đinh Văn {number}") for number in range(60)])
    page = sign_in(Role.DIRECTOR).get(f"/reports/{build()}/figures/closing").text
    assert rows_of(page) == 50
    assert "page=2" in page


def test_looking_at_people_is_recorded_once_a_look(build: Build, sign_in: SignIn, session: Session) -> None:
    address = f"/reports/{build()}/figures/new_compulsory"
    client = sign_in(Role.INSPECTOR)
    client.get(address)
    client.get(f"{address}?q=mai")
    client.get(f"{address}?sort=name&order=desc")
    assert acts(session).count("report.cell_opened") == 1
    sign_in(Role.INSPECTOR).get(address)
    assert acts(session).count("report.cell_opened") == 2
    with clock.set_to(clock.now() + timedelta(minutes=16)):
        client.get(address)
    assert acts(session).count("report.cell_opened") == 3


def test_an_export_is_recorded(build: Build, sign_in: SignIn, session: Session) -> None:
    address = f"/reports/{build()}/figures/new_compulsory"
    answer = sign_in(Role.DIRECTOR).get(f"{address}?export=xlsx&which=in")
    rows = list(load_workbook(io.BytesIO(answer.data)).worksheets[0].values)
    assert sum("Mai Thị Út" in row for row in rows) == 1
    assert acts(session)[-1] == "report.people_exported"
    assert sign_in(Role.TRAINING).get(f"{address}?export=xlsx").status_code == 403


# --- its paper --------------------------------------------------------------------------------------------------------


def test_the_download_is_the_issued_bytes_and_recorded(build: Build, sign_in: SignIn, session: Session) -> None:
    report_id = build()
    client = sign_in(Role.INSPECTOR)
    answers = [client.get(f"/reports/{report_id}/file") for _ in range(2)]
    page = queries.report_page(session, report_id, scope=EVERYWHERE)
    assert {hashlib.sha256(answer.data).hexdigest() for answer in answers} == {page.line.sha256}
    assert answers[0].mimetype == "application/pdf"
    assert "bao-cao-2024-H1-lan-1.pdf" in answers[0].headers["Content-Disposition"]
    assert acts(session).count("report.downloaded") == 2


def test_an_unprinted_report_can_be_finished(small: Book, sign_in: SignIn, session: Session) -> None:
    with transaction(snapshot=True) as writing:
        report_id = services.freeze(
            writing, facility_id=small.facility_id, period=period(), actor=small.actor, now=clock.now()
        )
    assert sign_in(Role.INSPECTOR).get(f"/reports/{report_id}/file").status_code == 404
    client = sign_in(Role.DIRECTOR)
    assert f'action="/reports/{report_id}/print"' in client.get(f"/reports/{report_id}").text
    assert client.post(f"/reports/{report_id}/print").status_code == 303
    assert client.get(f"/reports/{report_id}/file").data.startswith(b"%PDF-")


def test_a_damaged_file_is_refused_in_words(app: Flask, build: Build, sign_in: SignIn, session: Session) -> None:
    report_id = build()
    (path,) = (app.config["INSTANCE"] / "reports").iterdir()
    path.write_bytes(b"%PDF- something else")
    answer = sign_in(Role.DIRECTOR).get(f"/reports/{report_id}/file")
    assert answer.status_code == 422
    assert answer.mimetype == "text/html"
    assert "report.downloaded" not in acts(session)


# --- who may ----------------------------------------------------------------------------------------------------------


#: Post, whether it reads reports, whether it builds them.
POSTS = [
    (Role.DIRECTOR, True, True),
    (Role.INSPECTOR, True, False),
    (Role.INTAKE, True, False),
    (Role.TRAINING, True, False),
    (Role.DUTY, False, False),
    (Role.ADMINISTRATOR, False, False),
]


def test_permissions(build: Build, sign_in: SignIn) -> None:
    report_id = build()
    for role, reads, builds in POSTS:
        client = sign_in(role)
        for address in ("", f"/{report_id}", f"/{report_id}/paper", f"/{report_id}/file", f"/{report_id}/figures/1"):
            assert client.get(f"/reports{address}").status_code == (200 if reads else 403), (role, address)
        assert client.get(f"/reports/new?period={WORD}").status_code == (200 if builds else 403), role
        if not builds:
            assert client.post("/reports", data={"period": WORD}).status_code == 403, role
            assert client.post(f"/reports/{report_id}/print").status_code == 403, role
        if reads and not builds:
            assert "/reports/new" not in client.get("/reports").text, role


def test_another_centres_reports_are_not_found(build: Build, client: FlaskClient, small: Book) -> None:
    report_id = build()
    other = make_book(small.actor, "CS2")
    factories.make_account("thanh.tra", Role.INSPECTOR, facility_id=other.facility_id)
    client.post("/sign-in", data={"username": "thanh.tra", "password": factories.PASSWORD})
    assert f"/reports/{report_id}" not in client.get("/reports").text
    for address in ("", "/paper", "/file", "/figures/1"):
        assert client.get(f"/reports/{report_id}{address}").status_code == 404


def test_the_list_is_searched_sorted_and_exported(build: Build, sign_in: SignIn) -> None:
    build()
    build("2024-06", PeriodKind.MONTH)
    client = sign_in(Role.DIRECTOR)
    assert rows_of(client.get("/reports").text) == 2
    assert rows_of(client.get("/reports?q=06 thang dau nam").text) == 1
    assert rows_of(client.get("/reports?kind=month").text) == 1
    for column in ("period", "built_at", "built_by"):
        assert rows_of(client.get(f"/reports?sort={column}").text) == 2
    assert "SHA-256" in client.get("/reports?export=csv").data.decode("utf-8-sig")
