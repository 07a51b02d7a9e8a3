"""A term whose end a paper gives, and somebody who may check terms by another paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from rehab_center import clock
from rehab_center.admissions.rules.facts import OverrideFacts
from rehab_center.admissions.rules.term_override import OverrideReason
from rehab_center.admissions.services import delegate_checking, override_term
from rehab_center.db import transaction
from rehab_center.permissions import Role
from tests.admissions.stays import SECOND, Centre, paper
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
    return {"override_id": override_id, "delegation_id": delegation_id}
