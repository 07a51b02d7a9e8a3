"""Health for the invented centre of the browser tests: the medical post may open the records."""

from __future__ import annotations

from sqlalchemy import select

from rehab_center import clock
from rehab_center.accounts.models import Account
from rehab_center.db import db, transaction
from rehab_center.health.services.record import assign_record
from rehab_center.permissions import Role
from tests.admissions.stays import Centre


def furnish(centre: Centre) -> None:
    """Assign the records of the centre to its medical account."""
    account_id = db.session.scalar(select(Account.id).where(Account.username == Role.MEDICAL.value)) or 0
    db.session.rollback()
    with transaction() as session:
        assign_record(
            session,
            account_id=account_id,
            facility_id=centre.facility_id,
            stay_id=None,
            granted=True,
            from_on=clock.today(),
            actor=centre.actor,
            now=clock.now(),
        )
