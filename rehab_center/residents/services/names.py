"""Keeping what a person is found and listed by in step with the person's names."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.audit.recorder import record
from rehab_center.names import sort_key, written_key
from rehab_center.permissions import Actor
from rehab_center.residents.models import Alias, Resident
from rehab_center.residents.rules.searching import search_key


def refresh_keys(session: Session, resident: Resident) -> None:
    """Compute all keys anew from the name and the other names that stand."""
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
    resident.written_key = written_key(resident.full_name)
    if resident.id is not None:
        session.flush()


def fill_written_keys(session: Session, *, actor: Actor, now: datetime) -> int:
    """Give the rows from before it their key by the name as written, up to a thousand of them; gives how many."""
    without = select(Resident).where(Resident.written_key.is_(None)).order_by(Resident.id).limit(1000)
    residents = session.scalars(without).all()
    for resident in residents:
        resident.written_key = written_key(resident.full_name)
    if residents:
        session.flush()
        record("resident.order_keys_filled", actor=actor, at=now, details={"rows": len(residents)})
    return len(residents)
