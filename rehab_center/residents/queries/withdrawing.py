"""Who may take an identity paper away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.authors import author_of
from rehab_center.permissions import Actor, Permission
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.tasks.taking_back import Way, way_of


def way_to_withdraw(session: Session, paper_id: int, *, actor: Actor, now: datetime) -> Way:
    """How somebody may take an identity paper away: alone, as the second person, or by asking."""
    author = author_of(session, "identity_paper", paper_id)
    written_at = author.written_at if author else now
    return way_of(
        actor,
        author=author.name if author else None,
        written_at=written_at,
        now=now,
        hours=whole_on(session, PolicyKind.TAKE_BACK_HOURS, clock.day_of(written_at)),
        right=Permission.PEOPLE_EDIT,
    )
