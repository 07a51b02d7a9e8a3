"""The table of movements, reading the ledger, and which sequences are legal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab_center.admissions.rules.movements import (
    AFTER,
    BOOKS_STATES,
    CARE_STATES,
    EFFECTS,
    ENTRIES,
    EXITS,
    PRESENT_STATES,
    TERM_CHANGES,
    MovementKind,
    PaperRule,
    State,
    may_follow,
)
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.rules.sequence import (
    Moved,
    check_insertion,
    check_sequence,
    check_void,
    live,
    state_of,
    steps,
)
from rehab_center.errors import Conflict

K = MovementKind
DAY = date(2024, 1, 1)
MOMENT = datetime(2024, 1, 1, tzinfo=UTC)


def ledger(*kinds: MovementKind) -> list[Moved]:
    """One movement a day from 01/01/2024, written on its day."""
    return [
        Moved(number, kind, DAY + timedelta(days=number), MOMENT + timedelta(days=number))
        for number, kind in enumerate(kinds)
    ]


def test_every_kind_but_the_void_has_an_effect() -> None:
    assert set(EFFECTS) == set(K) - {K.VOIDED}


def test_entries_exits_and_changes_of_the_term_are_told_apart() -> None:
    assert {K.ADMITTED, K.TRANSFERRED_IN, K.CONVERTED_IN} == ENTRIES
    assert {K.TERM_REDUCED, K.TERM_EXTENDED} == TERM_CHANGES
    assert {K.DIED, K.COMPLETED, K.TRANSFERRED_OUT, K.CONVERTED_OUT, K.WITHDRAWN} <= EXITS
    assert not TERM_CHANGES & set(AFTER)


@pytest.mark.parametrize(
    ("kind", "on_books", "under_care", "present"),
    [
        # Under care is on the books less escaped, imprisoned and suspended at home;
        # present is under care less hospital, leave and taken out by order
        (K.ADMITTED, True, True, True),
        (K.TRANSFERRED_IN, True, True, True),
        (K.TO_HOSPITAL, True, True, False),
        (K.ON_LEAVE, True, True, False),
        (K.TAKEN_OUT, True, True, False),
        (K.SUSPENDED, True, False, False),
        (K.ESCAPED, True, False, False),
        (K.IMPRISONED, True, False, False),
        (K.COMPLETED, False, False, False),
        (K.DIED, False, False, False),
        (K.TRANSFERRED_OUT, False, False, False),
    ],
)
def test_books_care_and_presence(kind: MovementKind, on_books: bool, under_care: bool, present: bool) -> None:
    after = AFTER[kind]
    assert (after in BOOKS_STATES, after in CARE_STATES, after in PRESENT_STATES) == (on_books, under_care, present)


@pytest.mark.parametrize("kind", sorted(EXITS))
def test_nothing_follows_an_exit(kind: MovementKind) -> None:
    # domain 9.3, rule 49: never "died -> anything", never "completed -> the same stay"
    for follower in EFFECTS:
        assert EFFECTS[kind].after is State.LEFT
        assert State.LEFT not in EFFECTS[follower].follows


@pytest.mark.parametrize(
    ("kinds", "legal"),
    [
        ((K.ADMITTED, K.ESCAPED, K.RETURNED), True),
        ((K.ADMITTED, K.ESCAPED, K.DIED), True),
        ((K.ADMITTED, K.ESCAPED, K.LAPSED), True),
        ((K.ADMITTED, K.ESCAPED, K.COMPLETED), False),
        ((K.ADMITTED, K.ESCAPED, K.ESCAPED), False),
        ((K.ADMITTED, K.RETURNED), False),
        ((K.ADMITTED, K.SUSPENDED, K.RESUMED), True),
        ((K.ADMITTED, K.SUSPENDED, K.COMPLETED), True),
        ((K.ADMITTED, K.SUSPENDED, K.EXEMPTED), True),
        ((K.ADMITTED, K.SUSPENDED, K.ESCAPED), True),  # L120 Đ39.6
        ((K.ADMITTED, K.TO_HOSPITAL, K.FROM_HOSPITAL), True),
        ((K.ADMITTED, K.TO_HOSPITAL, K.DIED), True),
        ((K.ADMITTED, K.TO_HOSPITAL, K.SUSPENDED), True),
        ((K.ADMITTED, K.TO_HOSPITAL, K.BACK_FROM_LEAVE), False),
        ((K.ADMITTED, K.IMPRISONED, K.RELEASED_FROM_PRISON), True),
        ((K.ADMITTED, K.IMPRISONED, K.COMPLETED), False),
        ((K.ADMITTED, K.ADMITTED), False),
        ((K.ADMITTED, K.DIED, K.RETURNED), False),
        ((K.ADMITTED, K.COMPLETED, K.TO_HOSPITAL), False),
        ((K.ESCAPED,), False),
        ((), True),
    ],
)
def test_allowed_sequences(kinds: tuple[MovementKind, ...], legal: bool) -> None:
    if legal:
        check_sequence(ledger(*kinds))
    else:
        with pytest.raises(Conflict):
            check_sequence(ledger(*kinds))


def test_a_movement_between_two_others_names_the_one_it_collides_with() -> None:
    movements = ledger(K.ADMITTED, K.ESCAPED, K.RETURNED)
    late = Moved(9, K.TO_HOSPITAL, movements[1].effective_on, MOMENT)
    with pytest.raises(Conflict) as refused:
        check_insertion(movements, late)
    assert refused.value.message.params["since"] == movements[1].effective_on


def test_a_void_that_leaves_later_movements_without_sense_is_refused() -> None:
    movements = ledger(K.ADMITTED, K.ESCAPED, K.RETURNED)
    check_void(movements, 2)
    with pytest.raises(Conflict) as refused:
        check_void(movements, 1)
    assert refused.value.message.params["day"] == movements[2].effective_on


def test_the_entering_movement_goes_only_when_nothing_follows_it() -> None:
    check_void(ledger(K.ADMITTED), 0)
    with pytest.raises(Conflict):
        check_void(ledger(K.ADMITTED, K.TO_HOSPITAL), 0)


def test_as_of_a_day_means_at_its_end_and_the_day_before_knows_nothing() -> None:
    movements = ledger(K.ADMITTED, K.ESCAPED)
    assert state_of(movements, as_of=DAY - timedelta(days=1)).state is State.NOT_ENTERED
    assert state_of(movements, as_of=DAY).state is State.PRESENT
    assert state_of(movements, as_of=DAY + timedelta(days=1)).state is State.ESCAPED
    assert state_of(movements, as_of=DAY + timedelta(days=1)).clock_stopped


def test_movements_of_one_day_go_by_their_number() -> None:
    out = Moved(1, K.TO_HOSPITAL, DAY, MOMENT)
    back = Moved(2, K.FROM_HOSPITAL, DAY, MOMENT)
    entered = Moved(0, K.ADMITTED, DAY, MOMENT)
    assert live([back, out, entered]) == [entered, out, back]
    assert state_of([back, out, entered], as_of=DAY).present


def test_what_was_known_at_a_moment() -> None:
    movements = ledger(K.ADMITTED, K.ESCAPED)
    void = Moved(9, K.VOIDED, movements[1].effective_on, MOMENT + timedelta(days=30), voids_id=1)
    known_at = MOMENT + timedelta(days=20)
    assert state_of([*movements, void], known_at=known_at).state is State.ESCAPED
    assert state_of([*movements, void]).state is State.PRESENT
    assert state_of(movements, known_at=MOMENT).state is State.PRESENT


def test_a_change_of_the_term_leaves_the_state_as_it_was() -> None:
    movements = ledger(K.ADMITTED, K.TO_HOSPITAL, K.TERM_REDUCED)
    found = state_of(movements)
    assert found.state is State.IN_HOSPITAL
    assert found.last is not None
    assert found.last.kind is K.TO_HOSPITAL


def test_what_may_follow_depends_on_the_kind_of_stay() -> None:
    assert K.WITHDRAWN in may_follow(State.PRESENT, StayKind.VOLUNTARY)
    assert K.WITHDRAWN not in may_follow(State.PRESENT, StayKind.COMPULSORY)
    assert K.REDUCED not in may_follow(State.PRESENT, StayKind.VOLUNTARY)
    assert K.RELEASED in may_follow(State.PRESENT, StayKind.TEMPORARY)
    assert may_follow(State.LEFT, StayKind.COMPULSORY) == ()


def test_the_paper_of_an_escape_may_follow_and_that_of_an_exemption_may_not() -> None:
    assert EFFECTS[K.ESCAPED].paper is PaperRule.MAY_FOLLOW
    assert EFFECTS[K.EXEMPTED].paper is PaperRule.AT_ONCE
    assert EFFECTS[K.FROM_HOSPITAL].paper is PaperRule.NOT_NEEDED


@st.composite
def legal_ledgers(draw: st.DrawFn) -> list[Moved]:
    """Any sequence that the table allows."""
    state, kinds = State.NOT_ENTERED, []
    for _ in range(draw(st.integers(0, 12))):
        possible = may_follow(state, StayKind.COMPULSORY)
        if not possible:
            break
        kinds.append(draw(st.sampled_from(possible)))
        state = AFTER.get(kinds[-1], state)
    return ledger(*kinds)


@given(legal_ledgers())
def test_changes_add_up_to_the_state(movements: list[Moved]) -> None:
    found = state_of(movements)
    walked = list(steps(live(movements)))
    assert sum(step.books_change for step in walked) == found.on_books
    assert sum(step.care_change for step in walked) == found.under_care
    assert sum(step.present_change for step in walked) == found.present
    assert (found.exit_kind is not None) == (found.state is State.LEFT)
