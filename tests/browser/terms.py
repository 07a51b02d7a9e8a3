"""A term whose end a paper gives, somebody who may check terms by another paper, and a stay out of an old book."""

from __future__ import annotations

from datetime import date
from typing import Any

from rehab_center import clock
from rehab_center.admissions.rules.facts import OverrideFacts
from rehab_center.admissions.rules.movements import State
from rehab_center.admissions.rules.term_opening import OpeningFacts
from rehab_center.admissions.rules.term_override import OverrideReason
from rehab_center.admissions.services import delegate_checking, override_term, state_opening
from rehab_center.db import transaction
from rehab_center.permissions import Role
from tests.admissions.stays import SECOND, Centre, decision, paper
from tests.factories import make_account


def furnish(centre: Centre) -> dict[str, Any]:
    """Gives the ids."""
    stay_id, now = centre.admit(), clock.now()
    account_id = make_account("kiem.thay", Role.DUTY, facility_id=centre.facility_id)
    facts = OverrideFacts(date(2025, 6, 30), OverrideReason.OTHER, paper(), "Tòa trừ thêm thời gian tạm giữ")
    with transaction() as session:
        override_id = override_term(session, stay_id, facts=facts, seen_calculation=1, actor=SECOND, now=now)
    with transaction() as session:
        delegation_id = delegate_checking(
            session,
            account_id=account_id,
            facility_id=centre.facility_id,
            paper=paper(),
            valid_from=clock.day_of(now),
            valid_to=clock.day_of(now),
            actor=SECOND,
            now=now,
        )
    return {"override_id": override_id, "delegation_id": delegation_id} | _out_of_an_old_book(centre)


def _out_of_an_old_book(centre: Centre) -> dict[str, Any]:
    """A stay from before the day from which the book is complete, with an end that is another one than the book's."""
    stay_id = centre.admit(
        centre.person("Lê Văn Mở"),
        admitted_on=date(2019, 12, 1),
        decision=decision(date(2019, 11, 20)),
        months=24,
        reason="Sổ cũ",
    )
    facts = OpeningFacts(date(2019, 12, 31), 5, book_end_on=date(2022, 1, 6), state=State.ESCAPED, paper=paper())
    with transaction() as session:
        opening_id = state_opening(session, stay_id, facts=facts, seen_id=0, actor=SECOND, now=clock.now())
    return {
        "opening_id": opening_id,
        "/admissions/<int:stay_id>/opening stay_id": stay_id,
        "/admissions/<int:stay_id>/opening/void stay_id": stay_id,
    }
