"""Minors who turn 18 during their stay (rule 19, L120 Đ36.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.conventions import policies_of
from rehab_center.admissions.queries.due import exited_by
from rehab_center.admissions.queries.ledger import movements_of
from rehab_center.admissions.rules.checks import FULL_AGE
from rehab_center.admissions.rules.movement_checks import RETURN_MONTHS
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.rules.sequence import StayState, state_of
from rehab_center.dates import add_months
from rehab_center.permissions import Scope
from rehab_center.policies.rules import PolicyKind
from rehab_center.residents.queries import PersonName, person_names
from rehab_center.residents.rules.births import YearOnlyRule, counted_birthday


@dataclass(frozen=True)
class AdultLine:
    """A minor's stay, the day of the 18th birthday by the centre's choice, and the end of the term on it.

    ``term_end_on`` None: the clock stands still, so nobody knows yet how much will be left.
    """

    stay_id: int
    person: PersonName
    file_code: str
    facility_id: int
    adult_on: date
    days_left: int
    term_end_on: date | None
    state: StayState

    @property
    def to_be_moved(self) -> bool:
        """Whether at least three months of the term are left on the birthday (L120 Đ36.4)."""
        return self.term_end_on is None or add_months(self.adult_on, RETURN_MONTHS) <= self.term_end_on


def turning_adult(session: Session, *, as_of: date, days: int, scope: Scope) -> tuple[AdultLine, ...]:
    """Minors on the books who turn 18 up to ``days`` after ``as_of``, or have turned 18 already; the earliest first."""
    within = () if scope.facility_ids is None else (Admission.facility_id.in_(sorted(scope.facility_ids)),)
    query = select(Admission).where(Admission.kind == StayKind.MINOR.value, ~exited_by(as_of), *within)
    stays = session.scalars(query).all()
    movements = movements_of(session, [stay.id for stay in stays])
    names = person_names(session, [stay.resident_id for stay in stays])
    rule = YearOnlyRule(policies_of(session).on(PolicyKind.PARTIAL_BIRTH, as_of).value)
    found = []
    for stay in stays:
        state, person = state_of(movements[stay.id], as_of=as_of), names[stay.resident_id]
        born = counted_birthday(person.birth, rule)
        adult_on = add_months(born, 12 * FULL_AGE) if born else None
        if not state.on_books or adult_on is None or adult_on > as_of + timedelta(days=days):
            continue
        found.append(
            AdultLine(
                stay_id=stay.id,
                person=person,
                file_code=stay.file_code,
                facility_id=stay.facility_id,
                adult_on=adult_on,
                days_left=(adult_on - as_of).days,
                term_end_on=stay.term_end_on,
                state=state,
            )
        )
    return tuple(sorted(found, key=lambda line: (line.adult_on, line.file_code)))
