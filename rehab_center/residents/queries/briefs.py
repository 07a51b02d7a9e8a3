"""What two people are told apart by at the gate."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.residents.models import Resident
from rehab_center.residents.queries.people import numbers_of
from rehab_center.residents.queries.photos import latest_photos


@dataclass(frozen=True)
class PersonBrief:
    """What two people are told apart by, besides name and birth; ``photo_id`` is the latest photo's."""

    number: str | None
    home: str
    photo_id: int | None = None


def briefs_of(session: Session, ids: Collection[int]) -> dict[int, PersonBrief]:
    """Identity number, address and photo of some few persons. The caller has checked the scope."""
    numbers, photos = numbers_of(session, ids), latest_photos(session, ids)
    rows = session.scalars(select(Resident).where(Resident.id.in_(sorted(set(ids)))))
    return {row.id: PersonBrief(numbers.get(row.id), _home(row), photos.get(row.id)) for row in rows}


def _home(row: Resident) -> str:
    return ", ".join(part for part in (row.address, row.commune, row.district, row.province) if part)
