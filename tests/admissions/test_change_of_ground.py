"""A change of ground has two halves, and neither stands alone; an entry put right keeps what is owed about it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries import stay_page, term_cache_problems
from rehab_center.admissions.rules.facts import StayCorrection
from rehab_center.admissions.rules.movements import MovementKind, State
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.services import convert_stay, correct_stay
from rehab_center.db import transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.errors import Conflict, ReasonNeeded
from rehab_center.permissions import EVERYWHERE, Scope
from rehab_center.tasks.queries import of_subject
from rehab_center.tasks.services import record_document_received
from tests.admissions.stays import NOW, Centre, paper, stay_facts

CHANGED_ON = date(2024, 3, 10)


PAPERS = Scope()
"""What is owed but for the health check, which every newcomer waits for."""


def _state(session: Session, stay_id: int) -> State:
    session.rollback()
    session.expire_all()
    assert list(term_cache_problems(session)) == []
    return stay_page(session, stay_id, scope=EVERYWHERE, as_of=date(2024, 6, 14)).state.state


def _movement(session: Session, stay_id: int, kind: MovementKind) -> int:
    rows = select(Movement.id).where(Movement.admission_id == stay_id, Movement.kind == kind)
    return list(session.scalars(rows.order_by(Movement.id)))[-1]


def _correct(centre: Centre, session: Session, stay_id: int, admitted_on: date) -> None:
    stay = session.get_one(Admission, stay_id)
    correction = StayCorrection(
        file_code=stay.file_code,
        admitted_on=admitted_on,
        term_start_on=stay.term_start_on,
        months=stay.months,
        credit_days=stay.credit_days,
        decision_effective_on=stay.decision_effective_on,
        times_treated=stay.times_treated,
        regime=Regime(stay.regime),
        note=stay.note,
    )
    version = stay.version
    with transaction() as writing:
        correct_stay(
            writing,
            stay_id,
            correction=correction,
            expected_version=version,
            reason="Sổ ghi ngày khác",
            actor=centre.actor,
            now=NOW,
        )


@pytest.fixture
def changed(centre: Centre) -> tuple[int, int]:
    """A temporary stay, and the compulsory one it became."""
    held = centre.admit(kind=StayKind.TEMPORARY, months=None, decision=None, admitted_on=date(2024, 2, 20))
    with transaction() as session:
        return held, convert_stay(session, held, facts=stay_facts(admitted_on=CHANGED_ON), actor=centre.actor, now=NOW)


@pytest.mark.parametrize("half", [MovementKind.CONVERTED_IN, MovementKind.CONVERTED_OUT])
def test_voiding_one_half_voids_both(
    session: Session, centre: Centre, changed: tuple[int, int], half: MovementKind
) -> None:
    held, following = changed
    centre.void(_movement(session, following if half is MovementKind.CONVERTED_IN else held, half))
    assert (_state(session, held), _state(session, following)) == (State.PRESENT, State.NOT_ENTERED)
    voids = session.scalars(select(Movement).where(Movement.kind == MovementKind.VOIDED)).all()
    assert {void.admission_id for void in voids} == {held, following}


def test_a_change_with_something_after_it_stays(session: Session, centre: Centre, changed: tuple[int, int]) -> None:
    held, following = changed
    centre.move(following, MovementKind.ESCAPED, date(2024, 5, 1))
    out = _movement(session, held, MovementKind.CONVERTED_OUT)
    session.rollback()
    with pytest.raises(Conflict):
        centre.void(out)
    assert (_state(session, held), _state(session, following)) == (State.LEFT, State.ESCAPED)


def test_it_can_be_entered_again(session: Session, centre: Centre, changed: tuple[int, int]) -> None:
    held, following = changed
    centre.void(_movement(session, following, MovementKind.CONVERTED_IN))
    with transaction() as writing:
        facts = stay_facts(admitted_on=CHANGED_ON + timedelta(days=1))
        again = convert_stay(writing, held, facts=facts, actor=centre.actor, now=NOW)
    assert (_state(session, held), _state(session, again)) == (State.LEFT, State.PRESENT)


def test_days_away_are_not_among_those_taken_off(centre: Centre) -> None:
    """L120 Đ37.2: what the gate takes off by itself is what nobody is asked about."""
    held = centre.admit(kind=StayKind.TEMPORARY, months=None, decision=None, admitted_on=date(2024, 2, 20))
    centre.move(held, MovementKind.ESCAPED, date(2024, 2, 24))
    centre.move(held, MovementKind.RETURNED, date(2024, 2, 29))

    def convert(days: int) -> int:
        facts = stay_facts(admitted_on=CHANGED_ON, credit_days=days)
        with transaction() as session:
            return convert_stay(session, held, facts=facts, actor=centre.actor, now=NOW)

    with pytest.raises(ReasonNeeded) as asked:
        convert(19)
    assert [finding.rule for finding in asked.value.findings] == ["credit-not-as-held"]
    assert convert(14) > held


def test_its_day_is_not_moved_on_one_side(session: Session, centre: Centre, changed: tuple[int, int]) -> None:
    with pytest.raises(Conflict) as refused:
        _correct(centre, session, changed[1], CHANGED_ON + timedelta(days=3))
    assert refused.value.field == "admitted_on"


def test_an_entry_put_right_still_owes_its_paper(session: Session, centre: Centre) -> None:
    stay_id = centre.admit(kind=StayKind.VOLUNTARY, months=12, decision=None)
    (owed,) = of_subject(session, "movement", _movement(session, stay_id, MovementKind.ADMITTED), scope=PAPERS)
    _correct(centre, session, stay_id, date(2024, 3, 11))
    (still,) = of_subject(session, "movement", _movement(session, stay_id, MovementKind.ADMITTED), scope=PAPERS)
    assert (still.is_open, still.what, still.due_at) == (True, owed.what, owed.due_at)


def test_an_entry_put_right_keeps_the_paper_that_came_later(session: Session, centre: Centre) -> None:
    stay_id = centre.admit(kind=StayKind.VOLUNTARY, months=12, decision=None)
    (owed,) = of_subject(session, "movement", _movement(session, stay_id, MovementKind.ADMITTED), scope=PAPERS)
    with transaction() as writing:
        document_id = record_document_received(
            writing,
            owed.id,
            facts=paper(DocumentKind.OTHER),
            scan=None,
            folder=None,
            expected_version=owed.version,
            actor=centre.actor,
            now=NOW,
        )
    _correct(centre, session, stay_id, date(2024, 3, 11))
    entry = session.get_one(Movement, _movement(session, stay_id, MovementKind.ADMITTED))
    assert entry.document_id == document_id
    assert not [task for task in of_subject(session, "movement", entry.id, scope=PAPERS) if task.is_open]
