"""The lines of work and classes: a plain count over the rows, each number open onto what it counts, and frozen."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.kinds import ActivityKind, CancelReason, CourseLevel, Subject
from rehab_center.activities.models import Activity, ActivitySession
from rehab_center.activities.rules.facts import ActivityFacts
from rehab_center.activities.services.programmes import create_activity
from rehab_center.activities.services.sessions import add_session, cancel_session
from rehab_center.admissions.models import Admission
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.assignments.kinds import OverrideReason, PauseReason
from rehab_center.assignments.models import Assignment, AssignmentOverride, AssignmentPause
from rehab_center.attendance.kinds import Attended, SheetKind, WalkInReason
from rehab_center.attendance.models import AttendanceMark
from rehab_center.attendance.queries.sessions import meeting_page
from rehab_center.attendance.rules.marking import Mark
from rehab_center.attendance.services.corrections import (
    confirm_correction,
    propose_correction,
    refuse_correction,
)
from rehab_center.attendance.services.marking import mark_session
from rehab_center.attendance.services.sheets import Returned, print_sheet, take_back
from rehab_center.attendance.services.walk_ins import WalkInFacts, mark_walk_in
from rehab_center.audit.recorder import record
from rehab_center.clock import moment_of
from rehab_center.courses.kinds import CertificateKind
from rehab_center.courses.models import Certificate
from rehab_center.dates import DateRange
from rehab_center.db import db, transaction
from rehab_center.figures.work import work_figures
from rehab_center.periods import PeriodKind, parse_period
from rehab_center.permissions import EVERYWHERE, Actor, Role
from rehab_center.reports import paper, queries, wording
from rehab_center.reports.drafts import draft_page, material
from rehab_center.reports.queries import ReportPage
from rehab_center.reports.tables import tables
from tests.admissions.stays import SECOND, Centre, make_centre
from tests.attendance.workshop import BEGINS, ENDS, assign
from tests.placements.test_views import counted
from tests.reports.test_paper import words_of
from tests.reports.test_views import rows_of

MONTH = parse_period(PeriodKind.MONTH, "2025-06")
DAYS = DateRange(date(2025, 5, 15), date(2025, 6, 14))
BEFORE = DateRange(date(2024, 5, 15), date(2024, 6, 14))
HELD = (date(2024, 5, 13), *(date(2024, 6, day) for day in (3, 14)), date(2025, 5, 14), date(2025, 5, 15),
        date(2025, 5, 26), date(2025, 6, 2), date(2025, 6, 14), date(2025, 6, 16))  # fmt: skip
NAMES = ("Trần Văn An", "Lê Văn Bình", "Phạm Văn Cường", "Vũ Văn Dũng", "Đỗ Thị Én")
SignIn = Callable[..., FlaskClient]


def during(on: date) -> datetime:
    return moment_of(on, 12)


class World:
    """Two workshops, a course, a class; five people who come, come late, refuse and stay away in turn."""

    def __init__(self, actor: Actor) -> None:
        self.centre = centre = make_centre(actor)
        self.stays = [centre.admit(centre.person(name)) for name in NAMES]
        course = {"trade": "May công nghiệp", "level": CourseLevel.ELEMENTARY}
        self.programmes = [
            self.programme(centre, "Xưởng may", ActivityKind.LABOUR),
            self.programme(centre, "Vườn rau", ActivityKind.LABOUR),
            self.programme(centre, "Lớp may", ActivityKind.VOCATIONAL, **course),
            self.programme(centre, "Pháp luật", ActivityKind.EDUCATION, subject=Subject.LAW),
        ]
        written: list[tuple[int, date, dict[int, Mark]]] = []
        ways = cycle([*[Attended.PRESENT] * 3, Attended.REFUSED, Attended.LATE, Attended.SICK, Attended.UNEXCUSED])
        for index, programme in enumerate(self.programmes):
            for stay in self.stays[: 5 - index]:
                assign(centre, stay, programme)
            for on in HELD:
                marks = {}
                for stay in self.stays[: 5 - index]:
                    way = next(ways)
                    minutes = 100 if way is Attended.LATE else None
                    marks[stay] = Mark(way, minutes, note="Nêu rõ" if way.value in ("refused", "unexcused") else None)
                written.append((programme, on, marks))
        with transaction() as session:
            for programme, on, marks in written:
                key = add_session(session, programme, on=on, begins=BEGINS, ends=ENDS, actor=self.actor, now=during(on))
                mark_session(session, key, marks, expected_version=0, actor=self.actor, now=during(on))

    @staticmethod
    def programme(centre: Centre, name: str, kind: ActivityKind, **more: Any) -> int:
        facts = ActivityFacts(kind, name, 30, date(2024, 1, 1), **more)
        with transaction() as session:
            return create_activity(session, centre.facility_id, facts=facts, actor=centre.actor, now=clock.now())

    @property
    def actor(self) -> Actor:
        return self.centre.actor

    def meet(self, programme: int, on: date, ends: int = ENDS) -> int:
        with transaction() as session:
            return add_session(session, programme, on=on, begins=BEGINS, ends=ends, actor=self.actor, now=during(on))

    def mark(self, session_id: int, marks: dict[int, Mark], on: date) -> None:
        with transaction() as session:
            mark_session(session, session_id, marks, expected_version=0, actor=self.actor, now=during(on))

    def life(self) -> None:
        """Somebody in hospital, a pause, two permissions, corrections, sheets, cancelled and forgotten sessions."""
        self.centre.move(self.stays[0], MovementKind.TO_HOSPITAL, date(2025, 6, 10), now=during(date(2025, 6, 10)))
        with transaction() as session:
            held = {(one.admission_id, one.activity_id): one.id for one in session.scalars(select(Assignment))}
            session.add(
                AssignmentPause(
                    assignment_id=held[self.stays[4], self.programmes[0]],
                    from_on=date(2025, 6, 1),
                    reason=PauseReason.HEALTH.value,
                    recorded_at=clock.now(),
                    actor="Ai đó",
                )
            )
            for stay, first, last in (
                (0, date(2025, 4, 1), date(2025, 7, 1)),
                (2, date(2025, 6, 1), date(2025, 7, 1)),
                (2, date(2025, 3, 1), date(2025, 5, 14)),
            ):
                session.add(
                    AssignmentOverride(
                        assignment_id=held[self.stays[stay], self.programmes[0]],
                        rule="day-hours",
                        note="Theo công văn",
                        reason=OverrideReason.URGENT_WORK.value,
                        signed_on=first,
                        signed_by="Giám đốc",
                        expires_on=last,
                        recorded_at=during(first),
                    )
                )
            for number, on in enumerate((date(2024, 6, 1), date(2025, 6, 1), date(2025, 6, 2), date(2025, 6, 15))):
                session.add(
                    Certificate(
                        facility_id=self.centre.facility_id,
                        activity_id=self.programmes[2],
                        admission_id=self.stays[number],
                        kind=CertificateKind.ELEMENTARY.value,
                        number=str(number),
                        number_key=str(number),
                        issued_on=on,
                        first_on=on,
                        issuer="Trường trung cấp nghề",
                        issuer_key="truong",
                        trade="May công nghiệp",
                        level=CourseLevel.ELEMENTARY.value,
                        recorded_at=during(on),
                        actor="Ai đó",
                    )
                )
            record("test.life", actor=self.actor, at=clock.now())
        self._correct(date(2025, 5, 26), date(2025, 6, 5), refused=False)
        self._correct(date(2025, 6, 2), date(2025, 6, 6), refused=True)
        self._correct(date(2025, 6, 14), date(2025, 6, 20), refused=False)
        for number, on in enumerate((date(2025, 6, 3), date(2025, 6, 4), date(2025, 6, 20))):
            key = self.meet(self.programmes[number % 2], on)
            with transaction() as session:
                cancel_session(session, key, reason=CancelReason.POWER, actor=self.actor, now=during(on))
        self.meet(self.programmes[0], date(2025, 6, 5))
        with transaction() as session:
            sheets = [
                print_sheet(session, SheetKind.ROLL, self._session_on(session, on), actor=self.actor, now=during(on))
                for on in (date(2025, 5, 26), date(2025, 6, 2), date(2025, 6, 14))
            ]
            take_back(
                session,
                sheets[0],
                Returned(signed=True),
                expected_version=1,
                actor=self.actor,
                now=during(date(2025, 5, 27)),
            )

    def _session_on(self, session: Session, on: date) -> int:
        query = select(ActivitySession.id).where(ActivitySession.on == on).order_by(ActivitySession.id).limit(1)
        return session.scalars(query).one()

    def _correct(self, on: date, decided: date, *, refused: bool) -> None:
        with transaction() as session:
            key = self._session_on(session, on)
            page = meeting_page(session, key, scope=EVERYWHERE)
            correction = propose_correction(
                session,
                key,
                {page.people[1].stay_id: Mark(Attended.LATE, 45)},
                reason="Ghi nhầm",
                expected_version=page.version,
                actor=self.actor,
                now=during(decided),
            )
        with transaction() as session:
            if refused:
                refuse_correction(session, correction, answer="Không đúng", actor=SECOND, now=during(decided))
            else:
                confirm_correction(session, correction, actor=SECOND, now=during(decided))


@pytest.fixture
def world(session: Session, actor: Actor) -> World:
    return World(actor)


def plain_count(session: Session) -> dict[str, int]:
    """The same figures, counted row by row."""
    session.rollback()
    marks = session.scalars(select(AttendanceMark)).all()
    replaced = {one.replaces_id for one in marks}
    meetings = {one.id: one for one in session.scalars(select(ActivitySession))}
    programmes = {one.id: one for one in session.scalars(select(Activity))}
    person = {one.id: one.resident_id for one in session.scalars(select(Admission))}
    names = {"labour": "labour", "vocational": "course", "education": "class"}
    people: dict[str, set[int]] = {}
    sums: Counter[str] = Counter()
    for mark in marks:
        meeting = meetings[mark.activity_session_id]
        if mark.id in replaced or meeting.state == "cancelled":
            continue
        end = "" if meeting.on in DAYS else "_same_period" if meeting.on in BEFORE else None
        if end is None:
            continue
        kind = names[programmes[meeting.activity_id].kind]
        if mark.attended in ("present", "late", "left-early"):
            people.setdefault(f"{kind}_people{end}", set()).add(person[mark.admission_id])
            sums[f"{kind}_hours{end}"] += mark.minutes or 0
        if mark.attended == "refused" and not end:
            sums["refusals"] += 1
            people.setdefault("refusing_people", set()).add(person[mark.admission_id])
    held = {one.activity_session_id for one in marks if one.attended not in ("sick",)}
    sums["sessions_held"] = sum(one.on in DAYS and one.id in held for one in meetings.values())
    sums["sessions_cancelled"] = sum(one.on in DAYS and one.state == "cancelled" for one in meetings.values())
    return {code: len(some) for code, some in people.items()} | sums


def test_the_lines_of_a_month(world: World, session: Session, sign_in: SignIn, app: Flask, tmp_path: Path) -> None:
    world.life()
    report = queries.report_page(session, build(world), scope=EVERYWHERE)
    _as_a_plain_count_says(session, report)
    _each_number_opens(sign_in(Role.DIRECTOR), session, report)
    words = words_of(paper.kept(report), tmp_path)
    for table in tables(report)[4:]:
        for row in table.rows:
            assert f"{row.words} {' '.join(cell.printed for cell in row.cells)} {row.number}" in words, row.words
    told = app.test_cli_runner().invoke(args=["report", "cell", str(report.line.id), "sessions_cancelled", "--json"])
    answer = json.loads(told.stdout)
    assert [one["on"] for one in answer["items"]] == ["2025-06-03", "2025-06-04"]
    assert answer["people"] == []
    key = world.meet(world.programmes[0], date(2025, 6, 6))
    world.mark(key, {world.stays[2]: Mark(Attended.PRESENT)}, date(2025, 6, 6))
    session.rollback()
    assert queries.report_page(session, report.line.id, scope=EVERYWHERE) == report
    again = live(session, world.centre.facility_id)
    assert again["sessions_held"].value == (report["sessions_held"].value or 0) + 1
    session.rollback()
    with counted() as sent:
        work_figures(session, MONTH, scope=EVERYWHERE, known_at=clock.now())
    assert sum("SELECT" in one for one in sent) <= 16


def _as_a_plain_count_says(session: Session, report: ReportPage) -> None:
    expected = plain_count(session)
    hours = {code: value for code, value in expected.items() if "hours" in code}
    assert len(hours) == 6
    for code, value in expected.items():
        assert report[code].value == (round(Decimal(value) / 60, 2) if code in hours else value), code
        people = queries.cell_people(session, report.line.id, code, scope=EVERYWHERE).people
        if code in hours or code == "refusals":
            assert sum(one.amount or 0 for one in people) == value
    assert report["labour_people_percent"].printed == "100%"
    fixed = {"overrides_signed": 1, "overrides_in_force": 2, "sessions_unmarked": 1, "corrections": 1,
             "sheets_printed": 3, "sheets_missing": 2, "labour_end": 3, "course_end": 2, "class_end": 1,
             "trade_elementary_may_cong_nghiep": 3, "subject_law_end": 1}  # fmt: skip
    assert {code: report[code].value for code in fixed} == fixed


def _each_number_opens(client: FlaskClient, session: Session, report: ReportPage) -> None:
    report_id = report.line.id
    page = client.get(f"/reports/{report_id}").text
    shown = page[page.index("Bảng 5.") :].split("Mọi số liệu")[0]
    codes = re.findall(rf'href="/reports/{report_id}/figures/(\w+)"', shown)
    work = [cell for table in tables(report)[4:] for row in table.rows for cell in row.cells]
    assert codes[: len(work)] == [cell.code for cell in work]
    everything = ""
    for cell in work:
        opened = client.get(f"/reports/{report_id}/figures/{cell.code}")
        assert opened.status_code == 200, cell.code
        found = queries.cell_people(session, report_id, cell.code, scope=EVERYWHERE)
        if not cell.code.endswith("_percent"):
            everything += opened.text
            assert rows_of(opened.text) == found.counted + found.outside, cell.code
    assert "bệnh viện" not in everything.lower()
    assert "sức khỏe" not in everything.split("<main")[-1].lower()
    at_end = client.get(f"/reports/{report_id}/figures/labour_end").text
    assert ("vắng mặt hôm đó" in at_end, "tạm nghỉ hôm đó" in at_end) == (True, True)
    hours = client.get(f"/reports/{report_id}/figures/labour_hours?sort=amount&order=desc").text
    assert re.search(r"\d+ giờ( \d\d)?", hours)
    override = client.get(f"/reports/{report_id}/figures/overrides_in_force").text
    assert "Giám đốc" in override
    assert "Theo công văn" not in override
    assert client.get(f"/reports/{report_id}/figures/sessions_held?q=vuon&export=csv").data.count(b"\n") == 5


def test_what_was_not_marked_from_the_first_day_on_is_no_number(session: Session, actor: Actor) -> None:
    centre = make_centre(actor)
    shop = World.programme(centre, "Xưởng may", ActivityKind.LABOUR)
    assign(centre, stay := centre.admit(), shop)
    report = live(session, centre.facility_id)
    assert (report["labour_people"].printed, report["labour_end"].printed) == ("sổ chưa đủ", "1")
    assert "Điểm danh trên máy chưa có;" in wording.marking_sentence(report)
    on = date(2025, 5, 20)
    with transaction() as writing:
        key = add_session(writing, shop, on=on, begins=BEGINS, ends=ENDS, actor=actor, now=during(on))
        mark_session(writing, key, {stay: Mark(Attended.PRESENT)}, expected_version=0, actor=actor, now=during(on))
    report = live(session, centre.facility_id, "2025-07")
    printed = [report[code].printed for code in ("labour_people", "labour_people_same_period", "labour_people_percent")]
    assert printed == ["0", "sổ chưa đủ", "–"]
    assert "Điểm danh trên máy có từ ngày 20/05/2025;" in wording.marking_sentence(report)


def test_guests_and_who_need_not_come_neither_took_part_nor_stayed_away(session: Session, actor: Actor) -> None:
    centre = make_centre(actor)
    shop = World.programme(centre, "Xưởng may", ActivityKind.LABOUR)
    an, binh, cuong, guest = (centre.admit(centre.person(name)) for name in NAMES[:4])
    for stay in (an, binh, cuong):
        assign(centre, stay, shop)
    free, ill = Mark(Attended.NOT_REQUIRED, note="Nghỉ bù"), Mark(Attended.SICK)
    for on, bad in ((date(2025, 5, 15), free), (date(2025, 5, 26), ill), (date(2025, 6, 2), ill)):
        with transaction() as writing:
            marks = {an: Mark(Attended.PRESENT), binh: free, cuong: bad}
            key = add_session(writing, shop, on=on, begins=BEGINS, ends=ENDS, actor=actor, now=during(on))
            mark_session(writing, key, marks, expected_version=0, actor=actor, now=during(on))
        with transaction() as writing:
            facts = WalkInFacts(WalkInReason.GUEST, Mark(Attended.PRESENT), "Xem xưởng")
            seen = meeting_page(writing, key, scope=EVERYWHERE).version
            mark_walk_in(writing, key, guest, facts, expected_version=seen, actor=actor, now=during(on))
    session.rollback()
    found = {one.code: one for one in work_figures(session, MONTH, scope=EVERYWHERE, known_at=clock.now())}
    people, hours = found["labour_people"], found["labour_hours"]
    assert [one.admission_id for one in people.people or ()] == [an]
    assert [one.admission_id for one in hours.people or ()] == [an]
    (outside,) = people.just_excluded or ()
    assert (outside.admission_id, outside.on) == (cuong, date(2025, 5, 26))
    assert outside.reason.params["count"] == 2


def live(session: Session, facility_id: int, month: str = "2025-06") -> ReportPage:
    """A month's report before it is frozen."""
    session.rollback()
    asked = parse_period(PeriodKind.MONTH, month)
    return draft_page(material(session, facility_id=facility_id, period=asked, now=clock.now()))


def build(world: World) -> int:
    """Freeze and print the month."""
    db.session().rollback()
    return paper.build(world.centre.facility_id, MONTH, actor=world.actor)
