"""A person known to two centres: what one of them did in its own rows is not in the other's log."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.services import MoveFacts, admit, record_movement
from rehab_center.audit import queries
from rehab_center.audit.conditions import Window
from rehab_center.audit.kin import kin_of
from rehab_center.db import transaction
from rehab_center.errors import NotFound
from rehab_center.permissions import Actor, Scope
from rehab_center.web.list_state import ListState
from tests.admissions.stays import NOW, Centre, make_centre, stay_facts
from tests.residents.persons import make_facility


@pytest.fixture
def centre(session: Session, actor: Actor) -> Centre:
    """Where the person was first."""
    return make_centre(actor)


def _acts(session: Session, facility_id: int) -> list[tuple[int, str]]:
    session.rollback()
    window = Window(ListState(), Scope(frozenset({facility_id})), kin_of(session, "resident", 1))
    return [(line.number, line.act) for line in queries.entries_before(session, window, None, limit=50)]


def test_each_centre_reads_what_it_did(session: Session, centre: Centre, actor: Actor) -> None:
    person = centre.person("Trần Văn Chung")
    stay = centre.admit(person)
    centre.move(stay, MovementKind.TRANSFERRED_OUT, date(2024, 4, 1))
    other = make_facility(actor, "B")
    facts = stay_facts(admitted_on=date(2024, 4, 1), entry=MovementKind.TRANSFERRED_IN)
    with transaction() as writing:
        there = admit(writing, resident_id=person, facility_id=other, facts=facts, actor=actor, now=NOW)
    before = queries.last_number(session)
    session.rollback()
    to_hospital = MoveFacts(MovementKind.TO_HOSPITAL, date(2024, 5, 1))
    with transaction() as writing:
        record_movement(writing, there, facts=to_hospital, actor=actor, now=NOW)

    here, elsewhere = _acts(session, centre.facility_id), _acts(session, other)
    assert [act for _number, act in here] == ["stay.moved", "stay.admitted", "resident.entered"]
    assert [act for _number, act in elsewhere] == ["stay.moved", "stay.admitted", "resident.entered"]
    assert set(here) & set(elsewhere) == {here[-1]}  # who somebody is, both know
    with pytest.raises(NotFound):
        queries.entry_page(session, before + 1, scope=Scope(frozenset({centre.facility_id})))
