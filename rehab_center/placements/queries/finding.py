"""Finding the person that a typed code means."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.errors import DomainError
from rehab_center.names import clean
from rehab_center.permissions import Scope
from rehab_center.residents.models import Resident
from rehab_center.residents.queries import within
from rehab_center.words import N_, message


def person_by_code(session: Session, text: str, *, scope: Scope, field: str | None = None) -> int:
    """The person of a file code or person code, capitals or not. Raises DomainError at ``field`` for any other."""
    code = clean(text).upper()
    stays = select(Admission.resident_id, Admission.facility_id).where(func.upper(Admission.file_code) == code)
    found = {row.resident_id for row in session.execute(stays) if scope.covers(row.facility_id)}
    if not found:
        found = set(session.scalars(select(Resident.id).where(func.upper(Resident.code) == code, within(scope))))
    if len(found) != 1:
        raise DomainError(message(N_("Nobody has the code %(code)s"), code=clean(text)), field=field)
    return int(next(iter(found)))
