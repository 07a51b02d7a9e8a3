"""The pages: counts, balances, and the people behind every number one click away."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.audit.models import AuditEntry
from rehab_center.permissions import Actor, Role
from rehab_center.residents.kinds import Sex
from tests import factories
from tests.headcount.book import Book, Move, Stay, make_book

SignIn = Callable[..., FlaskClient]
IN = Move(MovementKind.ADMITTED, date(2024, 1, 2))
AS_OF = {"as_of": "14/06/2024"}
DAYS = {"first": "03/01/2024", "last": "14/06/2024"}


@pytest.fixture
def filled(book: Book) -> Book:
    """A book with somebody in every state that these pages tell apart."""
    book.write(
        [
            Stay((IN,), name="Đỗ Văn Ất"),
            Stay((IN,), StayKind.MINOR, Sex.FEMALE, "Lê Thị Bính"),
            Stay((IN, Move(MovementKind.TO_HOSPITAL, date(2024, 2, 1))), StayKind.VOLUNTARY, name="Vũ Văn Đinh"),
            Stay((IN, Move(MovementKind.ESCAPED, date(2024, 2, 1))), name="Bùi Văn Mậu"),
            Stay((IN, Move(MovementKind.COMPLETED, date(2024, 6, 14))), name="Mai Văn Kỷ"),
        ]
    )
    return book


def numbers_and_links(page: str) -> list[tuple[int, str]]:
    """Every number of the page's content that is a link, with where it leads."""
    found = re.findall(r'<a href="(/headcount/[^"]*people\?[^"]*)"[^>]*>([\d.]+)</a>', page)
    return [(int(text.replace(".", "")), unquote(link).replace("&amp;", "&")) for link, text in found]


def rows_of(page: str) -> int:
    body = page.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in page else ""
    return body.count("<tr>")


def test_every_number_of_the_count_opens_onto_as_many_people(filled: Book, sign_in: SignIn) -> None:
    client = sign_in(Role.DUTY)
    page = client.get("/headcount", query_string=AS_OF).text
    links = numbers_and_links(page)
    assert [number for number, _ in links[:3]] == [4, 3, 2]
    assert len(links) == 3 + 4 + 2 + 7
    for number, link in links:
        assert rows_of(client.get(link).text) == number, link


def test_every_number_of_the_balance_opens_onto_as_many_people(filled: Book, sign_in: SignIn) -> None:
    client = sign_in(Role.DUTY)
    page = client.get("/headcount/balance", query_string=DAYS).text
    links = numbers_and_links(page)
    assert [number for number, _ in links[:4]] == [5, 1, 1, 3]
    assert len(links) == 4 + 6 * 4
    for number, link in links:
        assert rows_of(client.get(link).text) == number, link


def test_changes_of_ground_are_in_the_lines_of_the_grounds_only(book: Book, sign_in: SignIn) -> None:
    on = date(2024, 2, 1)
    old = book.stay(IN, Move(MovementKind.CONVERTED_OUT, on), kind=StayKind.TEMPORARY)
    entry = Move(MovementKind.CONVERTED_IN, on)
    book.write([Stay((entry,), person=book.person_of(old), previous=old)])
    client = sign_in(Role.DUTY)
    links = numbers_and_links(client.get("/headcount/balance", query_string=DAYS).text)
    for number, link in links:
        assert rows_of(client.get(link).text) == number, link
    assert rows_of(client.get("/headcount/balance/people", query_string=DAYS | {"side": "in"}).text) == 0


def test_a_balance_that_does_not_close_names_the_people(book: Book, sign_in: SignIn) -> None:
    first = book.stay(IN, name="Lê Văn Hai")
    book.write([Stay((IN,), person=book.person_of(first))])
    page = sign_in(Role.DUTY).get("/headcount/balance", query_string=DAYS).text
    assert page.count("Lê Văn Hai") >= 2


def test_without_days_the_page_shows_the_present_month(filled: Book, sign_in: SignIn) -> None:
    client = sign_in(Role.DUTY)
    assert client.get("/headcount").status_code == 200
    assert client.get("/headcount/balance").status_code == 200
    assert client.get("/headcount/balance/people").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/headcount?as_of=31/02/2024",
        "/headcount?known_on=hom+qua",
        "/headcount/people?reach=nothing&as_of=x",
        "/headcount/balance?first=14/06/2024&last=01/06/2024",
        "/headcount/balance?first=x",
        "/headcount/balance/people?side=nowhere&first=x&kind=none",
    ],
)
def test_nothing_in_the_address_breaks_a_page(filled: Book, sign_in: SignIn, address: str) -> None:
    assert sign_in(Role.DUTY).get(address).status_code == 200


def test_a_wrong_day_is_said_and_kept(filled: Book, sign_in: SignIn) -> None:
    page = sign_in(Role.DUTY).get("/headcount?as_of=31/02/2024").text
    assert 'value="31/02/2024"' in page
    assert "error-summary" in page


def test_the_known_day_goes_along(filled: Book, sign_in: SignIn) -> None:
    page = sign_in(Role.DUTY).get("/headcount", query_string=AS_OF | {"known_on": "13/06/2024"}).text
    links = numbers_and_links(page)
    assert {number for number, _ in links} == {0}  # the book was written on 14/06
    assert all("known_on=13/06/2024" in link for _, link in links)


def test_search_sort_and_export(filled: Book, sign_in: SignIn, session: Session) -> None:
    client = sign_in(Role.DIRECTOR)
    found = client.get("/headcount/people", query_string=AS_OF | {"q": "le thi"}).text
    assert "Lê Thị Bính" in found
    assert "Đỗ Văn Ất" not in found
    for column in ("file_code", "name", "kind", "admitted_on", "effective_on"):
        for order in ("asc", "desc"):
            query = AS_OF | {"sort": column, "order": order}
            assert client.get("/headcount/people", query_string=query).status_code == 200
    answer = client.get("/headcount/people", query_string=AS_OF | {"export": "xlsx", "sex": "female"})
    rows = list(load_workbook(io.BytesIO(answer.data)).worksheets[0].values)
    assert [row[1] for row in rows if "Lê Thị Bính" in row] == ["Lê Thị Bính"]
    acts = session.scalars(select(AuditEntry.act)).all()
    assert acts.count("headcount.exported") == 1


def test_who_may_not_export_gets_no_file(filled: Book, sign_in: SignIn) -> None:
    client = sign_in(Role.DUTY)
    assert client.get("/headcount/people", query_string=AS_OF | {"export": "xlsx"}).status_code == 403
    assert client.get("/headcount/balance/people", query_string=DAYS | {"export": "csv"}).status_code == 403


def test_an_administrator_sees_no_people(filled: Book, sign_in: SignIn) -> None:
    assert sign_in(Role.ADMINISTRATOR).get("/headcount").status_code == 403


def test_another_centres_people_are_not_in_a_list(filled: Book, client: FlaskClient, actor: Actor) -> None:
    make_book(actor, "CS2").stay(IN, name="Người Nơi Khác")
    factories.make_account("truc.ca", Role.DUTY, facility_id=filled.facility_id)
    client.post("/sign-in", data={"username": "truc.ca", "password": factories.PASSWORD})
    page = client.get("/headcount/people", query_string=AS_OF | {"reach": "books"}).text
    assert "Bùi Văn Mậu" in page
    assert "Người Nơi Khác" not in page
