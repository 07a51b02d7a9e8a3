"""Hours from marks only: of a person, of everybody in one statement, as the notes may be read; who refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from rehab_center.activities.kinds import ActivityKind
from rehab_center.attendance.kinds import Attended, RollState
from rehab_center.attendance.queries.days import day_lines
from rehab_center.attendance.queries.hours import attendance_of, hours_of_everyone, refusal_list
from rehab_center.attendance.queries.owed import unmarked
from rehab_center.attendance.rules.hours import by_day, by_week
from rehab_center.attendance.rules.marking import Mark
from rehab_center.dates import DateRange
from rehab_center.db import db
from rehab_center.permissions import EVERYWHERE, Permission, Scope
from rehab_center.web.list_state import ListState
from tests.attendance.workshop import DAY, DURING, NEXT_DAY, Workshop, assign, meet, programme

A = Attended
YEAR = DateRange(date(2024, 1, 1), date(2024, 12, 31))


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def marked(workshop: Workshop) -> Workshop:
    """Three who work; An also learns; Bình refused once, and once was late."""
    an, binh, cuong = workshop.stays
    lesson_of = programme(workshop.centre, "Lớp pháp luật", ActivityKind.EDUCATION)
    assign(workshop.centre, an, lesson_of)
    lesson = meet(workshop.centre, lesson_of, DAY, 14 * 60, 15 * 60 + 30)
    before = workshop.meet(DAY - timedelta(days=1))
    everybody = {stay: Mark(A.PRESENT) for stay in workshop.stays}
    workshop.mark(everybody | {binh: Mark(A.LATE, minutes=60)}, session_id=before)
    workshop.mark(everybody | {binh: Mark(A.REFUSED, note="Không đi"), cuong: Mark(A.SICK, note="Sốt")})
    workshop.mark({an: Mark(A.PRESENT)}, session_id=lesson, now=NEXT_DAY)
    # Marked wrongly, put right: only the last mark counts.
    workshop.mark({an: Mark(A.LEFT_EARLY, minutes=200)})
    return workshop


def test_a_years_hours_of_everybody_come_from_one_statement(marked: Workshop, session: Session) -> None:
    session.rollback()
    with statements() as seen:
        found = hours_of_everyone(session, YEAR, scope=EVERYWHERE)
    assert len([one for one in seen if "attendance_mark" in one]) == 1
    assert not [one for one in seen if "FROM activity" in one]  # besides, only the order of names is asked for
    assert [(one.full_name, one.labour, one.education, one.sessions, one.missed, one.refusals) for one in found] == [
        ("Trần Văn An", 410, 90, 3, 0, 0),
        ("Lê Văn Bình", 60, 0, 1, 1, 1),
        ("Phạm Văn Cường", 210, 0, 1, 1, 0),
    ]
    (week,) = hours_of_everyone(session, DateRange(DAY, DAY), scope=EVERYWHERE, activity_id=marked.activity_id)[:1]
    assert (week.labour, week.education) == (200, 0)
    assert not hours_of_everyone(session, YEAR, scope=Scope(frozenset({9999})))
    # The same, added up mark by mark.
    for one in found:
        marks = attendance_of(session, one.stay_id, YEAR, rights=frozenset(Permission))
        assert sum(mark.minutes for mark in marks) == one.minutes
        assert sum(hours.minutes for hours in by_week([mark.worked for mark in marks]).values()) == one.minutes


def test_one_person_day_by_day_with_the_notes_a_reader_may_see(marked: Workshop, session: Session) -> None:
    an, _binh, cuong = marked.stays
    session.rollback()
    marks = attendance_of(session, an, YEAR, rights=frozenset())
    assert [(one.times, one.attended, one.minutes, one.replaced) for one in marks] == [
        ("07:30–11:00", A.PRESENT, 210, False),
        ("07:30–11:00", A.LEFT_EARLY, 200, True),
        ("14:00–15:30", A.PRESENT, 90, False),
    ]
    assert by_day([one.worked for one in marks])[DAY].by_kind == {"labour": 200, "education": 90}
    sick = attendance_of(session, cuong, DateRange(DAY, DAY), rights=frozenset())
    assert [one.note for one in sick] == [None]
    seen = attendance_of(session, cuong, DateRange(DAY, DAY), rights=frozenset({Permission.CLEARANCE_VIEW}))
    assert [one.note for one in seen] == ["Sốt"]


def test_refusals_are_a_list_and_absences_by_their_reason(marked: Workshop, session: Session) -> None:
    session.rollback()

    def found(**asked: Any) -> list[tuple[str, Attended]]:
        state = ListState(sort="on", descending=True, **asked)
        rows, total = refusal_list(session, state, scope=EVERYWHERE)
        assert total == len(rows)
        return [(one.full_name, one.attended) for one in rows]

    assert found() == [("Lê Văn Bình", A.REFUSED)]
    assert found(choices={"attended": "sick"}) == [("Phạm Văn Cường", A.SICK)]
    assert found(q="binh") == [("Lê Văn Bình", A.REFUSED)]
    assert found(q="cuong") == []
    assert found(days={"on": (DAY + timedelta(days=1), None)}) == []


def test_the_day_says_what_is_still_to_be_marked(marked: Workshop, session: Session) -> None:
    afternoon = marked.meet(DAY, 15 * 60 + 30, 17 * 60)
    session.rollback()
    day_lines(session, DAY, scope=EVERYWHERE, now=DURING)
    with statements() as seen:
        lines = {one.meeting.id: one for one in day_lines(session, DAY, scope=EVERYWHERE, now=NEXT_DAY)}
    assert len(seen) <= 12
    morning = lines[marked.session_id]
    assert (morning.expected, morning.there, morning.absent, morning.refused) == (3, 1, 2, 1)
    assert [one.id for one in unmarked(session, scope=EVERYWHERE, now=NEXT_DAY)] == [afternoon]
    assert not unmarked(session, scope=EVERYWHERE, now=DURING)  # nothing is over yet
    assert not unmarked(session, scope=Scope(frozenset({9999})), now=NEXT_DAY)
    assert (morning.state, lines[afternoon].state) == (RollState.MARKED, RollState.NOT_MARKED)
