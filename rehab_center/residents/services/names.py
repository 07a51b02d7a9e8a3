"""Keeping what a person is found and listed by in step with the person's names."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.names import sort_key
from rehab_center.residents.models import Alias, Resident
from rehab_center.residents.rules.searching import search_key


def refresh_keys(session: Session, resident: Resident) -> None:
    """Compute both keys anew from the name and the other names that stand."""
    others: list[str] = []
    if resident.id is not None:
        others = list(
            session.scalars(
                select(Alias.name)
                .where(Alias.resident_id == resident.id, Alias.withdrawn_at.is_(None))
                .order_by(Alias.id)
            )
        )
    resident.search_key = search_key([resident.full_name, *others])
    resident.sort_key = sort_key(resident.full_name)
    if resident.id is not None:
        session.flush()
