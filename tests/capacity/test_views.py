"""The page of the year, and the two steps by which a plan is entered."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.capacity.queries import revisions
from rehab_center.capacity.rules import Indicator
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.organisation.services import certify_capacity
from rehab_center.permissions import Role
from tests.drafts.forms import draft_form
from tests.headcount.book import Book, Move, Stay

# What the pages ask is asked on both databases by the tests of the queries and by web/test_fuzz.py.
pytestmark = pytest.mark.any_database

SignIn = Callable[..., FlaskClient]
TYPED = {
    "target": "190",
    "phasing": "",
    "number": "12/QĐ-SLĐTBXH",
    "issued_on": "20/12/2023",
    "issuer": "Sở Lao động",
    "valid_from": "",
    "note": "Giao lần đầu",
}


@pytest.fixture
def filled(book: Book) -> Book:
    """Four newly admitted in the year, two of them in its first half, and two the year before."""
    days = (date(2023, 12, 15), date(2024, 6, 14), date(2024, 6, 15), date(2024, 12, 14), *[date(2023, 3, 1)] * 2)
    book.write([Stay((Move(MovementKind.ADMITTED, on),)) for on in days])
    return book


def plan_of(session: Session, book: Book) -> list[tuple[int, int, str | None]]:
    told = revisions(session, book.facility_id, 2024, Indicator.NEW_COMPULSORY, scope=book.scope)
    return [(one.revision, one.target, one.document.number if one.document else None) for one in told]


def test_a_year_without_a_plan_says_so(filled: Book, sign_in: SignIn) -> None:
    page = sign_in(Role.DIRECTOR).get("/capacity/2024").text
    assert "/capacity/2024/revise" in page
    assert "<svg" in page


def test_the_year_against_its_plan(filled: Book, sign_in: SignIn) -> None:
    client = sign_in(Role.DIRECTOR)
    client.post("/capacity/2024/revise", data=TYPED | {"target": "8", "confirm": "1"})
    page = client.get("/capacity/2024").text
    assert "50,00%" in page  # 4 of 8
    assert "12/QĐ-SLĐTBXH" in page
    links = re.findall(r'<a href="(/figures/new-compulsory\?[^"]*)">([\d.]+)</a>', page)
    assert len(links) == 1 + 12 * 4
    for link, number in links:
        counted = client.get(unquote(link).replace("&amp;", "&") + "&which=in").text
        body = counted.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in counted else ""
        assert body.count("<tr>") == int(number), link


def test_what_is_still_to_come_is_no_zero(filled: Book, sign_in: SignIn) -> None:
    client = sign_in(Role.DIRECTOR)
    with clock.set_to(moment_of(date(2024, 6, 20), 9)):
        page = client.get("/capacity/2024").text
    rows = page.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
    assert len(rows) == 12
    assert [("–</td>" in row) for row in rows] == [True] * 12  # without a plan there is no target either
    assert [row.count("<a ") for row in rows] == [4] * 7 + [2] * 5


def test_certified_capacity_against_people(filled: Book, sign_in: SignIn) -> None:
    with transaction() as session:
        certify_capacity(
            session,
            filled.facility_id,
            people=4,
            valid_from=date(2020, 1, 1),
            citation="Quyết định số 1/QĐ-UBND",
            actor=filled.actor,
            now=moment_of(date(2024, 1, 1), 9),
        )
    page = sign_in(Role.DIRECTOR).get("/capacity/2024").text
    assert "150,0%" in page  # 6 under care on 14/12/2024


def test_a_year_that_has_not_begun_shows_its_plan(filled: Book, sign_in: SignIn) -> None:
    client = sign_in(Role.DIRECTOR)
    with clock.set_to(moment_of(date(2023, 6, 20), 9)):
        client.post("/capacity/2024/revise", data=TYPED | {"issued_on": "", "confirm": "1"})
        page = client.get("/capacity/2024")
    assert page.status_code == 200
    assert "190" in page.text


@pytest.mark.parametrize("address", ["/capacity/1889", "/capacity/2300", "/capacity/1889/revise"])
def test_years_that_cannot_be(filled: Book, sign_in: SignIn, address: str) -> None:
    assert sign_in(Role.DIRECTOR).get(address).status_code == 404


def test_the_year_is_chosen_by_the_form(filled: Book, sign_in: SignIn) -> None:
    client = sign_in(Role.TRAINING)
    assert "2024" in client.get("/capacity?year=2024").text
    assert client.get("/capacity?year=none").status_code == 200
    assert "revise" not in client.get("/capacity/2024").text


# --- entering a plan ----------------------------------------------------------------------------------------------


def test_the_first_step_shows_what_was_typed_and_changes_nothing(
    filled: Book, sign_in: SignIn, session: Session
) -> None:
    page = sign_in(Role.DIRECTOR).post("/capacity/2024/revise", data=TYPED)
    assert page.status_code == 200
    for name, value in TYPED.items():
        if value:
            assert re.search(rf'type="hidden" name="{name}" value="{value}"', page.text), name
    assert 'name="confirm"' in page.text
    assert plan_of(session, filled) == []


def test_the_second_to_revise_sees_the_first_ones_target(filled: Book, sign_in: SignIn, session: Session) -> None:
    client, address = sign_in(Role.DIRECTOR), "/capacity/2024/revise"
    sent = {"confirm": "1", "version": draft_form(client.get(address).text)["version"]}
    assert client.post(address, data=TYPED | sent).status_code == 303
    second = client.post(address, data=TYPED | sent | {"target": "215"})
    assert second.status_code == 409
    assert "190" in second.text
    assert 'value="215"' in second.text
    assert client.post(address, data=draft_form(second.text).data | {"confirm": "1"}).status_code == 303
    assert [target for _revision, target, _number in plan_of(session, filled)] == [190, 215]


def test_going_back_keeps_what_was_typed(filled: Book, sign_in: SignIn, session: Session) -> None:
    page = sign_in(Role.DIRECTOR).post("/capacity/2024/revise", data=TYPED | {"edit": "1"})
    assert page.status_code == 200
    assert 'value="12/QĐ-SLĐTBXH"' in page.text
    assert "Giao lần đầu</textarea>" in page.text
    assert 'name="confirm"' not in page.text
    assert plan_of(session, filled) == []


def test_the_second_step_enters_it(filled: Book, sign_in: SignIn, session: Session) -> None:
    client = sign_in(Role.DIRECTOR)
    answer = client.post("/capacity/2024/revise", data=TYPED | {"confirm": "1"})
    assert (answer.status_code, answer.location) == (303, "/capacity/2024")
    assert plan_of(session, filled) == [(1, 190, "12/QĐ-SLĐTBXH")]
    client.post("/capacity/2024/revise", data=TYPED | {"target": "200", "number": "", "issued_on": "", "confirm": "1"})
    session.rollback()
    assert plan_of(session, filled) == [(1, 190, "12/QĐ-SLĐTBXH"), (2, 200, None)]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"target": ""}, "target"),
        ({"target": "nhiều"}, "target"),
        ({"phasing": "1 2 3"}, "phasing"),
        ({"phasing": "x"}, "phasing"),
        ({"issued_on": "31/02/2024"}, "issued_on"),
        ({"valid_from": "hôm nay"}, "valid_from"),
    ],
)
@pytest.mark.parametrize("step", [{}, {"confirm": "1"}])
def test_what_is_wrong_is_said_beside_its_field(
    filled: Book, sign_in: SignIn, session: Session, wrong: dict[str, str], field: str, step: dict[str, str]
) -> None:
    page = sign_in(Role.DIRECTOR).post("/capacity/2024/revise", data=TYPED | wrong | step)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert 'value="12/QĐ-SLĐTBXH"' in page.text
    assert plan_of(session, filled) == []


def test_only_who_may_decides(filled: Book, sign_in: SignIn) -> None:
    for role in (Role.INSPECTOR, Role.INTAKE, Role.DUTY):
        assert sign_in(role).post("/capacity/2024/revise", data=TYPED | {"confirm": "1"}).status_code == 403
