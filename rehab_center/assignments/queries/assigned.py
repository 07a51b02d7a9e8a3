"""Assignments as they stand on a day: few statements, whatever the number of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.models import Activity
from rehab_center.admissions.models import Admission
from rehab_center.admissions.rules.movements import AFTER, BOOKS_STATES, CARE_STATES, MovementKind, State
from rehab_center.assignments.kinds import EndReason, PauseReason, Standing
from rehab_center.assignments.models import Assignment, AssignmentOverride
from rehab_center.assignments.queries.pauses import pause_rows
from rehab_center.assignments.rules.standing import Dates, Pause, Signed, holds_place, lapses_on, standing_on
from rehab_center.errors import NotFound
from rehab_center.headcount import ledger
from rehab_center.permissions import Scope
from rehab_center.residents.models import Resident
from rehab_center.residents.queries.order import listed_by
from rehab_center.words import N_, message


@dataclass(frozen=True)
class Assigned:
    """One assignment as it stands on a day. ``lapses_on``: the last day on which what was signed for it holds."""

    id: int
    stay_id: int
    resident_id: int
    facility_id: int
    file_code: str
    full_name: str
    activity_id: int
    activity: str
    kind: ActivityKind
    dates: Dates
    standing: Standing
    state: State
    pauses: tuple[Pause, ...]
    signed: tuple[Signed, ...]
    proposed_on: date
    proposed_by: str
    decided_by: str | None
    reason: str | None
    end_note: str | None
    ended_by: str | None
    version: int

    @property
    def lapses_on(self) -> date | None:
        """The last day on which every override of it holds."""
        return lapses_on(self.signed)

    @property
    def holds_place(self) -> bool:
        """Whether it takes one of the programme's places."""
        return holds_place(self.standing, self.state)

    @property
    def is_open(self) -> bool:
        """Whether something can still become of it."""
        return self.standing not in (Standing.ENDED, Standing.DECLINED)

    @property
    def label(self) -> str:
        """Name and file code."""
        return f"{self.full_name} ({self.file_code})"


def assigned(
    session: Session,
    day: date,
    *,
    scope: Scope,
    activity_ids: Collection[int] | None = None,
    stay_ids: Collection[int] | None = None,
    ids: Collection[int] | None = None,
    over: bool = False,
    since: date | None = None,
    places_only: bool = False,
) -> tuple[Assigned, ...]:
    """Assignments as they stand at the end of a day, in the order of lists; with ``over`` those that are over too,
    with ``since`` those of them that had a day from then on.

    Three statements; with ``places_only`` one, which does not look at pauses and permissions: they keep the place.
    """
    last = ledger.last_movements(day, None)
    query = (
        select(Assignment, Activity.name, Activity.kind, Activity.ends_on, Activity.closed_on, Resident.id,
               Resident.full_name, Admission.file_code, Admission.facility_id, last.c.kind,
               last.c.effective_on)
        .join(Activity, Activity.id == Assignment.activity_id)
        .join(Admission, Admission.id == Assignment.admission_id)
        .join(Resident, Resident.id == Admission.resident_id)
        .outerjoin(last, last.c.admission_id == Admission.id)
        .where(ledger.in_scope(scope))
        .order_by(listed_by(session), Admission.id, Assignment.starts_on, Assignment.id)
    )  # fmt: skip
    if not over:
        query = query.where(or_(Assignment.ends_on.is_(None), Assignment.ends_on >= min(day, since or day)))
    for column, wanted in (
        (Assignment.activity_id, activity_ids),
        (Assignment.admission_id, stay_ids),
        (Assignment.id, ids),
    ):
        if wanted is not None:
            query = query.where(column.in_(sorted(wanted)))
    rows = session.execute(query).all()
    numbers = [row[0].id for row in rows if not places_only]
    pauses, signed = _pauses(session, numbers), _signed(session, numbers)
    found = (_assigned(row, day, tuple(pauses[row[0].id]), tuple(signed[row[0].id])) for row in rows)
    return tuple(one for one in found if over or one.is_open or (since is not None and one.dates.held_since(since)))


@dataclass(frozen=True)
class Running:
    """What of an assignment tells whether it is active on a day, where its stay is being known besides."""

    stay_id: int
    activity_id: int
    dates: Dates
    pauses: tuple[Pause, ...]
    signed: tuple[Signed, ...]


def running(session: Session, first: date, last: date, activity_ids: Collection[int]) -> list[Running]:
    """Assignments that may be active on one of these days: of a stay that ends on one, and of one that begins then.

    Three statements. The caller has checked the reach.
    """
    before = ledger.last_movements(first - timedelta(days=1), None)
    query = (
        select(Assignment.id, Assignment.admission_id, Assignment.activity_id, Assignment.starts_on,
               Assignment.decided_on, Assignment.ends_on, Assignment.end_reason, Activity.ends_on, Activity.closed_on)
        .join(Activity, Activity.id == Assignment.activity_id)
        .outerjoin(before, before.c.admission_id == Assignment.admission_id)
        .where(
            Assignment.activity_id.in_(sorted(activity_ids)),
            Assignment.decided_on.is_not(None),
            Assignment.starts_on <= last,
            or_(Assignment.ends_on.is_(None), Assignment.ends_on >= first),
            or_(before.c.kind.is_(None), before.c.kind.not_in(ledger.kinds_leading_to([State.LEFT]))),
        )
    )  # fmt: skip
    rows = session.execute(query).all()
    numbers = [row[0] for row in rows]
    pauses, signed = _pauses(session, numbers), _signed(session, numbers)
    found = []
    for number, stay_id, activity_id, starts_on, decided_on, ends_on, reason, programme_ends_on, closed_on in rows:
        why = EndReason(reason) if reason else None
        dates = Dates(starts_on, decided_on, ends_on, why, closed_on or programme_ends_on)
        found.append(Running(stay_id, activity_id, dates, tuple(pauses[number]), tuple(signed[number])))
    return found


def places_taken(session: Session, day: date, activity_ids: Collection[int]) -> dict[int, int]:
    """How many places of these programmes are taken on a day: :attr:`Assigned.holds_place`, counted by the database.

    One statement; programmes without anybody are left out. The caller has checked the reach.
    """
    last = ledger.last_movements(day, None)
    goes_on = [or_(column.is_(None), column >= day) for column in (Activity.ends_on, Activity.closed_on)]
    query = (
        select(Assignment.activity_id, func.count())
        .join(Activity, Activity.id == Assignment.activity_id)
        .join(Admission, Admission.id == Assignment.admission_id)
        .join(last, last.c.admission_id == Admission.id)
        .where(
            Assignment.activity_id.in_(sorted(activity_ids)),
            Assignment.decided_on.is_not(None),
            or_(Assignment.ends_on.is_(None), Assignment.ends_on >= day),
            *goes_on,
            last.c.kind.in_(ledger.kinds_leading_to(CARE_STATES)),
        )
        .group_by(Assignment.activity_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def expected(
    session: Session, day: date, *, scope: Scope, activity_ids: Collection[int] | None = None
) -> tuple[Assigned, ...]:
    """Who is expected at the sessions of a day: active assignments, less whoever is away. In the order of lists."""
    found = assigned(session, day, scope=scope, activity_ids=activity_ids)
    return tuple(one for one in found if one.standing is Standing.ACTIVE)


def load_assignment(session: Session, assignment_id: int, *, scope: Scope) -> Assignment:
    """The row itself, for services. Raises NotFound, outside the scope too."""
    return load_assignments(session, [assignment_id], scope=scope)[0]


def load_assignments(session: Session, ids: Collection[int], *, scope: Scope) -> list[Assignment]:
    """The rows themselves, in the order of ``ids``. Raises NotFound where one is not there, or out of reach."""
    query = select(Assignment, Admission.facility_id).join(Admission, Admission.id == Assignment.admission_id)
    rows = session.execute(query.where(Assignment.id.in_(ids))).all() if ids else []
    found = {row.id: row for row, facility_id in rows if scope.covers(facility_id)}
    if not found.keys() >= set(ids):
        raise NotFound(message(N_("There is no such assignment")))
    return [found[number] for number in ids]


def _pauses(session: Session, ids: Collection[int]) -> dict[int, list[Pause]]:
    found: dict[int, list[Pause]] = defaultdict(list)
    for row in pause_rows(session, ids):
        found[row.assignment_id].append(Pause(row.from_on, row.until_on, row.id, PauseReason(row.reason), row.note))
    return found


def _signed(session: Session, ids: Collection[int]) -> dict[int, list[Signed]]:
    found: dict[int, list[Signed]] = defaultdict(list)
    query = select(AssignmentOverride).where(AssignmentOverride.assignment_id.in_(ids)).order_by(AssignmentOverride.id)
    for row in session.scalars(query) if ids else ():
        found[row.assignment_id].append(Signed(row.rule, row.expires_on))
    return found


def _assigned(row: Any, day: date, pauses: tuple[Pause, ...], signed: tuple[Signed, ...]) -> Assigned:
    one, name, kind, ends_on, closed_on, resident_id, full_name, code, facility_id, movement, moved_on = row
    state = AFTER[MovementKind(movement)] if movement else State.NOT_ENTERED
    dates = Dates(
        one.starts_on,
        one.decided_on,
        one.ends_on,
        EndReason(one.end_reason) if one.end_reason else None,
        closed_on or ends_on,
        moved_on if state not in BOOKS_STATES else None,
    )
    return Assigned(
        id=one.id,
        stay_id=one.admission_id,
        resident_id=resident_id,
        facility_id=facility_id,
        file_code=code,
        full_name=full_name,
        activity_id=one.activity_id,
        activity=name,
        kind=ActivityKind(kind),
        dates=dates,
        standing=standing_on(dates, day, state, pauses=pauses, signed=signed),
        state=state,
        pauses=pauses,
        signed=signed,
        proposed_on=one.proposed_on,
        proposed_by=one.proposed_by,
        decided_by=one.decided_by,
        reason=one.reason,
        end_note=one.end_note,
        ended_by=one.ended_by,
        version=one.version,
    )
