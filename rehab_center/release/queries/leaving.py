"""Who leaves when: the list that is gone through at every step before the end of a term."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from rehab_center.admissions.models import Admission
from rehab_center.admissions.queries.conventions import policies_of
from rehab_center.admissions.queries.due import DueLine, changed_terms, due
from rehab_center.admissions.queries.ledger import calculated_term, chunks, movements_of, term_input
from rehab_center.admissions.queries.overrides import overrides_of
from rehab_center.admissions.queries.unchecked import Unchecked, unchecked_terms
from rehab_center.admissions.rules.movements import STOPPED_STATES, State
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.rules.sequence import live
from rehab_center.headcount.ledger import in_scope, kinds_leading_to, last_movements
from rehab_center.permissions import EVERYWHERE, Scope
from rehab_center.placements.models import Bed, Placement, Room, Zone
from rehab_center.policies.queries import is_open, numbers_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.release.kinds import ReleasePaper
from rehab_center.release.models import ReleaseMark
from rehab_center.release.queries.clocks import clocks_of
from rehab_center.residents.models import Resident


@dataclass(frozen=True)
class Mark:
    """A paper sent or ready: when, and for which end; ``holds`` while the term still ends then."""

    id: int
    paper: ReleasePaper
    term_end_on: date
    done_on: date
    actor: str


@dataclass(frozen=True)
class Leaving:
    """Somebody whose term ends: by the checked end, with the other one where nobody has checked what it became.

    ``step``: the smallest step of the policy that reaches ``days_left``, None once the last day is over. ``marks`` are
    those of the end that holds, ``stale`` those that name another day.
    """

    stay_id: int
    resident_id: int
    full_name: str
    birth: str
    file_code: str
    kind: StayKind
    admitted_on: date
    state: State
    last_on: date
    other_on: date | None
    days_left: int
    step: int | None
    zone: str | None
    from_old_book: bool
    marks: Mapping[ReleasePaper, Mark] = field(default_factory=dict)
    stale: Mapping[ReleasePaper, Mark] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether the last day has gone by."""
        return self.days_left < 0


@dataclass(frozen=True)
class Stopped:
    """Somebody whose clock stands still: since when, and how many days are left to serve."""

    stay_id: int
    full_name: str
    file_code: str
    state: State
    since: date
    remaining_days: int | None


@dataclass(frozen=True)
class Steps:
    """The days ahead at which the list is gone through, the largest first."""

    days: tuple[int, ...]
    to_be_confirmed: bool

    def of(self, days_left: int) -> int | None:
        """The step that somebody has reached."""
        reached = [step for step in self.days if 0 <= days_left <= step]
        return min(reached) if reached else None

    def band(self, step: int) -> tuple[int, int]:
        """The first and last number of days left that belong to a step; the last day itself stands apart."""
        return max((one for one in self.days if one < step), default=0) + 1, step


def steps_on(session: Session, day: date) -> Steps:
    """The steps in force on a day."""
    return Steps(numbers_on(session, PolicyKind.RELEASE_STEPS, day), is_open(session, PolicyKind.RELEASE_STEPS, day))


def leaving(
    session: Session, *, scope: Scope, today: date, steps: Steps, changed: Mapping[int, Unchecked] | None = None
) -> tuple[Leaving, ...]:
    """Everybody on the books whose last day is within the largest step or over; the soonest first.

    ``changed`` are the ``changed_terms`` of today where the caller has read them.
    """
    if changed is None:
        changed = changed_terms(session, scope=scope, day=today)
    lines = due(session, as_of=today, days=max(steps.days), scope=scope, changed=changed)
    ids = [line.stay_id for line in lines]
    zones, marks = zones_of(session, ids), marks_of(session, ids)
    found = [_leaving(line, today, steps, zones.get(line.stay_id), marks.get(line.stay_id, ())) for line in lines]
    return tuple(sorted(found, key=lambda one: (one.last_on, one.file_code, one.stay_id)))


def _leaving(line: DueLine, today: date, steps: Steps, zone: str | None, marks: Collection[Mark]) -> Leaving:
    last_on = line.last_on
    days_left = (last_on - today).days
    return Leaving(
        stay_id=line.stay_id,
        resident_id=line.person.id,
        full_name=line.person.full_name,
        birth=line.person.birth.text,
        file_code=line.file_code,
        kind=line.kind,
        admitted_on=line.admitted_on,
        state=line.state.state,
        last_on=last_on,
        other_on=line.term_end_on if line.term_end_on != last_on else None,
        days_left=days_left,
        step=steps.of(days_left),
        zone=zone,
        from_old_book=line.from_old_book,
        marks={mark.paper: mark for mark in marks if mark.term_end_on == last_on},
        stale={mark.paper: mark for mark in marks if mark.term_end_on != last_on},
    )


def zones_of(session: Session, stay_ids: Collection[int]) -> dict[int, str]:
    """The zone in which each of these stays has a bed now; those without one are left out."""
    found: dict[int, str] = {}
    for some in chunks(stay_ids):
        rows = session.execute(
            select(Placement.admission_id, Zone.name)
            .join(Bed, Bed.id == Placement.bed_id)
            .join(Room, Room.id == Bed.room_id)
            .join(Zone, Zone.id == Room.zone_id)
            .where(Placement.admission_id.in_(some), Placement.ended_at.is_(None))
        )
        found |= {row.admission_id: row.name for row in rows}
    return found


def marks_of(session: Session, stay_ids: Collection[int]) -> dict[int, list[Mark]]:
    """The marks of each stay that nobody has taken back, the latest last."""
    later = aliased(ReleaseMark)
    found: dict[int, list[Mark]] = {}
    for some in chunks(stay_ids):
        rows = session.scalars(
            select(ReleaseMark)
            .where(
                ReleaseMark.admission_id.in_(some),
                ReleaseMark.withdraws_id.is_(None),
                ~select(later.id).where(later.withdraws_id == ReleaseMark.id).exists(),
            )
            .order_by(ReleaseMark.id)
        )
        for row in rows:
            mark = Mark(row.id, ReleasePaper(row.paper), row.term_end_on, row.done_on, row.actor)
            found.setdefault(row.admission_id, []).append(mark)
    return found


def stopped(session: Session, *, scope: Scope, today: date) -> tuple[Stopped, ...]:
    """Those on the books whose term does not run: escaped or in prison (L120 Đ29.3, Đ47.1), the longest first."""
    last = last_movements(today, None)
    rows = session.execute(
        select(Admission, Resident.full_name, last.c.kind, last.c.effective_on)
        .join(last, last.c.admission_id == Admission.id)
        .join(Resident, Resident.id == Admission.resident_id)
        .where(in_scope(scope), last.c.kind.in_(kinds_leading_to(STOPPED_STATES)))
        .order_by(last.c.effective_on, Admission.id)
    ).all()
    ids = [stay.id for stay, *_ in rows]
    movements, overrides = movements_of(session, ids), overrides_of(session, ids)
    policies = policies_of(session)
    escaped = set(kinds_leading_to({State.ESCAPED}))
    found = []
    for stay, name, kind, since in rows:
        term = calculated_term(policies, term_input(stay, overrides[stay.id]), live(movements[stay.id]))
        state = State.ESCAPED if kind in escaped else State.IMPRISONED
        left = term.remaining_days if term else None
        found.append(Stopped(stay.id, name, stay.file_code, state, since, left))
    return tuple(found)


def last_days(session: Session, stay_ids: Collection[int]) -> dict[int, date | None]:
    """The last day of each of these stays, as the clock has it. For services: no scope."""
    changed = unchecked_terms(session, scope=EVERYWHERE, only=Admission.id.in_(sorted(stay_ids)), changed_only=True)
    return {stay_id: one.last_on for stay_id, one in clocks_of(session, stay_ids, changed=changed).items()}
