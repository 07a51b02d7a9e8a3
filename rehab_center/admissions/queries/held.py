"""Who is held temporarily and may change over once the court has decided, with the days each is credited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.ledger import movements_of
from rehab_center.admissions.rules.held import held_days
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.rules.sequence import state_of
from rehab_center.permissions import Scope
from rehab_center.residents.models import Resident
from rehab_center.residents.queries import PersonName, name_of, numbers_of
from rehab_center.residents.queries.order import listed_by


@dataclass(frozen=True)
class Held:
    """Somebody held temporarily: since when, and the days a change of ground would credit."""

    stay_id: int
    person: PersonName
    number: str | None
    file_code: str
    admitted_on: date
    days: int


def held_people(session: Session, facility_id: int, *, scope: Scope, day: date) -> tuple[Held, ...]:
    """Everybody under care on a temporary stay at the end of ``day``, in the order of lists."""
    if not scope.covers(facility_id):
        return ()
    rows = session.execute(
        select(Admission, Resident)
        .join(Resident, Resident.id == Admission.resident_id)
        .where(
            Admission.facility_id == facility_id,
            Admission.kind == StayKind.TEMPORARY.value,
            Admission.admitted_on <= day,
        )
        .order_by(listed_by(session), Admission.id)
    ).all()
    movements = movements_of(session, [stay.id for stay, _ in rows])
    here = [(stay, person) for stay, person in rows if state_of(movements[stay.id], as_of=day).under_care]
    numbers = numbers_of(session, [person.id for _, person in here])
    return tuple(
        Held(
            stay_id=stay.id,
            person=name_of(person),
            number=numbers.get(person.id),
            file_code=stay.file_code,
            admitted_on=stay.admitted_on,
            days=held_days(movements[stay.id], day),
        )
        for stay, person in here
    )
