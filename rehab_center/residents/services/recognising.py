"""Keeping the unit of a person's address in step with what is written."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from rehab_center.communes.queries import recognised
from rehab_center.communes.rules.matching import Match
from rehab_center.residents.models import Resident
from rehab_center.residents.queries import written_home


def recognise_home(session: Session, resident: Resident, *, today: date) -> Match:
    """Set the unit of an address that was just written; none where it may be several, or is not known."""
    found = recognised(session, written_home(resident), today=today)
    key = found.unit.key if found.unit else None
    if resident.commune_code != key:
        resident.commune_code = key
    return found
