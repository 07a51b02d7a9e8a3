"""Books, care and presence as of a day and as known at a moment, from a small ledger."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rehab_center.admissions.rules.movements import MovementKind, State
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.clock import moment_of
from rehab_center.headcount import queries
from rehab_center.headcount.ledger import Reach
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.residents.kinds import Sex
from tests.database import ON_POSTGRESQL
from tests.headcount.book import Book, Move, Stay, make_book


def day(text: str) -> date:
    return date.fromisoformat(f"2024-{text}")


ADMITTED = Move(MovementKind.ADMITTED, day("03-10"))


@pytest.mark.parametrize(
    ("kind", "books", "care", "present", "state"),
    [
        (MovementKind.ESCAPED, 1, 0, 0, State.ESCAPED),
        (MovementKind.IMPRISONED, 1, 0, 0, State.IMPRISONED),
        (MovementKind.SUSPENDED, 1, 0, 0, State.SUSPENDED),
        (MovementKind.TO_HOSPITAL, 1, 1, 0, State.IN_HOSPITAL),
        (MovementKind.ON_LEAVE, 1, 1, 0, State.ON_LEAVE),
        (MovementKind.TAKEN_OUT, 1, 1, 0, State.TAKEN_OUT),
    ],
)
def test_who_is_away_and_how(
    book: Book, session: Session, kind: MovementKind, books: int, care: int, present: int, state: State
) -> None:
    book.stay(ADMITTED, Move(kind, day("04-01")))
    before = queries.head_count(session, as_of=day("03-31"), scope=book.scope)
    after = queries.head_count(session, as_of=day("04-01"), scope=book.scope)
    assert (before.on_books, before.under_care, before.present) == (1, 1, 1)
    assert (after.on_books, after.under_care, after.present) == (books, care, present)
    assert after.by_state[state] == 1


def test_a_day_is_meant_at_its_end(book: Book, session: Session) -> None:
    book.stay(ADMITTED, Move(MovementKind.COMPLETED, day("05-02")))
    counts = {
        on: queries.head_count(session, as_of=day(on), scope=book.scope).on_books
        for on in ("03-09", "03-10", "05-01", "05-02")
    }
    assert counts == {"03-09": 0, "03-10": 1, "05-01": 1, "05-02": 0}


def test_movements_of_one_day_go_in_the_order_they_were_written(book: Book, session: Session) -> None:
    book.stay(ADMITTED, Move(MovementKind.ESCAPED, day("04-01")), Move(MovementKind.RETURNED, day("04-01")))
    assert queries.head_count(session, as_of=day("04-01"), scope=book.scope).present == 1


def test_breakdowns_are_of_those_under_care(book: Book, session: Session) -> None:
    book.write(
        [
            Stay((ADMITTED,), StayKind.COMPULSORY, Sex.MALE),
            Stay((ADMITTED,), StayKind.MINOR, Sex.FEMALE),
            Stay((ADMITTED,), StayKind.VOLUNTARY, Sex.MALE),
            Stay((ADMITTED, Move(MovementKind.ESCAPED, day("04-01"))), StayKind.TEMPORARY, Sex.MALE),
        ]
    )
    count = queries.head_count(session, as_of=day("06-14"), scope=book.scope)
    assert dict(count.by_kind) == {
        StayKind.COMPULSORY: 1,
        StayKind.MINOR: 1,
        StayKind.VOLUNTARY: 1,
        StayKind.TEMPORARY: 0,
    }
    assert dict(count.by_sex) == {Sex.MALE: 2, Sex.FEMALE: 1}
    assert count.on_books == 4


@pytest.mark.parametrize("reach", list(Reach))
def test_the_people_behind_a_number_are_as_many_as_it_says(book: Book, session: Session, reach: Reach) -> None:
    kinds = (MovementKind.ESCAPED, MovementKind.TO_HOSPITAL, MovementKind.SUSPENDED, MovementKind.COMPLETED)
    book.write([Stay((ADMITTED,)), *(Stay((ADMITTED, Move(kind, day("04-01")))) for kind in kinds)])
    count = queries.head_count(session, as_of=day("06-14"), scope=book.scope)
    number = {Reach.BOOKS: count.on_books, Reach.CARE: count.under_care, Reach.PRESENT: count.present}[reach]
    assert len(queries.people_here(session, as_of=day("06-14"), scope=book.scope, reach=reach)) == number


def test_a_late_entry_was_not_known_before_it_was_written(book: Book, session: Session) -> None:
    book.stay(
        Move(MovementKind.ADMITTED, day("03-10"), at=moment_of(day("03-10"), 10)),
        Move(MovementKind.ESCAPED, day("05-01"), at=moment_of(day("05-20"), 8)),
    )

    def care(known_on: str) -> int:
        known_at = moment_of(day(known_on), 12)
        return queries.head_count(session, as_of=day("05-10"), scope=book.scope, known_at=known_at).under_care

    assert [care("05-10"), care("05-19"), care("05-20")] == [1, 1, 0]


def test_what_was_voided_counted_until_then(book: Book, session: Session) -> None:
    stay = book.stay(Move(MovementKind.ADMITTED, day("03-10"), at=moment_of(day("03-10"), 10)))
    (escape,) = book.move(stay, Move(MovementKind.ESCAPED, day("04-01"), at=moment_of(day("04-02"), 8)))
    book.void(escape, moment_of(day("04-05"), 8))

    def care(known_on: str) -> int:
        known_at = moment_of(day(known_on), 12)
        return queries.head_count(session, as_of=day("04-03"), scope=book.scope, known_at=known_at).under_care

    assert [care(on) for on in ("03-09", "03-11", "04-02", "04-04", "04-05")] == [0, 1, 0, 0, 1]


def test_a_stay_whose_entry_was_voided_never_was(book: Book, session: Session) -> None:
    stay = book.stay(ADMITTED)
    book.void(book.entry_of(stay), moment_of(day("06-15"), 8))
    assert queries.head_count(session, as_of=day("06-20"), scope=book.scope).on_books == 0
    (again,) = book.move(stay, Move(MovementKind.ADMITTED, day("03-11"), at=moment_of(day("06-16"), 8)))
    assert again
    assert queries.head_count(session, as_of=day("03-10"), scope=book.scope).on_books == 0
    assert queries.head_count(session, as_of=day("03-11"), scope=book.scope).on_books == 1


def test_a_movement_is_voided_once_only(book: Book) -> None:
    stay = book.stay(ADMITTED)
    entry = book.entry_of(stay)
    book.void(entry, moment_of(day("06-15"), 8))
    with pytest.raises(IntegrityError):
        book.void(entry, moment_of(day("06-16"), 8))


def test_another_centre_is_not_counted(book: Book, session: Session, actor: Actor) -> None:
    other = make_book(actor, "CS2")
    book.write([Stay((ADMITTED,))] * 2)
    other.write([Stay((ADMITTED,))] * 3)
    assert queries.head_count(session, as_of=day("06-14"), scope=book.scope).under_care == 2
    assert queries.head_count(session, as_of=day("06-14"), scope=other.scope).under_care == 3
    assert queries.head_count(session, as_of=day("06-14"), scope=EVERYWHERE).under_care == 5
    seen = queries.people_here(session, as_of=day("06-14"), scope=book.scope)
    strangers = queries.people_here(session, as_of=day("06-14"), scope=other.scope)
    assert not {one.admission_id for one in seen} & {one.admission_id for one in strangers}


def test_lists_are_in_the_order_of_vietnamese_names(book: Book, session: Session) -> None:
    names = ["Trần Văn Ân", "Đỗ Văn An", "Lê Văn Đức", "Bùi Văn Dũng"]
    book.write([Stay((ADMITTED,), name=name) for name in names])
    found = queries.people_here(session, as_of=day("06-14"), scope=book.scope)
    assert [one.full_name for one in found] == ["Đỗ Văn An", "Trần Văn Ân", "Bùi Văn Dũng", "Lê Văn Đức"]


def test_a_register_just_brought_over_is_counted_stay_by_stay(book: Book, session: Session) -> None:
    """No part of the statement is done for each pair of a stay and a movement, where nothing is known of either yet."""
    many = 60
    book.write([Stay((ADMITTED, Move(MovementKind.TO_HOSPITAL, day("04-01")))) for _number in range(many)])
    said: list[tuple[str, object]] = []

    def hear(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        said.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        known = moment_of(day("06-30"))
        assert queries.head_count(session, as_of=day("04-01"), scope=book.scope, known_at=known).on_books == many
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    statement, parameters = next(one for one in said if "last_movement" in one[0])
    explain = "EXPLAIN (ANALYZE, TIMING OFF) " if ON_POSTGRESQL else "EXPLAIN QUERY PLAN "
    plan = str(session.connection().exec_driver_sql(explain + statement, parameters).fetchall())
    assert all(int(loops) <= 2 * many for loops in re.findall(r"loops=(\d+)", plan))
    assert "SCAN movement" not in plan
