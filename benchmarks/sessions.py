"""Work and classes: a year of sessions of 60 programmes against bare rows; pages with everybody assigned to 40."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.bare_rows import ACTOR, all_rows, empty_program, insert_bare, seconds, written_since
from benchmarks.centre import Centre
from benchmarks.pages import speed_of, statements_of
from benchmarks.rows import Measured
from rehab_center import clock
from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.queries import sessions_of
from rehab_center.activities.rules import Slot
from rehab_center.activities.rules.facts import ActivityFacts
from rehab_center.activities.services import add_slots, create_activity, make_sessions
from rehab_center.assignments.models import Assignment
from rehab_center.assignments.queries import assigned
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.headcount.queries import people_here
from rehab_center.organisation.models import Facility
from rehab_center.permissions import EVERYWHERE

PROGRAMMES = 60
SESSIONS = 40
BOARD = "/activities"
HOURS = "/assignments/people"
REVIEW = "/assignments/review"


def year_of_sessions(_centre: Centre) -> Measured:
    """The processor time of making a year of sessions over that of inserting the rows it leaves behind."""
    first = date(2030, 1, 1)  # nothing is made before it is asked for
    with tempfile.TemporaryDirectory(prefix="rehab-bench-") as folder:
        with empty_program(Path(folder) / "full") as (_app, facility_id):
            _programmes(facility_id, PROGRAMMES, first)
            before = all_rows()
            whole = seconds(lambda: _make(facility_id, first))
            written = written_since(before)
        with empty_program(Path(folder) / "bare") as (app, facility_id):
            _programmes(facility_id, PROGRAMMES, first)
            bare = seconds(lambda: insert_bare(app.config["DATABASE_URL"], written))
    made = max(len(rows) for table, rows in written.items() if table.name == "activity_session")
    return Measured(whole / bare, f"{whole:.2f} s of {bare:.2f} s processor time, {made} sessions")


def _make(facility_id: int, first: date) -> None:
    with transaction() as session:
        last = first + timedelta(days=364)
        make_sessions(session, facility_id, last, since=first, actor=ACTOR, now=clock.now())


def _programmes(facility_id: int, count: int, first: date) -> None:
    """So many programmes that meet from Monday to Friday, ten minutes after one another."""
    for number in range(count):
        begins = 360 + 10 * number
        with transaction() as session:
            facts = ActivityFacts(ActivityKind.LABOUR, f"Chương trình đo thử {number}", 30, first)
            activity_id = create_activity(session, facility_id, facts=facts, actor=ACTOR, now=clock.now())
            slots = [Slot(weekday, begins, begins + 60, first) for weekday in range(1, 8 if count < PROGRAMMES else 6)]
            add_slots(session, activity_id, slots=slots, actor=ACTOR, now=clock.now())


def board_speed(centre: Centre) -> Measured:
    """The day's board's requests a second over bare Flask's."""
    _full_day(centre)
    return speed_of(centre, BOARD)


def board_statements(centre: Centre) -> Measured:
    """How often the day's board asks the database."""
    _full_day(centre)
    return statements_of(centre, BOARD)


def hours_speed(centre: Centre) -> Measured:
    """Everybody's hours against the limit, why somebody has nothing: requests a second over bare Flask's."""
    _full_day(centre)
    return speed_of(centre, HOURS)


def hours_statements(centre: Centre) -> Measured:
    """How often that page asks the database."""
    _full_day(centre)
    return statements_of(centre, HOURS)


def review_speed(centre: Centre) -> Measured:
    """What a rule speaks against by now: requests a second over bare Flask's."""
    _full_day(centre)
    return speed_of(centre, REVIEW)


def review_statements(centre: Centre) -> Measured:
    """How often that page asks the database."""
    _full_day(centre)
    return statements_of(centre, REVIEW)


def _full_day(centre: Centre) -> None:
    """Let the invented centre have so many sessions today, and everybody under care a place in one of them."""
    with centre.app.app_context():
        lacking = SESSIONS - len(sessions_of(db.session(), clock.today(), scope=EVERYWHERE))
        if lacking > 0:
            _programmes(db.session.scalar(select(func.min(Facility.id))) or 1, lacking, clock.today())
        db.session.remove()
        _assign_everybody()


def _assign_everybody() -> None:
    """Whoever has no place gets one, programme after programme: whether the rules allow it is not what is measured."""
    session, today = db.session(), clock.today()
    programmes = sorted({one.activity_id for one in sessions_of(session, today, scope=EVERYWHERE)})
    placed = {one.stay_id for one in assigned(session, today, scope=EVERYWHERE)}
    stays = [one.admission_id for one in people_here(session, as_of=today, scope=EVERYWHERE)]
    session.rollback()
    rows = [
        Assignment(
            admission_id=stay_id,
            activity_id=programmes[number % len(programmes)],
            proposed_on=today,
            proposed_by=ACTOR.label,
            starts_on=today,
            decided_on=today,
            decided_by=ACTOR.label,
            recorded_at=clock.now(),
        )
        for number, stay_id in enumerate(stays)
        if stay_id not in placed
    ]
    if rows:
        with transaction() as writing:
            writing.add_all(rows)
            record("assignment.decided", actor=ACTOR, at=clock.now(), details={"assigned_people": len(rows)})
