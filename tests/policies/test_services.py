"""Dated values: entered, in force, put right, taken out, and explained as they were known."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from rehab_center.dated import Confidence
from rehab_center.db import transaction
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.permissions import Actor
from rehab_center.policies import queries, services
from rehab_center.policies.registry import OFFERED, REGISTRY
from rehab_center.policies.rules import PolicyKind

SET_UP = datetime(2024, 1, 2, 1, tzinfo=UTC)
LATER = datetime(2024, 6, 14, 3, tzinfo=UTC)
TERM_END = PolicyKind.TERM_END_CONVENTION
NOTICE = PolicyKind.ADVANCE_NOTICE_DAYS
DAY = date(2024, 6, 14)


@pytest.fixture(autouse=True)
def _first_values(session: Session, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """As by a program that reads the base salary: an amount with four values is what most can go wrong with."""
    monkeypatch.setitem(OFFERED, PolicyKind.BASE_SALARY, REGISTRY[PolicyKind.BASE_SALARY])
    with transaction() as writing:
        services.enter_first_values(writing, actor=actor, now=SET_UP)


def enter(actor: Actor, value: str, valid_from: date, kind: PolicyKind = NOTICE, now: datetime = LATER) -> int:
    with transaction() as writing:
        return services.set_value(
            writing,
            kind,
            value=value,
            valid_from=valid_from,
            citation="Quyết định 1",
            confidence=Confidence.CONFIRMED,
            actor=actor,
            now=now,
        )


def test_first_values_are_entered_once(session: Session, actor: Actor) -> None:
    with transaction() as writing:
        assert services.enter_first_values(writing, actor=actor, now=LATER) == 0
        assert services.catch_up(writing, actor=actor, now=LATER) == 0
    assert len(queries.history(session, PolicyKind.BASE_SALARY)) == 4
    assert set(queries.values_in_force(session, DAY)) == set(REGISTRY)


def test_what_the_sources_leave_open_is_marked(session: Session) -> None:
    assert queries.in_force(session, TERM_END, DAY).to_be_confirmed
    assert not queries.in_force(session, PolicyKind.ESCAPE_DAYS_OLD, DAY).to_be_confirmed
    assert queries.in_force(session, PolicyKind.ESCAPE_DAYS_NEW, DAY).to_be_confirmed


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2023, 6, 30), 1_490_000),
        (date(2023, 7, 1), 1_800_000),
        (date(2024, 6, 30), 1_800_000),
        (date(2024, 7, 1), 2_340_000),
        (date(2026, 7, 1), 2_530_000),
    ],
)
def test_the_next_value_ends_the_last(session: Session, day: date, amount: int) -> None:
    assert queries.in_force(session, PolicyKind.BASE_SALARY, day).amount == Decimal(amount)


def test_before_the_first_value_there_is_none(session: Session) -> None:
    with pytest.raises(DomainError):
        queries.in_force(session, PolicyKind.BASE_SALARY, date(2019, 6, 30))
    assert PolicyKind.BASE_SALARY not in queries.values_in_force(session, date(2019, 6, 30))


def test_a_day_to_come_is_welcome(session: Session, actor: Actor) -> None:
    enter(actor, "60", date(2025, 1, 1))

    assert queries.in_force(session, NOTICE, DAY).whole == 45
    assert queries.in_force(session, NOTICE, date(2025, 1, 1)).whole == 60
    page = queries.policy_page(session, NOTICE, day=DAY)
    assert [entry.typed for entry in page.coming] == [60]


def test_a_wrong_value_is_entered_again_and_the_first_can_still_be_asked_for(session: Session, actor: Actor) -> None:
    enter(actor, "60", date(2024, 1, 1), now=datetime(2024, 2, 1, tzinfo=UTC))
    enter(actor, "30", date(2024, 1, 1))

    assert queries.in_force(session, NOTICE, DAY).whole == 30
    assert queries.in_force(session, NOTICE, DAY, known_at=datetime(2024, 3, 1, tzinfo=UTC)).whole == 60
    assert [(entry.typed, entry.stands) for entry in queries.history(session, NOTICE)] == [
        (30, True),
        (60, False),
        (45, True),
    ]


def test_before_the_set_up_the_first_values_answer(session: Session, actor: Actor) -> None:
    enter(actor, "60", date(2024, 1, 1))
    assert queries.in_force(session, NOTICE, DAY, known_at=datetime(2023, 1, 1, tzinfo=UTC)).whole == 45


def test_the_same_value_twice_is_refused(session: Session, actor: Actor) -> None:
    enter(actor, "60", date(2024, 1, 1))
    with pytest.raises(Conflict):
        enter(actor, "60", date(2024, 1, 1))


def test_a_value_needs_its_citation(session: Session, actor: Actor) -> None:
    with pytest.raises(DomainError) as refused, transaction() as writing:
        services.set_value(
            writing,
            NOTICE,
            value="60",
            valid_from=DAY,
            citation=" ",
            confidence=Confidence.CONFIRMED,
            actor=actor,
            now=LATER,
        )
    assert refused.value.field == "citation"


def test_a_withdrawn_value_never_began(session: Session, actor: Actor) -> None:
    value_id = enter(actor, "60", date(2024, 1, 1))
    with transaction() as writing:
        services.withdraw_value(writing, value_id, reason="Nhầm", actor=actor, now=LATER)

    assert queries.in_force(session, NOTICE, DAY).whole == 45
    with pytest.raises(Conflict), transaction() as writing:
        services.withdraw_value(writing, value_id, reason="Nhầm", actor=actor, now=LATER)
    first = queries.history(session, NOTICE)[-1].id
    with pytest.raises(DomainError), transaction() as writing:
        services.withdraw_value(writing, first, reason="Nhầm", actor=actor, now=LATER)
    with pytest.raises(NotFound), transaction() as writing:
        services.withdraw_value(writing, 999, reason="Nhầm", actor=actor, now=LATER)


def test_the_first_value_stays_for_the_days_before_the_next(session: Session, actor: Actor) -> None:
    enter(actor, "60", date(2024, 1, 1))
    first = queries.history(session, NOTICE)[-1].id
    with pytest.raises(DomainError), transaction() as writing:
        services.withdraw_value(writing, first, reason="Nhầm", actor=actor, now=LATER)
    assert queries.in_force(session, NOTICE, date(2023, 12, 31)).whole == 45


def test_a_value_answers_only_for_what_it_is(session: Session) -> None:
    assert queries.in_force(session, PolicyKind.CREDIT_OLD, DAY).yes
    with pytest.raises(TypeError):
        _ = queries.in_force(session, TERM_END, DAY).whole
    with pytest.raises(TypeError):
        _ = queries.in_force(session, PolicyKind.CREDIT_OLD, DAY).whole
    with pytest.raises(TypeError):
        _ = queries.in_force(session, NOTICE, DAY).amount
    with pytest.raises(TypeError):
        _ = queries.in_force(session, NOTICE, DAY).yes


def test_the_table_only_grows(session: Session) -> None:
    for statement in ("UPDATE policy_value SET value = '1'", "DELETE FROM policy_value"):
        with pytest.raises(DBAPIError):
            session.connection(execution_options={"migrates": True}).execute(text(statement))
        session.rollback()


def test_what_nothing_reads_is_readable_and_not_offered(
    session: Session, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older program entered it: its words stay, it is frozen into no report, and no value is added."""
    monkeypatch.delitem(OFFERED, PolicyKind.BASE_SALARY)
    assert len(queries.history(session, PolicyKind.BASE_SALARY)) == 4
    assert PolicyKind.BASE_SALARY not in queries.values_in_force(session, DAY)
    assert PolicyKind.BASE_SALARY not in [page.policy.kind for page in queries.policy_pages(session, day=DAY)]
    with pytest.raises(NotFound):
        enter(actor, "2340000", DAY, kind=PolicyKind.BASE_SALARY)
