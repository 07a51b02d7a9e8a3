"""Who is expected at a session: assigned to its programme on that day and here when it begins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.activities.queries import Meeting
from rehab_center.activities.rules import clock_text
from rehab_center.admissions.models import Movement
from rehab_center.admissions.rules.movements import AFTER, MovementKind, State
from rehab_center.assignments.kinds import Standing
from rehab_center.assignments.queries import Assigned, Running, running
from rehab_center.assignments.rules.standing import standing_on
from rehab_center.headcount import ledger


@dataclass(frozen=True)
class Move:
    """A movement of a stay. ``on`` None: the one that held before the days that are looked at."""

    on: date | None
    at: str | None
    kind: MovementKind


def expected_at(session: Session, meetings: Sequence[Meeting]) -> dict[int, frozenset[int]]:
    """The stays expected at each of these sessions, by session: five statements, whatever the number of days.

    Somebody who leaves in the course of the day is expected at what begins before; a movement whose time nobody noted
    counts from the day's beginning.
    """
    if not meetings:
        return {}
    days = [one.on for one in meetings]
    first, last = min(days), max(days)
    held: dict[int, list[Running]] = defaultdict(list)
    for one in running(session, first, last, {one.activity_id for one in meetings}):
        held[one.activity_id].append(one)
    moves = moves_between(session, first, last, {one.stay_id for some in held.values() for one in some})
    return {
        meeting.id: frozenset(
            one.stay_id
            for one in held[meeting.activity_id]
            if standing_at(one, meeting, moves.get(one.stay_id, ())) is Standing.ACTIVE
        )
        for meeting in meetings
    }


def standing_at(one: Assigned | Running, meeting: Meeting, moves: Sequence[Move]) -> Standing:
    """How an assignment stands when a session begins; ``moves`` are those of its stay."""
    state = state_at(moves, meeting.on, clock_text(meeting.begins))
    return standing_on(one.dates, meeting.on, state, pauses=one.pauses, signed=one.signed)


def moves_between(session: Session, first: date, last: date, stay_ids: Collection[int]) -> dict[int, list[Move]]:
    """For each stay the movement that held as ``first`` began, then those until ``last``: two statements."""
    before = ledger.last_movements(first - timedelta(days=1), None)
    wanted = sorted(stay_ids)
    found: dict[int, list[Move]] = {}
    for stay_id, kind in session.execute(
        select(before.c.admission_id, before.c.kind).where(before.c.admission_id.in_(wanted))
    ):
        found[stay_id] = [Move(None, None, MovementKind(kind))]
    later = ledger.standing(None, Movement.effective_time).where(
        Movement.effective_on.between(first, last), Movement.admission_id.in_(wanted)
    )
    for _id, stay_id, kind, on, at in session.execute(later.order_by(Movement.effective_on, Movement.id)):
        found.setdefault(stay_id, []).append(Move(on, at, MovementKind(kind)))
    return found


def state_at(moves: Sequence[Move], on: date, at: str | None = None) -> State:
    """Where somebody with these movements is on a day at a time such as "07:30", or at the day's end."""
    before = [
        one.kind
        for one in moves
        if one.on is None or one.on < on or (one.on == on and (at is None or one.at is None or one.at <= at))
    ]
    return AFTER[before[-1]] if before else State.NOT_ENTERED
