"""Bringing the terms of all stays into step when a convention they were calculated by has changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.caches import stays_out_of_step
from rehab_center.admissions.queries.conventions import forget_policies
from rehab_center.admissions.services.ledger import recompute_term
from rehab_center.permissions import Actor


def refresh_terms(session: Session, *, actor: Actor, now: datetime) -> int:
    """Calculate anew every term that no longer comes out as it is kept; gives how many. No entry in the log.

    In every centre, whatever the actor's scope: a convention holds for all of them. Raises DomainError where a stay
    would be left without one.
    """
    forget_policies(session)
    found = list(stays_out_of_step(session))
    for stay_id in found:
        recompute_term(session, session.get_one(Admission, stay_id), actor=actor, now=now)
    return len(found)
