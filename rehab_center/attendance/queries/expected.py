"""Who is expected at a session: assigned to its programme on that day and here when it begins."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.activities.queries import Meeting
from rehab_center.activities.rules import clock_text
from rehab_center.admissions.models import Movement
from rehab_center.admissions.rules.movements import AFTER, MovementKind, State
from rehab_center.assignments.kinds import Standing
from rehab_center.assignments.queries import Assigned, assigned
from rehab_center.assignments.rules.standing import standing_on
from rehab_center.headcount import ledger
from rehab_center.permissions import EVERYWHERE

_Moves = list[tuple[str | None, MovementKind]]


def expected_at(session: Session, meetings: Sequence[Meeting]) -> dict[int, frozenset[int]]:
    """The stays expected at each of these sessions, by session: eight statements for each day among them.

    Somebody who leaves in the course of the day is expected at what begins before; a movement whose time nobody noted
    counts from the day's beginning.
    """
    found: dict[int, frozenset[int]] = {}
    for on in sorted({one.on for one in meetings}):
        of_day = [one for one in meetings if one.on == on]
        held = _held(session, on, {one.activity_id for one in of_day})
        moves = _moves(session, on, {one.stay_id for one in held})
        for meeting in of_day:
            begins = clock_text(meeting.begins)
            found[meeting.id] = frozenset(
                one.stay_id
                for one in held
                if one.activity_id == meeting.activity_id
                and _active(one, on, _state(moves.get(one.stay_id, ()), begins))
            )
    return found


def _held(session: Session, on: date, activity_ids: Collection[int]) -> Collection[Assigned]:
    """What is open as the day begins or ends: of a stay that ends on it, and of one that begins on it."""
    ways = (on - timedelta(days=1), on)
    found = [assigned(session, day, scope=EVERYWHERE, activity_ids=activity_ids) for day in ways]
    return {one.id: one for some in found for one in some}.values()


def _active(one: Assigned, on: date, state: State) -> bool:
    return standing_on(one.dates, on, state, pauses=one.pauses, signed=one.signed) is Standing.ACTIVE


def _moves(session: Session, on: date, stay_ids: Collection[int]) -> dict[int, _Moves]:
    """For each stay the movement that held as the day began, then those of the day, with their times."""
    last = ledger.last_movements(on - timedelta(days=1), None)
    wanted = sorted(stay_ids)
    found: dict[int, _Moves] = {}
    for stay_id, kind in session.execute(
        select(last.c.admission_id, last.c.kind).where(last.c.admission_id.in_(wanted))
    ):
        found[stay_id] = [(None, MovementKind(kind))]
    of_day = ledger.standing(None, Movement.effective_time).where(
        Movement.effective_on == on, Movement.admission_id.in_(wanted)
    )
    for _id, stay_id, kind, _on, at in session.execute(of_day.order_by(Movement.id)):
        found.setdefault(stay_id, []).append((at, MovementKind(kind)))
    return found


def _state(moves: Sequence[tuple[str | None, MovementKind]], begins: str) -> State:
    """Where somebody with these movements is at a time of the day such as "07:30"."""
    before = [kind for at, kind in moves if at is None or at <= begins]
    return AFTER[before[-1]] if before else State.NOT_ENTERED
