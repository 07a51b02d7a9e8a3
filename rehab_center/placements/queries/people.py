"""Everybody on the books of a centre as of a day, with the bed they have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.hooks import ordered_places
from rehab_center.admissions.models import Admission
from rehab_center.admissions.rules.movements import AFTER, BOOKS_STATES, MovementKind, State
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.headcount.ledger import kinds_leading_to, last_movements
from rehab_center.placements.models import Placement
from rehab_center.placements.rules.fit import Sleeper
from rehab_center.placements.rules.intervals import states_that_hold
from rehab_center.policies.queries import in_force
from rehab_center.policies.rules import BedKept, PolicyKind
from rehab_center.residents.kinds import BirthPrecision, Sex
from rehab_center.residents.models import Resident
from rehab_center.residents.queries.order import listed_by
from rehab_center.residents.rules.births import PartialBirth, YearOnlyRule, counted_age

ADULT = 18


@dataclass(frozen=True)
class Dweller:
    """Somebody on the books. ``bed_id`` is the bed that is theirs; ``lost_bed_id`` one that is not kept for them.

    ``sleeper`` is what rules see of them.
    """

    sleeper: Sleeper
    file_code: str
    state: State
    since: date
    admitted_on: date
    bed_id: int | None
    lost_bed_id: int | None
    placement_id: int | None
    began_at: datetime | None
    until_on: date | None

    @property
    def stay_id(self) -> int:
        """The stay."""
        return self.sleeper.stay_id

    @property
    def resident_id(self) -> int:
        """The person."""
        return self.sleeper.resident_id

    @property
    def full_name(self) -> str:
        """The person's name."""
        return self.sleeper.full_name

    @property
    def present(self) -> bool:
        """In the building."""
        return self.state is State.PRESENT

    @property
    def label(self) -> str:
        """Name and file code."""
        return f"{self.full_name} ({self.file_code})"


def dwellers(
    session: Session,
    facility_id: int,
    *,
    as_of: date,
    before: datetime | None = None,
    known_at: datetime | None = None,
) -> tuple[Dweller, ...]:
    """Everybody on the books at the end of ``as_of``, or just ``before`` a moment of it, in the order of lists.

    The caller has checked the scope.
    """
    moment = before or clock.end_of(as_of)
    last = last_movements(as_of, known_at, before)
    holds = and_(
        Placement.admission_id == Admission.id,
        Placement.began_at <= moment,
        or_(Placement.ended_at.is_(None), Placement.ended_at > moment),
    )
    rows = session.execute(
        select(
            Admission.id,
            Admission.resident_id,
            Admission.file_code,
            Admission.kind,
            Admission.admitted_on,
            Resident.full_name,
            Resident.sex,
            Resident.placed_as,
            Resident.birth_on,
            Resident.birth_precision,
            last.c.kind.label("movement"),
            last.c.effective_on,
            Placement.id.label("placement_id"),
            Placement.bed_id,
            Placement.began_at,
            Placement.until_on,
        )
        .select_from(last)
        .join(Admission, Admission.id == last.c.admission_id)
        .join(Resident, Resident.id == Admission.resident_id)
        .outerjoin(Placement, holds)
        .where(Admission.facility_id == facility_id, last.c.kind.in_(kinds_leading_to(BOOKS_STATES)))
        .order_by(listed_by(session), Admission.id)
    ).all()
    holding = holding_states(session, as_of)
    birthday = YearOnlyRule(in_force(session, PolicyKind.PARTIAL_BIRTH, as_of).value)
    ordered = ordered_places(session, [row.id for row in rows], as_of)
    return tuple(_dweller(row, holding, _minor(row, as_of, birthday), row.id in ordered) for row in rows)


def holding_states(session: Session, day: date) -> frozenset[State]:
    """The states in which somebody has a bed, by the centre's rule of that day."""
    return states_that_hold(BedKept(in_force(session, PolicyKind.BED_KEPT, day).value))


def _minor(row: Any, day: date, rule: YearOnlyRule) -> bool | None:
    birth = PartialBirth(row.birth_on, BirthPrecision(row.birth_precision))
    age = counted_age(birth, day, rule)
    return None if age is None else age < ADULT


def _dweller(row: Any, holding: frozenset[State], minor: bool | None, medical: bool) -> Dweller:
    state = AFTER[MovementKind(row.movement)]
    sex = Sex(row.sex)
    holds = state in holding
    sleeper = Sleeper(
        stay_id=row.id,
        resident_id=row.resident_id,
        full_name=row.full_name,
        lives_as=Sex(row.placed_as) if row.placed_as else sex,
        kind=StayKind(row.kind),
        alone=row.placed_as is not None and row.placed_as != row.sex,
        minor=minor,
        medical=medical,
    )
    return Dweller(
        sleeper=sleeper,
        file_code=row.file_code,
        state=state,
        since=row.effective_on,
        admitted_on=row.admitted_on,
        bed_id=row.bed_id if holds else None,
        lost_bed_id=None if holds else row.bed_id,
        placement_id=row.placement_id,
        began_at=row.began_at,
        until_on=row.until_on,
    )
