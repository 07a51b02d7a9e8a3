"""The bed somebody has when the program comes: asked on the form of an opening, given from now on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.opening_parts import OpeningPart, OpeningQuestion
from rehab_center.errors import DomainError
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.placements.queries.house import BedSpot, has_beds, house
from rehab_center.placements.services.place import PlaceFacts, give_bed

_BED = "opening_bed"


def _ask(session: Session, stay: Admission, *, today: date) -> Sequence[OpeningQuestion]:
    """The free beds, for somebody in the building who has none."""
    if not has_beds(session, stay.facility_id):
        return ()
    found = house(session, stay.facility_id, as_of=today, scope=EVERYWHERE)
    dweller = found.dwellers.get(stay.id)
    if dweller is None or not dweller.present or dweller.bed_id is not None:
        return ()
    free = tuple(
        (str(bed.id), BedSpot(room, bed).words)
        for room in found.rooms
        for bed in room.beds
        if bed.dweller is None and bed.outage is None
    )
    return (OpeningQuestion(_BED, _l("Bed"), free),) if free else ()


def _write(
    session: Session, stay: Admission, answers: Mapping[str, str], *, book: str, actor: Actor, now: datetime
) -> None:
    try:
        give_bed(session, stay.id, int(answers[_BED]), facts=PlaceFacts(now), reason=book, actor=actor, now=now)
    except DomainError as error:
        raise DomainError(error.message, field=_BED) from None


PART = OpeningPart(_l("Place"), _ask, _write)
