"""A convention that changes moves the terms that were calculated by it, in the same act."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, TermEntry
from rehab_center.admissions.queries import term_cache_problems
from rehab_center.admissions.queries.conventions import TERM_POLICIES
from rehab_center.dated import Confidence
from rehab_center.db import transaction
from rehab_center.errors import DomainError
from rehab_center.policies import queries as policies
from rehab_center.policies.rules import PolicyKind
from rehab_center.policies.services import set_value, withdraw_value
from tests.admissions.stays import NOW, Centre

TERM_END = PolicyKind.TERM_END_CONVENTION


def _enter(centre: Centre, valid_from: date, value: str = "day-before", kind: PolicyKind = TERM_END) -> int:
    with transaction() as session:
        return set_value(
            session,
            kind,
            value=value,
            valid_from=valid_from,
            citation="QĐ 7/QĐ-CS",
            confidence=Confidence.CONFIRMED,
            actor=centre.actor,
            now=NOW,
        )


def _ends(session: Session) -> list[date | None]:
    session.rollback()
    session.expire_all()
    assert list(term_cache_problems(session)) == []
    return list(session.scalars(select(Admission.term_end_on).order_by(Admission.id)))


@pytest.fixture
def stays(centre: Centre) -> tuple[int, int]:
    """One whose term began on 10/03/2024, one whose term began on 01/02/2023."""
    earlier = {"admitted_on": date(2023, 2, 1), "months": 24}
    return centre.admit(), centre.admit(reason="Sổ cũ", **earlier)


def test_a_new_convention_moves_the_terms_it_is_about(session: Session, centre: Centre, stays: object) -> None:
    assert _ends(session) == [date(2025, 9, 10), date(2025, 2, 1)]
    _enter(centre, date(2024, 1, 1))
    assert _ends(session) == [date(2025, 9, 9), date(2025, 2, 1)]
    lines = session.execute(select(TermEntry.admission_id, TermEntry.calculation).order_by(TermEntry.id)).all()
    assert [tuple(line) for line in lines] == [(1, 1), (2, 1), (1, 2)]


def test_taking_it_out_moves_them_back(session: Session, centre: Centre, stays: object) -> None:
    value_id = _enter(centre, date(2024, 1, 1))
    with transaction() as writing:
        withdraw_value(writing, value_id, reason="Nhầm", actor=centre.actor, now=NOW)
    assert _ends(session) == [date(2025, 9, 10), date(2025, 2, 1)]


def test_no_stay_is_left_without_a_convention(session: Session, centre: Centre, stays: object) -> None:
    _enter(centre, date(2024, 1, 1))
    first = policies.history(session, TERM_END)[-1].id
    with pytest.raises(DomainError), transaction() as writing:
        withdraw_value(writing, first, reason="Nhầm", actor=centre.actor, now=NOW)
    assert _ends(session) == [date(2025, 9, 9), date(2025, 2, 1)]


def test_every_policy_a_term_rests_on_is_known(session: Session, centre: Centre) -> None:
    stay_id = centre.admit(credit_days=5)
    read = set(session.scalars(select(TermEntry.policy_value_id).where(TermEntry.admission_id == stay_id)))
    kinds = {policies.entry(session, value_id).kind for value_id in read if value_id is not None}
    assert kinds <= TERM_POLICIES
