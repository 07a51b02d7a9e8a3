"""What seldom changes is read once, and anew as soon as its tables have grown."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from rehab_center import clock, settled
from rehab_center.dated import Confidence
from rehab_center.db import db, transaction
from rehab_center.organisation.queries import facilities
from rehab_center.organisation.services import create_facility
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.policies import services as policies
from rehab_center.policies.queries import in_force, whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.residents.models import Resident
from tests.residents.persons import make_facility, make_person

DAY = date(2024, 6, 1)


def found(actor: Actor, code: str = "CS1") -> None:
    """A centre of this code."""
    with transaction() as session:
        create_facility(session, code=code, name=f"Cơ sở cai nghiện {code}", actor=actor, now=clock.now())


class Asked:
    """How often something was read."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def test_it_is_read_once_until_a_row_is_added(session: Session, actor: Actor) -> None:
    found(actor)
    read = Asked()
    for _request in range(3):
        assert settled.settled(session, "here", read) == 1
        db.session.remove()
    found(actor, "CS2")
    db.session.remove()
    assert settled.settled(db.session(), "here", read) == 2


def test_inside_a_transaction_the_table_itself_is_read(app: Flask) -> None:
    read = Asked()
    with app.app_context(), transaction() as session:
        assert [settled.settled(session, "inside", read) for _ in range(3)] == [1, 2, 3]


def test_a_new_value_is_there_with_the_next_request(session: Session, actor: Actor) -> None:
    found(actor)
    kind = PolicyKind.RELEASE_HOUR
    before = in_force(session, kind, DAY)
    db.session.remove()
    with transaction() as writing:
        said = {"value": "9", "valid_from": DAY, "citation": "Nội quy", "confidence": Confidence.CONFIRMED}
        policies.set_value(writing, kind, **said, actor=actor, now=clock.now())
    assert before.value != "09:00"
    assert in_force(db.session(), kind, DAY).value == "09:00"


def test_a_table_that_can_change_is_refused() -> None:
    with pytest.raises(ValueError, match="resident does not only grow"):
        settled.watch(Resident.id)


def test_what_is_kept_belongs_to_no_session(session: Session, actor: Actor) -> None:
    found(actor)
    first = facilities(session, scope=EVERYWHERE, day=DAY)
    assert whole_on(session, PolicyKind.TAKE_BACK_HOURS, DAY) > 0
    db.session.remove()
    assert facilities(db.session(), scope=EVERYWHERE, day=DAY) == first


def test_what_many_ask_is_read_once_between_two_acts(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    log, tables = Asked(), Asked()
    for _request in range(3):
        assert (settled.since_last_act(session, "log", log), settled.settled(session, "tables", tables)) == (1, 1)
        db.session.remove()
    make_person(actor, centre)  # an act that leaves the watched tables as they are
    db.session.remove()
    later = db.session()
    assert (settled.since_last_act(later, "log", log), settled.settled(later, "tables", tables)) == (2, 1)
