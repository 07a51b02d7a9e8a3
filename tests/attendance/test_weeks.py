"""A person's week: planned, marked, away, days off and of rest; on the page, as files, one page a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.kinds import ActivityKind, CancelReason
from rehab_center.activities.rules import DayOff
from rehab_center.activities.services.calendar import add_holidays
from rehab_center.activities.services.sessions import cancel_session
from rehab_center.admissions.rules.movements import MovementKind, State
from rehab_center.assignments.kinds import PauseReason, Standing
from rehab_center.assignments.models import Assignment
from rehab_center.assignments.services import pause
from rehab_center.attendance.kinds import Attended
from rehab_center.attendance.queries.lately import lately
from rehab_center.attendance.queries.weeks import PersonWeek, WeekPerson, stays_of_programme, weeks_of
from rehab_center.attendance.rules.marking import Mark
from rehab_center.attendance.views.week_words import item_words
from rehab_center.audit.recorder import record
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.permissions import Role, Scope
from tests.attendance.workshop import DAY, DURING, Workshop, assign, programme
from tests.placements.building import build
from tests.placements.test_views import counted

SignIn = Callable[..., FlaskClient]
MONDAY = DAY - timedelta(days=4)


def weeks(session: Session, workshop: Workshop, *stays: int, on: date = DAY) -> tuple[PersonWeek, ...]:
    session.rollback()
    people = [WeekPerson(stay, 0, "", "") for stay in stays]
    return weeks_of(session, people, on, facility_id=workshop.centre.facility_id, rights=frozenset())


def test_what_a_week_is_made_of(workshop: Workshop, session: Session) -> None:
    """Marked and planned hours, a cancelled session, a pause, an absence by movement, a holiday, the days of rest."""
    centre, (an, binh, cuong) = workshop.centre, workshop.stays
    law = programme(centre, "Lớp pháp luật", ActivityKind.EDUCATION)
    assign(centre, an, law, since=MONDAY + timedelta(days=1))
    early = workshop.meet(MONDAY, activity_id=law)  # before the first day of the assignment
    class_on = workshop.meet(MONDAY + timedelta(days=2), 14 * 60, 16 * 60, activity_id=law)
    off = workshop.meet(MONDAY + timedelta(days=1))
    for step in (2, 3, 5, 6):
        workshop.meet(MONDAY + timedelta(days=step))
    now, actor = DURING, centre.actor
    with transaction() as writing:
        cancel_session(writing, off, reason=CancelReason.OTHER, note="Mất điện", actor=actor, now=now)
        row = writing.query(Assignment).filter_by(admission_id=binh).one()
        pause(writing, row.id, from_on=DAY, until_on=DAY, reason=PauseReason.HEALTH, expected_version=row.version,
              actor=actor, now=now)  # fmt: skip
    with transaction() as writing:
        days = [DayOff(MONDAY, "Nghỉ bù", None, centre.facility_id)]
        add_holidays(writing, days, paper=None, actor=actor, now=now)
    workshop.mark({an: Mark(Attended.LATE, 150), cuong: Mark(Attended.SICK, note="Sốt cao")})
    centre.move(cuong, MovementKind.TO_HOSPITAL, DAY)
    one, two, three = weeks(session, workshop, an, binh, cuong)
    assert [item.meeting.id for item in one.items] == [
        off, *[item.meeting.id for item in two.items if item.meeting.on == MONDAY + timedelta(days=2)], class_on,
        *[item.meeting.id for item in two.items if item.meeting.on > MONDAY + timedelta(days=2)],
    ]  # fmt: skip
    assert early not in {item.meeting.id for item in one.items}
    # Five sessions of labour take place, one of them marked with less; one class.
    assert (one.labour, one.learning, one.marked) == (4 * 210 + 150, 120, 150)
    assert (one.rest_days, one.days[0].is_rest, one.days[1].is_rest, one.days[2].is_rest) == (2, True, True, False)
    assert one.days[0].holiday is not None
    assert [item.standing for item in two.days[4].items] == [Standing.PAUSED]
    assert (two.labour, two.days[4].is_rest) == (4 * 210, True)
    # In hospital since Friday: nothing is expected any more, and the note of the medical post is not for everybody.
    assert [day.state for day in three.days[3:5]] == [State.PRESENT, State.IN_HOSPITAL]
    assert [item.standing for day in three.days[5:] for item in day.items] == [Standing.AWAY, Standing.AWAY]
    assert three.days[4].items[0].mark == Mark(Attended.SICK, 0)
    assert [day.away for day in three.days] == [False] * 4 + [True] * 3
    (before,) = weeks(session, workshop, an, on=DAY - timedelta(days=700))
    assert {day.state for day in before.days} == {State.NOT_ENTERED}
    session.rollback()
    told = lately(session, an, now=now, present=True)
    assert [(monday, sums.minutes) for monday, sums in told.weeks] == [(MONDAY, 150)]
    assert told.next is not None
    assert (told.next.on, told.next.times) == (DAY + timedelta(days=1), "07:30–11:00")
    assert lately(session, binh, now=moment_of(MONDAY, 20), present=False).next is None


def test_whoever_has_a_part_in_the_week(workshop: Workshop, session: Session) -> None:
    """The programme's week shows all who came in its course, and who left; marks say who was there unassigned."""
    centre, (an, binh, cuong) = workshop.centre, workshop.stays
    late = centre.admit(admitted_on=MONDAY + timedelta(days=1))
    assign(centre, late, workshop.activity_id, since=MONDAY + timedelta(days=2))
    after = centre.admit()
    assign(centre, after, workshop.activity_id, since=MONDAY + timedelta(days=7))
    with transaction() as writing:
        for stay, last_on in ((binh, MONDAY), (cuong, MONDAY - timedelta(days=1))):
            writing.query(Assignment).filter_by(admission_id=stay).one().ends_on = last_on
        record("assignment.ended", actor=centre.actor, at=DURING)
    scope = Scope(frozenset({centre.facility_id}))
    assert stays_of_programme(session, workshop.activity_id, DAY, scope=scope) == {an, binh, late}
    (week,) = weeks(session, workshop, an)
    for attended, said in ((Attended.PRESENT, True), (Attended.UNEXCUSED, False)):
        assert bool(item_words(replace(week.items[0], standing=None, mark=Mark(attended, 0)))) is said


def test_statements_do_not_grow_with_the_people(workshop: Workshop, session: Session) -> None:
    seen = []
    for stays in (workshop.stays, workshop.stays[:1], workshop.stays):  # the first reads what is settled
        session.rollback()
        with counted() as statements:
            weeks(session, workshop, *stays)
        seen.append(len(statements))
    assert seen[1] == seen[2] <= 10


@pytest.mark.any_database
def test_pages_files_and_paper(workshop: Workshop, sign_in: SignIn) -> None:
    centre, (an, binh, cuong) = workshop.centre, workshop.stays
    building = build(centre)
    building.place(an, building.bed(), at=DURING)
    building.place(binh, building.bed(label="2"), at=DURING)
    workshop.mark({an: Mark(Attended.REFUSED, note="Không chịu ra xưởng")})
    workshop.meet(DAY + timedelta(days=1))
    with clock.set_to(DURING):
        client = sign_in(Role.DIRECTOR)
        page = client.get(f"/attendance/stays/{an}/week").text
        for words in ("10/06/2024 – 16/06/2024", "Từ chối", "Không chịu ra xưởng", "Khu A · P.1", "Phải có mặt"):
            assert words in page
        assert "không có lịch" in client.get(f"/attendance/stays/{an}/week?on=1/7/2024").text
        book = load_workbook(BytesIO(client.get(f"/attendance/stays/{an}/week.xlsx").data)).worksheets[0]
        rows = [[cell.value for cell in row] for row in book.iter_rows()]
        assert [row[4] for row in rows if row[0] in ("Thứ Sáu", "Thứ Bảy")] == ["Xưởng may", "Xưởng may"]
        paper = client.get(f"/attendance/stays/{an}/week/sheet").text
        assert "07:30–11:00: Xưởng may (Nhà xưởng 1)" in paper
        assert "Từ chối" not in paper  # it hangs on a door
        listed = client.get("/attendance/weeks?programme=1").text
        assert all(name in listed for name in ("Trần Văn An", "Lê Văn Bình", "Phạm Văn Cường"))
        room = building.on(DAY).rooms.__next__().id
        some = client.get(f"/attendance/weeks?where=room-{room}&sort=place").text
        assert "Trần Văn An" in some
        assert "Phạm Văn Cường" not in some
        assert client.get("/attendance/weeks?q=nobody").status_code == 200
        two = client.get(f"/attendance/weeks/sheet/file?where=room-{room}")
        with pikepdf.open(BytesIO(two.data)) as pdf:
            assert len(pdf.pages) == 2
        table = client.get(f"/attendance/weeks/sheet?where=room-{room}&together=1").text
        assert table.count("07:30–11:00 Xưởng may") == 4
        assert client.get("/attendance/weeks/sheet?q=nobody").status_code == 303
        assert client.get("/attendance/weeks?export=xlsx").status_code == 200
        stay = client.get(f"/admissions/{an}").text.partition('id="attendance"')[2].partition("</section>")[0]
        assert "Buổi tới" in stay
        assert f"/attendance/stays/{an}/week" in stay
        medical = sign_in(Role.MEDICAL)
        assert "Bảng tính" not in medical.get(f"/attendance/stays/{cuong}/week").text
        assert medical.get(f"/attendance/stays/{cuong}/week.xlsx").status_code == 403


@pytest.mark.any_database
def test_no_word_in_an_address_is_an_order_to_build_one(workshop: Workshop, sign_in: SignIn) -> None:
    """``url_for`` has names of its own ("endpoint", "_method" …): every list on paper passes on what it was asked."""
    with clock.set_to(DURING):
        client = sign_in(Role.DIRECTOR)
        for path in (
            "/activities/holidays",
            "/activities/holidays/sheet",
            *("/assignments", "/assignments/people", "/assignments/review", "/assignments/waiting"),
            *("/assignments/permissions", "/assignments/paper/waiting", "/log"),
            *("/attendance/corrections", "/attendance/refusals", "/attendance/sheets", "/attendance/paper/refusals"),
            "/attendance/weeks/sheet",
            "/courses/certificates",
            "/courses/certificates/sheet",
        ):
            for asked in ("endpoint=x", "_method=XX", "_scheme=javascript", "_external=1", "_anchor=x", "which=x"):
                answer = client.get(f"{path}?q=&{asked}")
                assert answer.status_code == 200, (path, asked)
                assert "javascript:" not in answer.text
