"""Who is newly admitted under a compulsory order, who just is not, and why."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.clock import moment_of
from rehab_center.figures.new_admissions import new_compulsory
from rehab_center.figures.values import Excluded
from rehab_center.periods import PeriodKind, parse_period
from rehab_center.permissions import Actor
from tests.headcount.book import Book, Move, Stay, make_book

HALF_YEAR = parse_period(PeriodKind.HALF_YEAR, "2024-H1").range
IN, TRANSFER = MovementKind.ADMITTED, MovementKind.TRANSFERRED_IN
INSIDE = date(2024, 2, 1)


def found(session: Session, book: Book, known_on: date | None = None) -> tuple[set[int], dict[int, Excluded]]:
    known_at = moment_of(known_on, 23) if known_on else None
    people, outside = new_compulsory(session, HALF_YEAR, scope=book.scope, known_at=known_at)
    assert len({one.admission_id for one in people}) == len(people)
    return {one.admission_id for one in people}, {one.admission_id: one for one in outside}


@pytest.mark.parametrize(
    ("kind", "entry", "counts"),
    [
        (StayKind.COMPULSORY, IN, True),
        (StayKind.MINOR, IN, True),
        (StayKind.VOLUNTARY, IN, False),
        (StayKind.TEMPORARY, IN, False),
        (StayKind.COMPULSORY, TRANSFER, False),
        (StayKind.MINOR, TRANSFER, False),
    ],
)
def test_by_ground_and_way_of_coming(
    book: Book, session: Session, kind: StayKind, entry: MovementKind, counts: bool
) -> None:
    stay = book.stay(Move(entry, INSIDE), kind=kind)
    people, outside = found(session, book)
    assert (stay in people) is counts
    assert (stay in outside) is not counts


@pytest.mark.parametrize(
    ("on", "reason"),
    [
        (date(2023, 12, 15), None),
        (date(2024, 6, 14), None),
        (date(2023, 12, 14), "admitted on %(day)s, before the first day of the period"),
        (date(2024, 6, 15), "admitted on %(day)s, after the last day of the period"),
    ],
)
def test_the_borders(book: Book, session: Session, on: date, reason: str | None) -> None:
    stay = book.stay(Move(IN, on))
    people, outside = found(session, book)
    assert (stay in people) is (reason is None)
    if reason:
        assert (outside[stay].reason.msgid, outside[stay].reason.params) == (reason, {"day": on})


def test_somebody_long_before_is_not_just_outside(book: Book, session: Session) -> None:
    book.stay(Move(IN, date(2023, 11, 1)))
    book.stay(Move(IN, date(2023, 12, 14)), kind=StayKind.VOLUNTARY)  # off by a day and by its ground
    assert found(session, book) == (set(), {})


def _change(book: Book, before: StayKind, after: StayKind, on: date) -> tuple[int, int]:
    old = book.stay(Move(IN, date(2023, 11, 1)), Move(MovementKind.CONVERTED_OUT, on), kind=before)
    entry = Move(MovementKind.CONVERTED_IN, on)
    (new,) = book.write([Stay((entry,), after, person=book.person_of(old), previous=old)])
    return old, new


@pytest.mark.parametrize("before", [StayKind.TEMPORARY, StayKind.VOLUNTARY])
def test_who_becomes_compulsory_counts_on_the_day_of_the_change(book: Book, session: Session, before: StayKind) -> None:
    _old, inside = _change(book, before, StayKind.COMPULSORY, date(2024, 6, 14))
    _old, after = _change(book, before, StayKind.MINOR, date(2024, 6, 15))
    people, outside = found(session, book)
    assert people == {inside}
    assert set(outside) == {after}


def test_who_only_comes_of_age_was_admitted_before(book: Book, session: Session) -> None:
    _old, grown = _change(book, StayKind.MINOR, StayKind.COMPULSORY, INSIDE)
    people, outside = found(session, book)
    assert people == set()
    assert outside[grown].reason.msgid == "was under a court's decision before; only its kind changed"


def test_who_becomes_voluntary_does_not_count(book: Book, session: Session) -> None:
    _old, new = _change(book, StayKind.TEMPORARY, StayKind.VOLUNTARY, INSIDE)
    people, outside = found(session, book)
    assert people == set()
    assert set(outside) == {new}


def test_a_voided_entry_is_just_outside_from_then_on(book: Book, session: Session) -> None:
    stay = book.stay(Move(IN, INSIDE, at=moment_of(INSIDE, 9)))
    book.void(book.entry_of(stay), moment_of(date(2024, 3, 1), 9))
    assert found(session, book, known_on=date(2024, 2, 20)) == ({stay}, {})
    people, outside = found(session, book, known_on=date(2024, 3, 1))
    assert people == set()
    assert outside[stay].reason.msgid == "the entry of %(day)s was voided"


def test_an_entry_voided_and_entered_again_is_counted_and_not_named_twice(book: Book, session: Session) -> None:
    stay = book.stay(Move(IN, INSIDE))
    book.void(book.entry_of(stay), moment_of(date(2024, 6, 15), 9))
    book.move(stay, Move(IN, date(2024, 2, 2), at=moment_of(date(2024, 6, 15), 10)))
    people, outside = found(session, book)
    assert people == {stay}
    assert outside == {}


def test_a_late_entry_is_not_known_before_it_was_written(book: Book, session: Session) -> None:
    stay = book.stay(Move(IN, INSIDE, at=moment_of(date(2024, 7, 1), 9)))
    assert found(session, book, known_on=date(2024, 6, 30)) == (set(), {})
    assert found(session, book, known_on=date(2024, 7, 1)) == ({stay}, {})


def test_who_comes_again_is_a_second_admission(book: Book, session: Session) -> None:
    first = book.stay(Move(IN, date(2023, 12, 20)), Move(MovementKind.EXEMPTED, date(2024, 1, 20)))
    (second,) = book.write([Stay((Move(IN, date(2024, 5, 1)),), person=book.person_of(first))])
    assert found(session, book)[0] == {first, second}


def test_another_centres_people_are_neither_in_nor_outside(book: Book, session: Session, actor: Actor) -> None:
    other = make_book(actor, "CS2")
    other.write([Stay((Move(kind, INSIDE),)) for kind in (IN, TRANSFER)])
    voided = other.stay(Move(IN, INSIDE))
    other.void(other.entry_of(voided), moment_of(date(2024, 6, 15), 9))
    assert found(session, book) == (set(), {})
    assert len(found(session, other)[0]) == 1
