"""Where the book does not reach so far back there is no number, but what a signed report says, marked as such."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.clock import end_of
from rehab_center.db import db, transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.errors import DomainError
from rehab_center.figures.earlier import earlier_numbers, enter_earlier_figure, withdraw_earlier_figure
from rehab_center.figures.queries import period_figures
from rehab_center.figures.values import PeriodFigures
from rehab_center.organisation.completeness import Book as CompleteBook
from rehab_center.organisation.completeness import state_completeness
from rehab_center.periods import PeriodKind, parse_period
from rehab_center.permissions import Actor, Role
from tests.headcount.book import Book, Move

IN = MovementKind.ADMITTED
HALF = parse_period(PeriodKind.HALF_YEAR, "2024-H1")
BEFORE = parse_period(PeriodKind.HALF_YEAR, "2023-H1")
NOW = end_of(date(2024, 12, 31))
PAPER = DocumentFacts(DocumentKind.OTHER, "25/BC-CSCNMT", issued_on=date(2023, 6, 20), issuer="Cơ sở")
SignIn = Callable[..., FlaskClient]


@pytest.mark.parametrize(
    ("complete_from", "day", "eve", "end"),
    [
        (None, date(1990, 1, 1), True, True),
        (date(2024, 1, 1), date(2023, 12, 30), False, False),
        (date(2024, 1, 1), date(2023, 12, 31), False, True),  # the last evening is the first day's opening
        (date(2024, 1, 1), date(2024, 1, 1), True, True),
    ],
)
def test_which_days_a_book_knows(complete_from: date | None, day: date, eve: bool, end: bool) -> None:
    book = CompleteBook(complete_from)
    assert (book.knows_eve_of(day), book.knows_end_of(day)) == (eve, end)


@pytest.fixture
def half_known(book: Book) -> Book:
    """Three admitted in the first half of 2024, two of many in that of 2023; complete from 15/12/2023."""
    for day in (date(2023, 2, 1), date(2023, 3, 1), date(2024, 2, 1), date(2024, 3, 1), date(2024, 4, 1)):
        book.stay(Move(IN, day))
    _state(book, date(2023, 12, 15))
    return book


def _state(book: Book, day: date | None) -> None:
    with transaction() as session:
        state_completeness(
            session, book.facility_id, complete_from=day, reason="Đã đối chiếu sổ giấy", actor=book.actor, now=NOW
        )


def _figures(session: Session, book: Book, word: str = "2024-H1") -> PeriodFigures:
    period = parse_period(PeriodKind.HALF_YEAR, word)
    return period_figures(session, period, scope=book.scope, known_at=NOW, plan=None)[0]


def _enter(book: Book, value: int = 105) -> int:
    with transaction() as session:
        return enter_earlier_figure(
            session, facility_id=book.facility_id, period=BEFORE, value=value, paper=PAPER, actor=book.actor, now=NOW
        )


def test_no_number_where_the_book_is_not_complete(half_known: Book, session: Session) -> None:
    found = _figures(session, half_known)
    assert found["new_compulsory"].value == 3
    assert found["opening"].value == 2
    same = found["new_compulsory_same_period"]
    assert (same.value, same.printed, same.people) == (None, "sổ chưa đủ", None)
    assert found["percent_of_same_period"].value is None
    assert found.complete_from == date(2023, 12, 15)

    earlier = _figures(session, half_known, "2023-H1")
    unknown = {code for code, figure in earlier.figures.items() if figure.value is None}
    assert {"opening", "total_in", "closing", "under_care", "ever_under_care", "new_temporary"} <= unknown


def test_closing_needs_its_last_evening_only(half_known: Book, session: Session) -> None:
    found = _figures(session, half_known, "2023-H2")  # ends on 14/12/2023, the eve of the first complete day
    assert found["closing"].value == 2
    assert found["opening"].value is None
    assert found["total_in"].value is None


def test_nothing_said_means_complete(half_known: Book, session: Session) -> None:
    _state(half_known, None)
    found = _figures(session, half_known)
    assert found["new_compulsory_same_period"].value == 2
    assert found.complete_from is None


def test_a_signed_report_stands_in(half_known: Book, session: Session) -> None:
    _enter(half_known)
    same = _figures(session, half_known)["new_compulsory_same_period"]
    assert (same.value, same.printed, same.people) == (105, "105", None)
    assert same.note is not None
    assert same.note.params["number"] == "25/BC-CSCNMT"
    assert _figures(session, half_known)["percent_of_same_period"].printed == "3%"


def test_the_last_entered_holds_until_it_is_taken_back(half_known: Book, session: Session) -> None:
    _enter(half_known, 104)
    figure_id = _enter(half_known, 105)
    assert [one.stands for one in earlier_numbers(session, scope=half_known.scope)] == [True, False]
    with transaction() as writing:
        withdraw_earlier_figure(writing, figure_id, reason="Nhầm báo cáo", actor=half_known.actor, now=NOW)
    assert _figures(session, half_known)["new_compulsory_same_period"].value is None
    with pytest.raises(DomainError), transaction() as writing:
        withdraw_earlier_figure(writing, figure_id, reason="Lần nữa", actor=half_known.actor, now=NOW)


def test_what_the_register_holds_itself_is_not_typed_in(half_known: Book) -> None:
    _state(half_known, date(2022, 1, 1))
    with pytest.raises(DomainError):
        _enter(half_known)


def test_pages_say_it_instead_of_a_number(app: Flask, half_known: Book, sign_in: SignIn) -> None:
    director = sign_in(Role.DIRECTOR)
    page = director.get("/headcount?as_of=01/06/2023").text
    assert "15/12/2023" in page
    assert "/headcount/people?reach=care" not in page
    assert "/headcount/people?reach=care" in director.get("/headcount?as_of=01/06/2024").text
    assert "15/12/2023" in director.get("/headcount/balance?first=01/06/2023&last=30/06/2023").text
    assert "15/12/2023" in director.get("/capacity/2024").text


def test_a_figure_is_entered_and_taken_out_on_its_pages(app: Flask, half_known: Book, sign_in: SignIn) -> None:
    director = sign_in(Role.DIRECTOR)
    assert director.get("/reports/earlier").status_code == 200
    typed = {"period": "half-year 2023-H1", "value": "105", "number": "25/BC-CSCNMT", "issued_on": "20/6/2023"}
    assert director.post("/reports/earlier/new", data=typed | {"value": "-3"}).status_code == 422
    assert director.post("/reports/earlier/new", data=typed | {"period": "half-year 2024-H1"}).status_code == 422
    assert director.post("/reports/earlier/new", data=typed).status_code == 303
    page = director.get("/reports/earlier").text
    assert "06 tháng đầu năm 2023" in page
    assert "105" in page
    with app.app_context():
        figure_id = earlier_numbers(db.session(), scope=half_known.scope)[0].id
    assert director.get(f"/reports/earlier/{figure_id}/withdraw").status_code == 200
    assert director.post(f"/reports/earlier/{figure_id}/withdraw", data={}).status_code == 422
    gone = director.post(f"/reports/earlier/{figure_id}/withdraw", data={"reason": "Nhầm"})
    assert gone.status_code == 303
    assert sign_in(Role.INTAKE).get("/reports/earlier/new").status_code == 403


def test_a_stranger_states_nothing(half_known: Book, actor: Actor) -> None:
    stranger = Actor(name="la", label="Người lạ", facility_ids=frozenset({half_known.facility_id + 99}))
    for act in (
        lambda session: state_completeness(
            session, half_known.facility_id, complete_from=None, reason="x", actor=stranger, now=NOW
        ),
        lambda session: enter_earlier_figure(
            session, facility_id=half_known.facility_id, period=BEFORE, value=1, paper=PAPER, actor=stranger, now=NOW
        ),
    ):
        with pytest.raises(DomainError), transaction() as session:
            act(session)
