"""Reading photos of persons."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center.errors import NotFound
from rehab_center.permissions import Scope
from rehab_center.residents.models import Photo
from rehab_center.residents.queries.people import load_resident
from rehab_center.words import N_, message


@dataclass(frozen=True)
class PhotoLine:
    """A photo; ``size`` in bytes."""

    id: int
    taken_on: date
    taken_by: str
    size: int
    created_at: datetime


def latest_photos(session: Session, resident_ids: Collection[int]) -> dict[int, int]:
    """The photo to know each person by: resident id -> photo id, the latest taken. The caller has checked the scope.

    Persons without a photo are left out.
    """
    wanted = sorted(set(resident_ids))
    order = func.row_number().over(partition_by=Photo.resident_id, order_by=(Photo.taken_on.desc(), Photo.id.desc()))
    found: dict[int, int] = {}
    for start in range(0, len(wanted), 500):
        ranked = (
            select(Photo.resident_id, Photo.id, order.label("place"))
            .where(Photo.resident_id.in_(wanted[start : start + 500]), Photo.withdrawn_at.is_(None))
            .subquery()
        )
        rows = session.execute(select(ranked.c.resident_id, ranked.c.id).where(ranked.c.place == 1))
        found |= {row.resident_id: row.id for row in rows}
    return found


def photos_of(session: Session, resident_id: int, *, scope: Scope) -> tuple[PhotoLine, ...]:
    """A person's photos, the latest taken first. Raises NotFound, outside the scope too."""
    load_resident(session, resident_id, scope=scope)
    rows = session.scalars(
        select(Photo)
        .where(Photo.resident_id == resident_id, Photo.withdrawn_at.is_(None))
        .order_by(Photo.taken_on.desc(), Photo.id.desc())
    )
    return tuple(PhotoLine(row.id, row.taken_on, row.taken_by, row.size, row.created_at) for row in rows)


def load_photo(session: Session, resident_id: int, photo_id: int, *, scope: Scope) -> Photo:
    """The row itself. Raises NotFound: none, withdrawn, somebody else's, or outside the scope."""
    load_resident(session, resident_id, scope=scope)
    photo = session.get(Photo, photo_id)
    if photo is None or photo.resident_id != resident_id or photo.withdrawn_at is not None:
        raise NotFound(message(N_("There is no such photo")))
    return photo
