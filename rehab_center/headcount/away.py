"""Who is on the books and not here, since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.rules.movements import AFTER, MovementKind, State
from rehab_center.clock import moment_of
from rehab_center.headcount import ledger
from rehab_center.permissions import Scope
from rehab_center.residents.models import Resident

AWAY = (State.ESCAPED, State.IN_HOSPITAL, State.ON_LEAVE, State.TAKEN_OUT)
"""Where somebody on the books is while not in the centre, and will be brought or come back."""


@dataclass(frozen=True)
class Away:
    """Somebody on the books who is not here: since which movement, on what day, at what time where it was noted."""

    resident_id: int
    stay_id: int
    name: str
    file_code: str
    state: State
    movement_id: int
    since: date
    time: str | None

    @property
    def since_at(self) -> datetime:
        """When it began; the day's beginning where nobody noted the time, so that no wait looks shorter than it is."""
        hour, minute = (int(part) for part in (self.time or "00:00").split(":"))
        return moment_of(self.since, hour, minute)


def away(session: Session, *, as_of: date, scope: Scope) -> tuple[Away, ...]:
    """Everybody away at the end of ``as_of``, who has been away longest first."""
    last = ledger.last_movements(as_of, None)
    rows = session.execute(
        select(Resident.id, Admission.id, Resident.full_name, Admission.file_code, last.c.kind, last.c.id,
               last.c.effective_on, Movement.effective_time)
        .select_from(last)
        .join(Movement, Movement.id == last.c.id)
        .join(Admission, Admission.id == last.c.admission_id)
        .join(Resident, Resident.id == Admission.resident_id)
        .where(last.c.kind.in_(ledger.kinds_leading_to(AWAY)), ledger.in_scope(scope))
        .order_by(last.c.effective_on, last.c.id)
    )  # fmt: skip
    return tuple(
        Away(person, stay, name, code, AFTER[MovementKind(kind)], movement, since, time)
        for person, stay, name, code, kind, movement, since, time in rows
    )
