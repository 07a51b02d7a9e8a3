"""From which day to which a stay lasted, and when the person was at large or in prison: what the rules ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from sqlalchemy.orm import Session

from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.ledger import movements_of
from rehab_center.admissions.rules.movements import EXITS, STOPPED_STATES
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.rules.sequence import Step, live, steps
from rehab_center.stages.rules.changing import Away, StayDays


def days_of(session: Session, stays: Mapping[int, Admission]) -> dict[int, StayDays]:
    """What the rules ask about these stays, by stay. The caller has checked that they are in reach."""
    ledgers = movements_of(session, list(stays))
    return {stay_id: _days(stay, tuple(steps(live(ledgers[stay_id])))) for stay_id, stay in stays.items()}


def _days(stay: Admission, ledger: Sequence[Step]) -> StayDays:
    left = next((step.moved.effective_on for step in ledger if step.moved.kind in EXITS), None)
    began = bool(ledger)
    return StayDays(StayKind(stay.kind), Regime(stay.regime), stay.admitted_on, left, _away(ledger), began)


def _away(ledger: Sequence[Step]) -> tuple[Away, ...]:
    """One line for each time at large or in prison, of which one may follow the other."""
    turns = [step for step in ledger if step.before is not step.after]
    following = [step.moved.effective_on for step in turns[1:]]
    return tuple(
        Away(step.after, step.moved.effective_on, back_on)
        for step, back_on in zip_longest(turns, following)
        if step.after in STOPPED_STATES
    )
