"""Opening + in - out = closing, for periods and breakdowns; and the people because of whom it does not."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from rehab_center.admissions.queries import movements_of
from rehab_center.admissions.rules.movements import MovementKind, State, may_follow
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.rules.sequence import Moved, live, state_of, steps
from rehab_center.clock import end_of, moment_of
from rehab_center.dates import DateRange
from rehab_center.headcount import queries
from rehab_center.permissions import Actor
from rehab_center.residents.kinds import Sex
from tests.headcount.book import Book, Move, Stay, make_book

HALF_YEAR = DateRange(date(2023, 12, 15), date(2024, 6, 14))
IN = MovementKind.ADMITTED


def test_a_small_half_year(book: Book, session: Session) -> None:
    before, inside, after = date(2023, 11, 1), date(2024, 2, 1), date(2024, 6, 15)
    book.write(
        [
            Stay((Move(IN, before),)),
            Stay((Move(IN, before), Move(MovementKind.COMPLETED, inside))),
            Stay((Move(IN, before), Move(MovementKind.ESCAPED, before), Move(MovementKind.RETURNED, inside))),
            Stay((Move(IN, inside),)),
            Stay((Move(IN, inside), Move(MovementKind.TO_HOSPITAL, inside), Move(MovementKind.DIED, inside))),
            Stay((Move(MovementKind.TRANSFERRED_IN, inside),)),
            Stay((Move(IN, after),)),
        ]
    )
    balance = queries.balance(session, HALF_YEAR, scope=book.scope)
    assert balance.opening == 2
    assert balance.arrivals == {IN: 2, MovementKind.TRANSFERRED_IN: 1, MovementKind.RETURNED: 1}
    assert balance.departures == {MovementKind.COMPLETED: 1, MovementKind.DIED: 1}
    assert balance.closing == 4
    assert balance.closes


def test_the_borders_belong_to_the_period(book: Book, session: Session) -> None:
    day = timedelta(days=1)
    days = [HALF_YEAR.first - day, HALF_YEAR.first, HALF_YEAR.last, HALF_YEAR.last + day]
    book.write([Stay((Move(IN, on),)) for on in days])
    balance = queries.balance(session, HALF_YEAR, scope=book.scope)
    assert (balance.opening, balance.arrivals[IN], balance.closing) == (1, 2, 3)


def _converted(book: Book, on: date) -> tuple[int, int]:
    old = book.stay(
        Move(IN, date(2024, 1, 2)), Move(MovementKind.CONVERTED_OUT, on), kind=StayKind.TEMPORARY, name="Vũ Thị Lan"
    )
    person = book.person_of(old)
    entry = Move(MovementKind.CONVERTED_IN, on)
    (new,) = book.write([Stay((entry,), StayKind.COMPULSORY, person=person, previous=old)])
    return old, new


def test_a_change_of_ground_moves_nobody_but_between_the_grounds(book: Book, session: Session) -> None:
    _converted(book, date(2024, 2, 1))
    balance = queries.balance(session, HALF_YEAR, scope=book.scope)
    assert balance.arrivals == {IN: 1}
    assert balance.departures == {}
    assert balance.closing == 1
    assert balance.by_kind[StayKind.TEMPORARY] == queries.Line(0, 1, 1, 0)
    assert balance.by_kind[StayKind.COMPULSORY] == queries.Line(0, 1, 0, 1)
    assert balance.by_sex[Sex.MALE].arrivals - balance.by_sex[Sex.MALE].departures == 1
    assert balance.closes


def test_half_a_change_of_ground_is_named(book: Book, session: Session) -> None:
    _old, new = _converted(book, date(2024, 2, 1))
    book.void(book.entry_of(new), moment_of(date(2024, 6, 14), 10))
    balance = queries.balance(session, HALF_YEAR, scope=book.scope)
    assert not balance.closes
    assert [one.full_name for one in balance.causes] == ["Vũ Thị Lan"]


def test_somebody_under_care_twice_is_named(book: Book, session: Session) -> None:
    first = book.stay(Move(IN, date(2024, 1, 2)), name="Lê Văn Hai")
    (second,) = book.write([Stay((Move(IN, date(2024, 2, 2)),), person=book.person_of(first))])
    balance = queries.balance(session, HALF_YEAR, scope=book.scope)
    assert not balance.closes
    assert {one.admission_id for one in balance.causes} == {first, second}


def test_somebody_who_was_there_twice_at_the_start_is_named_too(book: Book, session: Session) -> None:
    first = book.stay(Move(IN, date(2023, 1, 2)), Move(MovementKind.COMPLETED, date(2024, 3, 1)))
    (second,) = book.write([Stay((Move(IN, date(2023, 2, 2)),), person=book.person_of(first))])
    balance = queries.balance(session, HALF_YEAR, scope=book.scope)
    assert {one.admission_id for one in balance.causes} == {first, second}


def test_who_comes_again_after_leaving_is_no_cause(book: Book, session: Session) -> None:
    first = book.stay(Move(IN, date(2023, 1, 2)), Move(MovementKind.COMPLETED, date(2024, 3, 1)))
    book.write([Stay((Move(IN, date(2024, 3, 1)),), person=book.person_of(first))])
    assert queries.balance(session, HALF_YEAR, scope=book.scope).closes


# --- the same as a simple reference, for any register --------------------------------------------------------------

_START = date(2024, 1, 1)
#: The centres made so far: every example writes into one of its own.
_centres: list[int] = []
#: A change of ground has two halves and its own tests.
_ALONE = frozenset(MovementKind) - {MovementKind.CONVERTED_IN, MovementKind.CONVERTED_OUT}


@st.composite
def stays(draw: st.DrawFn) -> Stay:
    """A stay that obeys the table of movements, some of it written late."""
    kind = draw(st.sampled_from(list(StayKind)))
    state, on, moves = State.NOT_ENTERED, _START, list[Move]()
    for _ in range(draw(st.integers(1, 6))):
        allowed = [one for one in may_follow(state, kind) if one in _ALONE]
        moving = [one for one in allowed if one not in (MovementKind.TERM_REDUCED, MovementKind.TERM_EXTENDED)]
        if not moving:
            break
        on += timedelta(days=draw(st.integers(0, 20)))
        written = end_of(on + timedelta(days=draw(st.sampled_from([0, 0, 3, 30]))))
        moves.append(Move(draw(st.sampled_from(moving)), on, written))
        state = state_of([_moved(number, move) for number, move in enumerate(moves, start=1)]).state
    return Stay(tuple(moves), kind, draw(st.sampled_from(list(Sex))))


def _moved(number: int, move: Move) -> Moved:
    return Moved(number, move.kind, move.on, move.at)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_counts_and_balance_are_those_of_the_rules(session: Session, actor: Actor, data: st.DataObject) -> None:
    book = make_book(actor, f"P{len(_centres)}")
    _centres.append(book.facility_id)
    written = data.draw(st.lists(stays(), min_size=1, max_size=6))
    ids = book.write(written)
    voids = data.draw(st.lists(st.sampled_from(ids), max_size=2, unique=True))
    for stay_id in voids:
        last = max(movements_of(session, [stay_id])[stay_id], key=lambda moved: moved.id)
        book.void(last.id, moment_of(data.draw(st.dates(_START, date(2024, 9, 1))), 12))
    first = data.draw(st.dates(_START, date(2024, 5, 1)))
    period = DateRange(first, first + timedelta(days=data.draw(st.integers(0, 90))))
    known_at = data.draw(st.none() | st.dates(_START, date(2024, 9, 1)).map(lambda day: moment_of(day, 13)))
    ledgers = movements_of(session, ids)

    count = queries.head_count(session, as_of=period.last, scope=book.scope, known_at=known_at)
    states = [state_of(ledgers[one], as_of=period.last, known_at=known_at) for one in ids]
    assert count.on_books == sum(state.on_books for state in states)
    assert count.under_care == sum(state.under_care for state in states)
    assert count.present == sum(state.present for state in states)
    assert sum(count.by_kind.values()) == sum(count.by_sex.values()) == count.under_care

    balance = queries.balance(session, period, scope=book.scope, known_at=known_at)
    changes = [
        step
        for one in ids
        for step in steps(live(ledgers[one], known_at))
        if step.moved.effective_on in period and step.care_change
    ]
    for side, change in ((balance.arrivals, 1), (balance.departures, -1)):
        assert sum(side.values()) == sum(step.care_change == change for step in changes)
        for kind, number in side.items():
            assert number == sum(step.moved.kind is kind and step.care_change == change for step in changes)
    assert balance.closes
    for lines in (balance.by_kind.values(), balance.by_sex.values()):
        assert sum(line.opening for line in lines) == balance.opening
        assert sum(line.closing for line in lines) == balance.closing
        assert sum(line.arrivals for line in lines) == sum(balance.arrivals.values())
        assert sum(line.departures for line in lines) == sum(balance.departures.values())
