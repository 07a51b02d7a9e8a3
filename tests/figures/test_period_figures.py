"""Every figure of a period: as many people as it says, breakdowns that add up, and the year so far for the plan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.clock import end_of, moment_of
from rehab_center.dates import DateRange
from rehab_center.figures.queries import period_figures, year_to_date
from rehab_center.figures.values import PeriodFigures, PlanInForce
from rehab_center.periods import Period, PeriodKind, PeriodRule, parse_period
from rehab_center.residents.kinds import Sex
from tests.headcount.book import Book, Move, Stay

KNOWN = end_of(date(2024, 12, 31))
PLAN = PlanInForce(1, 1, 190, "12/QĐ", to_be_confirmed=False)
IN = MovementKind.ADMITTED


def period(word: str, kind: PeriodKind = PeriodKind.HALF_YEAR) -> Period:
    return parse_period(kind, word)


def figures(session: Session, book: Book, asked: Period, plan: PlanInForce | None = PLAN) -> PeriodFigures:
    found, balance = period_figures(session, asked, scope=book.scope, known_at=KNOWN, plan=plan)
    assert balance.closes
    return found


@pytest.fixture
def lively(book: Book) -> Book:
    """A year of comings and goings of every kind."""
    days = [date(2023, 1, 1) + timedelta(days=11 * step) for step in range(60)]
    kinds, sexes = list(StayKind), list(Sex)
    exits = {
        StayKind.COMPULSORY: MovementKind.COMPLETED,
        StayKind.MINOR: MovementKind.REDUCED,
        StayKind.VOLUNTARY: MovementKind.WITHDRAWN,
        StayKind.TEMPORARY: MovementKind.RELEASED,
    }
    stays = []
    for number, on in enumerate(days):
        kind = kinds[number % 4]
        moves = [Move(MovementKind.TRANSFERRED_IN if number % 9 == 4 else IN, on)]
        if number % 5 == 1:
            moves += [Move(MovementKind.ESCAPED, on + timedelta(days=20))]
        if number % 10 == 1:
            moves += [Move(MovementKind.RETURNED, on + timedelta(days=150))]
        if number % 7 == 3:
            moves += [Move(MovementKind.TO_HOSPITAL, on + timedelta(days=30))]
        if number % 3 == 0:
            moves += [Move(exits[kind], on + timedelta(days=200))]
        stays.append(Stay(tuple(moves), kind, sexes[number % 8 == 5]))
    book.write(stays)
    return book


@pytest.mark.parametrize("word", ["2023-H1", "2023-H2", "2024-H1", "2024-H2"])
def test_a_figure_about_people_holds_as_many_as_it_says(lively: Book, session: Session, word: str) -> None:
    found = figures(session, lively, period(word))
    for figure in found.figures.values():
        if figure.people is not None:
            assert figure.value == len(figure.people), figure.code
            assert figure.printed == str(figure.value), figure.code
    without = {code for code, figure in found.figures.items() if figure.people is None}
    assert without == {"percent_of_same_period", "annual_plan", "percent_of_plan"}


@pytest.mark.parametrize("word", ["2023-H2", "2024-H1"])
def test_breakdowns_add_up_to_their_totals(lively: Book, session: Session, word: str) -> None:
    found = figures(session, lively, period(word))

    def value(code: str) -> int:
        return int(found[code].value or 0)

    for who in (Sex, StayKind):
        for part, total in (("opening", "opening"), ("in", "total_in"), ("out", "total_out"), ("closing", "closing")):
            assert sum(value(f"{part}_{one}") for one in who) == value(total)
    for direction in ("in", "out"):
        kinds = [f"{direction}_{kind}".replace("-", "_") for kind in MovementKind]
        assert sum(value(code) for code in kinds if code in found.figures) == value(f"total_{direction}")
    assert value("opening") + value("total_in") - value("total_out") == value("closing") == value("under_care")
    assert value("new_adult_compulsory") + value("new_minor") == value("new_compulsory")
    assert value("present") <= value("under_care") <= value("on_books")


def test_ever_under_care_counts_a_person_once(book: Book, session: Session) -> None:
    first = book.stay(Move(IN, date(2023, 6, 1)), Move(MovementKind.COMPLETED, date(2024, 1, 5)))
    book.write([Stay((Move(IN, date(2024, 3, 1)),), person=book.person_of(first))])
    book.stay(
        Move(IN, date(2023, 6, 1)),
        Move(MovementKind.ESCAPED, date(2024, 1, 5)),
        Move(MovementKind.RETURNED, date(2024, 2, 5)),
    )
    found = figures(session, book, period("2024-H1"))
    assert found["ever_under_care"].value == 2
    assert found["total_in"].value == 2


def test_under_care_names_who_is_on_the_books_and_away(book: Book, session: Session) -> None:
    book.stay(Move(IN, date(2024, 1, 2)), Move(MovementKind.ESCAPED, date(2024, 5, 1)))
    book.stay(Move(IN, date(2024, 1, 2)), Move(MovementKind.TO_HOSPITAL, date(2024, 5, 1)))
    found = figures(session, book, period("2024-H1"))
    (away,) = found["under_care"].just_excluded
    assert away.on == date(2024, 5, 1)
    assert str(away.reason.params["movement"]) == "Escaped"
    assert len(found["present"].just_excluded) == 1
    assert (found["on_books"].value, found["under_care"].value, found["present"].value) == (2, 1, 0)


# --- against last year and the plan -----------------------------------------------------------------------------------


def _admit(book: Book, *days: date) -> None:
    book.write([Stay((Move(IN, on),)) for on in days])


def test_the_published_percentages(book: Book, session: Session) -> None:
    _admit(book, *[date(2024, 3, 1)] * 125, *[date(2023, 3, 1)] * 105)
    found = figures(session, book, period("2024-H1"))
    assert (found["new_compulsory"].printed, found["new_compulsory_same_period"].printed) == ("125", "105")
    assert (str(found["percent_of_same_period"].value), found["percent_of_same_period"].printed) == ("119.05", "119%")
    assert (str(found["percent_of_plan"].value), found["percent_of_plan"].printed) == ("65.79", "65,79%")


def test_without_a_plan_and_a_year_before_nothing_is_compared(book: Book, session: Session) -> None:
    _admit(book, date(2024, 3, 1))
    found = figures(session, book, period("2024-H1"), plan=None)
    for code in ("percent_of_same_period", "annual_plan", "percent_of_plan"):
        assert (found[code].value, found[code].printed) == (None, "–")


@pytest.mark.parametrize(
    ("kind", "word", "in_period", "so_far"),
    [
        (PeriodKind.MONTH, "2024-01", 1, 1),
        (PeriodKind.MONTH, "2024-06", 1, 3),
        (PeriodKind.QUARTER, "2024-Q2", 2, 3),
        (PeriodKind.HALF_YEAR, "2024-H1", 3, 3),
        (PeriodKind.HALF_YEAR, "2024-H2", 1, 4),
        (PeriodKind.NINE_MONTHS, "2024-9M", 4, 4),
        (PeriodKind.YEAR, "2024", 4, 4),
    ],
)
def test_the_plan_is_compared_with_the_year_so_far(
    book: Book, session: Session, kind: PeriodKind, word: str, in_period: int, so_far: int
) -> None:
    _admit(book, date(2023, 12, 15), date(2024, 3, 20), date(2024, 6, 14), date(2024, 6, 15))
    found = figures(session, book, period(word, kind), plan=PlanInForce(1, 1, 8, None, to_be_confirmed=True))
    assert found["new_compulsory"].value == in_period
    assert found["new_compulsory_year_to_date"].value == so_far
    assert found["percent_of_plan"].printed == f"{so_far * 100 / 8:.2f}%".replace(".", ",")


def test_the_year_so_far_begins_with_the_plan_year() -> None:
    assert year_to_date(period("2024-05", PeriodKind.MONTH)) == DateRange(date(2023, 12, 15), date(2024, 5, 14))
    calendar = parse_period(PeriodKind.MONTH, "2024-05", PeriodRule.CALENDAR)
    assert year_to_date(calendar) == DateRange(date(2024, 1, 1), date(2024, 5, 31))


def test_as_known_at_a_moment(book: Book, session: Session) -> None:
    book.stay(Move(IN, date(2024, 3, 1), at=moment_of(date(2024, 6, 20), 8)))
    for on, number in ((date(2024, 6, 19), 0), (date(2024, 6, 20), 1)):
        found, _balance = period_figures(session, period("2024-H1"), scope=book.scope, known_at=end_of(on), plan=None)
        assert {found[code].value for code in ("new_compulsory", "closing", "ever_under_care")} == {number}
