"""By which handovers somebody came under a stay, and who was delivered before and after: for going through them all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Handover, HandoverPerson


@dataclass(frozen=True)
class Neighbour:
    """Another person of the same handover whose stay can be opened."""

    full_name: str
    stay_id: int


@dataclass(frozen=True)
class Delivery:
    """A handover as the page of a stay speaks of it: the person's number among ``people``, and who is next to them.

    ``before`` and ``after`` pass over those who were refused or still wait: they have no stay.
    """

    handover_id: int
    delivering_unit: str
    delivered_on: date
    number: int
    people: int
    before: Neighbour | None
    after: Neighbour | None


def deliveries_of(session: Session, stay_id: int) -> tuple[Delivery, ...]:
    """The handovers that brought somebody into a stay, the latest first. The caller has checked the scope of the stay.

    Several where somebody was brought back. One statement.
    """
    here = select(HandoverPerson.handover_id).where(HandoverPerson.admission_id == stay_id)
    rows = session.execute(
        select(
            Handover.id,
            Handover.delivering_unit,
            Handover.delivered_on,
            HandoverPerson.position,
            HandoverPerson.full_name,
            HandoverPerson.admission_id,
        )
        .join(HandoverPerson, HandoverPerson.handover_id == Handover.id)
        .where(Handover.id.in_(here))
        .order_by(Handover.delivered_on.desc(), Handover.id.desc(), HandoverPerson.position)
    ).all()
    found = []
    for (handover_id, unit, day), some in groupby(rows, lambda row: (row.id, row.delivering_unit, row.delivered_on)):
        lines = list(enumerate(some, start=1))
        with_stay = [(place, Neighbour(row.full_name, row.admission_id)) for place, row in lines if row.admission_id]
        number = next(place for place, row in lines if row.admission_id == stay_id)
        before = [one for position, one in with_stay if position < number]
        after = [one for position, one in with_stay if position > number]
        found.append(
            Delivery(
                handover_id,
                unit,
                day,
                number,
                len(lines),
                before[-1] if before else None,
                after[0] if after else None,
            )
        )
    return tuple(found)
