"""What a shift hands over to the next: numbers by zone, what happened, who is away and why, what is still owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from rehab_center import clock
from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.rules.movements import CARE_STATES, MovementKind, State
from rehab_center.permissions import Role, Scope
from rehab_center.placements.models import RollCheck
from rehab_center.placements.queries.house import House, house
from rehab_center.placements.queries.people import Dweller
from rehab_center.placements.queries.rolls import RollPage, roll_page
from rehab_center.residents.models import Resident
from rehab_center.tasks.queries import TaskLine, open_tasks

MOST_TASKS = 30


@dataclass(frozen=True)
class ShiftEvent:
    """A movement written in the shift."""

    written_at: datetime
    kind: MovementKind
    full_name: str
    file_code: str


@dataclass(frozen=True)
class Shift:
    """A shift at its end. ``away`` are under care and not in the building; ``escaped`` still at large."""

    begins: datetime
    ends: datetime
    house: House
    events: tuple[ShiftEvent, ...]
    rolls: tuple[RollPage, ...]
    owed: tuple[TaskLine, ...]

    @property
    def present(self) -> int:
        """How many are in the building."""
        return self.house.present

    @property
    def under_care(self) -> int:
        """How many are under care."""
        return sum(one.state in CARE_STATES for one in self.house.dwellers.values())

    @property
    def away(self) -> tuple[Dweller, ...]:
        """Who is under care and not in the building."""
        return tuple(one for one in self.house.dwellers.values() if one.state in CARE_STATES and not one.present)

    @property
    def escaped(self) -> tuple[Dweller, ...]:
        """Who has escaped and not come back."""
        return tuple(one for one in self.house.dwellers.values() if one.state is State.ESCAPED)


def house_at_end(session: Session, facility_id: int, *, ends: datetime, scope: Scope) -> House:
    """The centre's places and people when a shift ends; as they are now where that is still to come."""
    last = clock.day_of(ends)
    over = last <= clock.today()
    return house(
        session, facility_id, as_of=last if over else clock.today(), before=ends if over else None, scope=scope
    )


def shift(session: Session, facility_id: int, *, begins: datetime, ends: datetime, scope: Scope) -> Shift:
    """A shift, numbers as of its end: who came or went later that day does not change what was to be counted.

    Raises NotFound outside the scope.
    """
    void = aliased(Movement)
    rows = session.execute(
        select(Movement.recorded_at, Movement.kind, Resident.full_name, Admission.file_code)
        .join(Admission, Admission.id == Movement.admission_id)
        .join(Resident, Resident.id == Admission.resident_id)
        .where(
            Admission.facility_id == facility_id,
            Movement.recorded_at >= begins,
            Movement.recorded_at < ends,
            Movement.kind != MovementKind.VOIDED.value,
            ~exists().where(void.voids_id == Movement.id),
        )
        .order_by(Movement.recorded_at, Movement.id)
    )
    rolls = session.scalars(
        select(RollCheck.id)
        .where(RollCheck.facility_id == facility_id, RollCheck.began_at >= begins, RollCheck.began_at < ends)
        .order_by(RollCheck.began_at, RollCheck.id)
    )
    found = house_at_end(session, facility_id, ends=ends, scope=scope)
    here = Scope(frozenset({facility_id}), medical=scope.medical)
    return Shift(
        begins,
        ends,
        found,
        tuple(ShiftEvent(at, MovementKind(kind), name, code) for at, kind, name, code in rows),
        tuple(roll_page(session, roll_id, scope=scope) for roll_id in rolls.all()),
        open_tasks(session, scope=here, roles=[Role.DUTY], limit=MOST_TASKS),
    )
