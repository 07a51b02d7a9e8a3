"""Adding and withdrawing photos of a person."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.recorder import record
from rehab_center.documents import scans
from rehab_center.errors import DomainError
from rehab_center.permissions import Actor
from rehab_center.residents.models import Photo
from rehab_center.residents.portraits import Portrait
from rehab_center.residents.queries import load_resident
from rehab_center.residents.queries.photos import load_photo
from rehab_center.residents.services.enter import subject_of
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.services import close_deed
from rehab_center.words import N_, message

#: Stored beside the closed task as somebody's words would be.
_TAKEN = "Đã có ảnh"


def add_photo(
    session: Session,
    resident_id: int,
    *,
    portrait: Portrait,
    taken_on: date,
    folder: Path,
    actor: Actor,
    now: datetime,
) -> int:
    """Keep a photo of a person in ``folder`` and give its id; earlier ones stay.

    Raises NotFound for a stranger, DomainError for a day to come or a picture that is there already.
    """
    resident = load_resident(session, resident_id, scope=actor.scope)
    if taken_on > clock.day_of(now):
        raise DomainError(message(N_("%(day)s is still to come"), day=taken_on), field="taken_on")
    sha256 = scans.keep(folder, portrait.content)
    there = select(Photo.id).where(
        Photo.resident_id == resident_id, Photo.sha256 == sha256, Photo.withdrawn_at.is_(None)
    )
    if session.scalar(there) is not None:
        raise DomainError(message(N_("This very picture is there already")), field="photo", code="photo-there-already")
    photo = Photo(
        resident_id=resident_id,
        sha256=sha256,
        width=portrait.width,
        height=portrait.height,
        size=len(portrait.content),
        taken_on=taken_on,
        taken_by=actor.label,
        created_at=now,
    )
    session.add(photo)
    session.flush()
    close_deed(session, TaskKind.PHOTO, resident_id=resident_id, reason=_TAKEN, actor=actor, now=now)
    record("photo.added", actor=actor, at=now, about=subject_of(resident))
    return photo.id


def withdraw_photo(
    session: Session, resident_id: int, photo_id: int, *, reason: str, actor: Actor, now: datetime
) -> None:
    """Take away a photo that shows somebody else or is no use; its bytes stay, for the log speaks of them.

    Raises NotFound.
    """
    load_photo(session, resident_id, photo_id, scope=actor.scope).withdrawn_at = now
    resident = load_resident(session, resident_id, scope=actor.scope)
    record("photo.withdrawn", actor=actor, at=now, about=subject_of(resident), reason=reason)
