"""Belongings through the services: slips in one book, nothing edited, and what is owed to somebody who leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.queries import plan_movement
from rehab_center.admissions.rules.facts import MoveFacts
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.services import convert_stay
from rehab_center.audit.models import AuditEntry
from rehab_center.belongings.kinds import Currency, Standing, ThingKind
from rehab_center.belongings.models import Belonging, BelongingsSlip
from rehab_center.belongings.queries import BelongingsPage, KeptCount, belongings_page, kept_counts, slip_page
from rehab_center.belongings.rules import SlipFacts, ThingFacts
from rehab_center.belongings.services import give_back, take_in, void_return, void_thing
from rehab_center.db import transaction
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.findings import Severity
from rehab_center.permissions import EVERYWHERE, Scope
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import open_tasks
from tests.admissions.stays import NOW, Centre, decision, stay_facts

SLIP = SlipFacts(date(2024, 3, 10), "Trần Văn An", "Lê Văn Gác")
COAT = ThingFacts(ThingKind.THING, "Áo khoác", 2)
CASH = ThingFacts(ThingKind.MONEY, amount=Decimal("1500000"), currency=Currency.VND)
LEFT_ON = date(2024, 6, 10)


def taken(centre: Centre, stay: int, *things: ThingFacts, slip: SlipFacts = SLIP) -> int:
    """A slip of things taken in."""
    with transaction() as session:
        return take_in(session, stay, slip=slip, things=things or (COAT, CASH), actor=centre.actor, now=NOW)


def given(centre: Centre, stay: int, *thing_ids: int) -> int:
    """A slip of things given back."""
    slip = replace(SLIP, happened_on=LEFT_ON, signed=True)
    with transaction() as session:
        return give_back(session, stay, slip=slip, thing_ids=thing_ids, actor=centre.actor, now=NOW)


def voided(centre: Centre, void: Any, stay: int, thing_id: int, reason: str = "Ghi nhầm") -> None:
    """A line taken back."""
    with transaction() as session:
        void(session, stay, thing_id, reason=reason, actor=centre.actor, now=NOW)


def page(session: Session, stay: int) -> BelongingsPage:
    session.rollback()
    session.expire_all()
    return belongings_page(session, stay, scope=EVERYWHERE)


def owed(session: Session) -> int:
    session.rollback()
    return sum(task.kind is TaskKind.BELONGINGS for task in open_tasks(session, scope=EVERYWHERE))


def leave(centre: Centre, stay: int) -> int:
    return centre.move(stay, MovementKind.TRANSFERRED_OUT, LEFT_ON)


# --- in and out -------------------------------------------------------------------------------------------------------


def test_taken_in_and_given_back(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    slip_id = taken(centre, stay)
    coat, cash = page(session, stay).things
    assert (coat.facts.quantity, cash.facts.amount, cash.facts.description) == (2, Decimal("1500000"), "Tiền mặt")
    assert kept_counts(session, [stay]) == {stay: KeptCount(2, 2)}
    back = given(centre, stay, coat.id)
    assert [thing.standing for thing in page(session, stay).things] == [Standing.RETURNED, Standing.KEPT]
    assert kept_counts(session, [stay]) == {stay: KeptCount(2, 1)}
    assert [thing.id for thing in slip_page(session, stay, slip_id, scope=EVERYWHERE)[1]] == [coat.id, cash.id]
    assert [thing.id for thing in slip_page(session, stay, back, scope=EVERYWHERE)[1]] == [coat.id]


def test_money_keeps_its_digits(session: Session, centre: Centre) -> None:
    taken(centre, centre.admit(), replace(CASH, amount=Decimal("20.50"), currency=Currency.USD))
    assert str(session.scalars(select(Belonging.amount)).one()) == "20.50"


def test_slips_are_numbered_in_one_book_a_year(session: Session, centre: Centre) -> None:
    stay, other = centre.admit(), centre.admit()
    taken(centre, stay)
    given(centre, stay, page(session, stay).things[0].id)
    taken(centre, other)
    assert session.scalars(select(BelongingsSlip.number).order_by(BelongingsSlip.id)).all() == [1, 2, 3]


def test_nothing_typed_and_nothing_chosen_are_refused(centre: Centre) -> None:
    stay = centre.admit()
    with transaction() as session, pytest.raises(DomainError) as empty:
        take_in(session, stay, slip=SLIP, things=[], actor=centre.actor, now=NOW)
    assert empty.value.code == "nothing-typed"
    with pytest.raises(DomainError) as unchosen:
        given(centre, stay)
    assert unchosen.value.field == "things"


def test_what_is_gone_cannot_be_given_again(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    taken(centre, stay)
    coat, cash = page(session, stay).things
    given(centre, stay, coat.id)
    voided(centre, void_thing, stay, cash.id)
    for thing in (coat, cash):
        with pytest.raises(Conflict):
            given(centre, stay, thing.id)
        with pytest.raises(Conflict):
            voided(centre, void_thing, stay, thing.id)


def test_a_wrong_line_leaves_the_slip_and_stays_readable(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    slip_id = taken(centre, stay)
    coat, cash = page(session, stay).things
    with pytest.raises(DomainError):
        voided(centre, void_thing, stay, coat.id, reason=" ")
    voided(centre, void_thing, stay, coat.id, reason="Của người khác")
    assert [thing.id for thing in slip_page(session, stay, slip_id, scope=EVERYWHERE)[1]] == [cash.id]
    line = page(session, stay).things[0]
    assert (line.standing, line.fates[0].reason) == (Standing.VOIDED, "Của người khác")
    assert kept_counts(session, [stay]) == {stay: KeptCount(1, 1)}


def test_a_stranger_finds_nothing(session: Session, centre: Centre) -> None:
    stay, other = centre.admit(), centre.admit()
    slip_id = taken(centre, stay)
    nobody = Scope(frozenset({999}))
    with pytest.raises(NotFound):
        belongings_page(session, stay, scope=nobody)
    with pytest.raises(NotFound):
        slip_page(session, stay, slip_id, scope=nobody)
    with pytest.raises(NotFound):
        slip_page(session, other, slip_id, scope=EVERYWHERE)


# --- when somebody leaves ---------------------------------------------------------------------------------------------


def test_leaving_reminds_and_owes_until_all_is_given_back(session: Session, centre: Centre) -> None:
    """The centre respects the person's property: L73 Đ35.6b; L120 Đ46.2b."""
    stay = centre.admit()
    taken(centre, stay)
    facts = MoveFacts(MovementKind.TRANSFERRED_OUT, LEFT_ON)
    plan = plan_movement(session, stay, facts=facts, scope=EVERYWHERE, now=NOW)
    assert [one.severity for one in plan.findings if one.rule == "belongings"] == [Severity.REMIND]
    leave(centre, stay)
    assert owed(session) == 1
    coat, cash = page(session, stay).things
    given(centre, stay, coat.id)
    assert owed(session) == 1
    given(centre, stay, cash.id)
    assert owed(session) == 0
    voided(centre, void_return, stay, cash.id, reason="Chưa ký nhận")
    assert owed(session) == 1
    voided(centre, void_thing, stay, cash.id)
    assert owed(session) == 0


def test_without_belongings_nothing_is_owed(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    leave(centre, stay)
    assert owed(session) == 0


def test_an_exit_taken_back_owes_nothing_any_more(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    taken(centre, stay)
    centre.void(leave(centre, stay))
    assert owed(session) == 0


def test_an_escape_is_no_exit(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    taken(centre, stay)
    centre.move(stay, MovementKind.ESCAPED, LEFT_ON)
    assert owed(session) == 0


def test_what_was_kept_before_a_change_of_ground_is_given_back_after_it(session: Session, centre: Centre) -> None:
    held = centre.admit(kind=StayKind.TEMPORARY, months=None, decision=None)
    taken(centre, held)
    with transaction() as writing:
        new = convert_stay(
            writing,
            held,
            facts=stay_facts(admitted_on=date(2024, 3, 20), decision=decision(date(2024, 3, 18))),
            actor=centre.actor,
            now=NOW,
        )
    assert owed(session) == 0
    assert len(page(session, new).kept) == 2
    leave(centre, new)
    assert owed(session) == 1
    given(centre, new, *(thing.id for thing in page(session, new).kept))
    assert owed(session) == 0
    assert page(session, new).kept == page(session, held).kept == ()


def test_each_act_is_in_the_log(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    taken(centre, stay)
    coat = page(session, stay).things[0]
    given(centre, stay, coat.id)
    voided(centre, void_return, stay, coat.id)
    voided(centre, void_thing, stay, coat.id)
    acts = [
        act for act in session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)) if act.startswith("belongings.")
    ]
    assert acts == ["belongings.taken", "belongings.returned", "belongings.return-voided", "belongings.voided"]
