"""The pages of work and classes: a programme from nothing to a printed week, few statements for a full day."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities import hooks, queries
from rehab_center.activities.kinds import ActivityKind, CourseLevel, Subject
from rehab_center.activities.models import Activity, Holiday
from rehab_center.activities.queries import weekly_minutes
from rehab_center.activities.queries.programmes import activity
from rehab_center.activities.work import make
from rehab_center.audit.models import AuditEntry
from rehab_center.db import transaction
from rehab_center.permissions import EVERYWHERE, Role
from rehab_center.policies.rules import Confidence, PolicyKind
from rehab_center.policies.services import set_value
from tests.activities.programmes import make_programme, session_id, sessions, slot_ids
from tests.admissions.stays import NOW, Centre
from tests.placements.test_views import counted

SignIn = Callable[..., FlaskClient]
MOST_STATEMENTS = 15
COURSE = {
    "name": "May công nghiệp khóa 2",
    "trade": "May",
    "place": "Phòng may",
    "level": "short",
    "capacity": "15",
    "begins_on": "17/6/2024",
    "min_stage": "4",
    "clearance": "class",
    "sex": "",
    "course_hours": "300",
    "paper_number": "9/HĐ-ĐT",
    "paper_on": "1/6/2024",
    "paper_issuer": "Trường Trung cấp Thử",
}


def test_a_course_is_set_up_meets_is_printed_and_closed(session: Session, centre: Centre, sign_in: SignIn) -> None:
    with clock.set_to(NOW):
        client = sign_in(Role.TRAINING)
        assert "Chưa có chương trình nào" in client.get("/activities/programmes").text
        assert '"/activities/programmes/new"' in client.get("/activities").text
        assert '"/activities/programmes/new/vocational"' in client.get("/activities/programmes/new").text
        page = client.get("/activities/programmes/new/vocational").text
        assert 'name="trade"' in page
        assert 'name="employer"' not in page
        wrong = client.post("/activities/programmes/new/vocational", data=COURSE | {"ends_on": "1/6/2024"})
        assert wrong.status_code == 422
        assert "Ngày cuối không thể trước ngày bắt đầu" in wrong.text
        assert 'value="May công nghiệp khóa 2"' in wrong.text
        made = client.post("/activities/programmes/new/vocational", data=COURSE)
        session.rollback()
        one = session.scalars(select(Activity)).one()
        assert made.headers["Location"].endswith(f"/activities/programmes/{one.id}/times/new")
        assert (one.level, one.course_hours, one.employer, one.document_id is None) == ("short", 300, None, False)
        times = {"weekdays": ["1", "5"], "begins": "7h30", "ends": "1100", "valid_from": "17/6/2024", "rotation": "2"}
        refused = client.post(f"/activities/programmes/{one.id}/times/new", data=times | {"ends": "7h"})
        assert "Giờ kết thúc phải sau giờ bắt đầu" in refused.text
        assert client.post(f"/activities/programmes/{one.id}/times/new", data=times).status_code == 303
        page = client.get(f"/activities/programmes/{one.id}?on=17/6/2024").text
        assert "thứ Hai, 17/06/2024" in page
        assert "07:30–11:00" in page
        assert "2 tuần một lần" in page
        assert [day.day for day, *_state in sessions(one.id)][:3] == [17, 21, 1]
        short = COURSE | {"name": "Hàn", "level": "elementary", "course_hours": "299", "begins_on": "3/6/2024"}
        made = client.post("/activities/programmes/new/vocational", data=short | {"ends_on": "12/6/2024"})
        over = {"weekdays": ["1"], "begins": "13h", "ends": "15h", "valid_from": "3/6/2024", "rotation": "1"}
        page = client.post(made.headers["Location"], data=over, follow_redirects=True).text
        assert "chương trình đã qua ngày cuối, không có buổi nào được lập" in page
        assert "Khóa sơ cấp có ít nhất 300 giờ, khóa này 299" in page
        assert "Khóa sơ cấp có ít nhất" not in page_of(client, one.id)
        cancelled = session_id(one.id, date(2024, 6, 21))
        client.post(f"/activities/sessions/{cancelled}/cancel", data={"reason": "teacher", "note": "Cô Hoa ốm"})
        assert "Người phụ trách vắng: Cô Hoa ốm" in client.get("/activities/week?on=17/6/2024").text + page_of(
            client, one.id
        )
        session.rollback()
        course = activity(session, one.id, EVERYWHERE)
        ended = replace(course, closed_on=date(2024, 6, 20))  # nothing any more then, though its times have no end
        weeks = [weekly_minutes([each], date(2024, 6, 17))[one.id] for each in (course, ended)]
        assert weeks == [420, 210]
        book = client.get(f"/activities/programmes/{one.id}/week.xlsx?on=17/6/2024")
        rows = list(openpyxl.load_workbook(io.BytesIO(book.data)).worksheets[0].values)
        assert [row[4] for row in rows[1:3]] == [3.5, 0]
        paper = client.get(f"/activities/programmes/{one.id}/week?on=17/6/2024").text
        assert "Hủy: Người phụ trách vắng (Cô Hoa ốm)" in paper
        books = openpyxl.load_workbook(io.BytesIO(client.get("/activities/week.xlsx?on=17/6/2024").data)).worksheets[0]
        assert [row[5] for row in books.values][1:3] == ["May công nghiệp khóa 2"] * 2
        for place in ("Phòng may", "Không có nơi này"):  # a place that is none shows them all
            paper = client.get(f"/activities/week/sheet?on=17/6/2024&place={place}").text
            assert "Số buổi có tổ chức: 1, 3,5 giờ" in paper
        assert client.post(f"/activities/sessions/{cancelled}/plan").status_code == 303
        assert (
            client.post(f"/activities/times/{slot_ids(one.id)[0]}/end", data={"last_on": "17/6/2024"}).status_code
            == 303
        )
        extra = {"on": "18/6/24", "begins": "8h", "ends": "9h"}
        assert client.post(f"/activities/programmes/{one.id}/sessions/new", data=extra).status_code == 303
        form = client.get(f"/activities/programmes/{one.id}/edit").text
        version = re.search(r'name="version"[^>]*value="(\d+)"', form)
        assert version
        edited = COURSE | {"name": "May khóa 2", "version": version[1], "paper_number": ""}
        assert client.post(f"/activities/programmes/{one.id}/edit", data=edited).status_code == 303
        second = client.post(f"/activities/programmes/{one.id}/edit", data=edited | {"name": "May khóa 3"})
        assert second.status_code == 409
        assert "May khóa 2" in second.text
        close = client.post(
            f"/activities/programmes/{one.id}/close", data={"last_on": "14/6/2024", "reason": "Thiếu người"}
        )
        assert "Ngày ấy chương trình không hoạt động" in close.text  # it has not begun
        assert (
            client.get("/activities/programmes?q=may&kind=vocational&state=coming&export=csv").text.count("May khóa 2")
            == 1
        )
    session.rollback()
    acts = set(session.scalars(select(AuditEntry.act)))
    assert {"activity.week-exported", "activity.list-exported", "activity.session-planned-again"} <= acts


def page_of(client: FlaskClient, activity_id: int) -> str:
    """The page of a programme in the week of 17/6/2024."""
    return client.get(f"/activities/programmes/{activity_id}?on=17/6/2024").text


def test_holidays_are_entered_seen_and_withdrawn(session: Session, centre: Centre, sign_in: SignIn) -> None:
    activity_id = make_programme(centre, 1)
    with clock.set_to(NOW):
        client = sign_in(Role.DIRECTOR)
        given = {"name": "Nghỉ thử", "on": "17/6/2024", "until": "19/6/2024"}
        for wrong, words in (
            ({"until": "16/6/2024"}, "ngày liền nhau"),
            ({"moved_from": "22/6/2024"}, "Ngày hoán đổi chỉ thay cho một ngày"),
            ({"on": "2/9/2024", "until": ""}, "ngày nghỉ lễ theo luật"),
        ):
            refused = client.post("/activities/holidays/new", data=given | wrong)
            assert refused.status_code == 422
            assert words in refused.text
        assert client.post("/activities/holidays/new", data=given).status_code == 303
        page = client.get("/activities/holidays?year=2024").text
        assert page.count("Nghỉ thử") >= 3
        assert "Ngày Chiến thắng 30/4" in page
        assert "Ngày nghỉ: Nghỉ thử" in client.get("/activities?on=17/6/2024").text
        session.rollback()
        row = session.scalars(select(Holiday).order_by(Holiday.id)).first()
        assert row
        assert client.post(f"/activities/holidays/{row.id}/withdraw", data={"reason": "Nhầm"}).status_code == 303
        assert "Đã rút" in client.get("/activities/holidays?year=2024").text
        assert client.get("/activities/holidays?year=99999&centre=").status_code in (200, 404)
        by_law = client.get("/activities/holidays?year=2024&kind=law").text
        assert "Quốc khánh" in by_law
        assert "Nghỉ thử" not in by_law
        found = client.get("/activities/holidays?year=2024&q=nghi+thu&export=csv").text
        assert found.count("Nghỉ thử") == 3
        assert "Quốc khánh" not in found
        paper = client.get("/activities/holidays/sheet?year=2024&kind=decision").text
        assert paper.count("Nghỉ thử") == 2
        assert client.get("/activities/holidays/sheet/file?year=2024").data.startswith(b"%PDF-")
        with client.session_transaction() as kept:
            kept["language"] = "en"
        for path, said in (("", "National Day"), ("/sheet", "Quốc khánh")):  # a paper is Vietnamese for every reader
            assert said in client.get(f"/activities/holidays{path}?year=2024&q=national&sort=name").text
        assert sign_in(Role.DUTY).post("/activities/holidays/new", data=given).status_code == 403
    assert (date(2024, 6, 17), "planned", None) in sessions(activity_id)


def test_how_far_ahead_sessions_are_made_is_a_convention(session: Session, centre: Centre, sign_in: SignIn) -> None:
    """Six weeks at first; a longer one is made by the next night's work, which the page names."""
    activity_id = make_programme(centre, 1)
    assert max(on for on, _state, _why in sessions(activity_id)) == date(2024, 7, 22)
    with transaction() as writing:
        set_value(writing, PolicyKind.SESSIONS_AHEAD_DAYS, valid_from=clock.day_of(NOW), value="70",
                  citation="12/QĐ-CS", confidence=Confidence.CONFIRMED, actor=centre.actor, now=NOW)  # fmt: skip
    with clock.set_to(NOW):
        make(centre.actor)
        page = sign_in(Role.DUTY).get("/activities/week").text
    assert max(on for on, _state, _why in sessions(activity_id)) == date(2024, 8, 19)
    assert "đến hết ngày 23/08/2024" in page
    assert "Lập các buổi của những tuần tới" in page


def test_a_full_day_takes_few_statements_and_says_where_places_are_free(
    session: Session, centre: Centre, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = [
        {},
        {"kind": ActivityKind.VOCATIONAL, "trade": "Mộc", "level": CourseLevel.ELEMENTARY},
        {"kind": ActivityKind.EDUCATION, "subject": Subject.LAW},
    ]
    for number in range(40):
        make_programme(centre, 5, begins=400 + number, ends=600, name=f"Chương trình {number:02}", **kinds[number % 3])
    first = min(one.activity_id for one in queries.sessions_of(session, clock.day_of(NOW), scope=EVERYWHERE))
    with clock.set_to(NOW):
        client = sign_in(Role.DUTY)
        client.get("/activities")
        with counted() as sent:
            page = client.get("/activities").text
        assert len(sent) <= MOST_STATEMENTS
        assert page.count("<tr>") == 41
        assert ">800<" in page  # nobody takes part yet
        monkeypatch.setattr(hooks, "_counts", {})
        assert "Chỗ trống" not in client.get("/activities").text  # nobody keeps who takes part
        monkeypatch.setattr(hooks, "_counts", {"a test": lambda _session, ids, _day: {first: 23}})
        page = client.get("/activities").text
        assert "quá số chỗ" in page  # 23 on 20 places
        assert ">780<" in page  # 39 × 20 left
        page = client.get("/activities?kind=education").text
        assert page.count("<tr>") == 14
        assert ">260<" in page  # 13 × 20 left, of this kind only
        full = openpyxl.load_workbook(io.BytesIO(client.get("/activities/day.xlsx").data)).worksheets[0]
        assert [row[7:9] for row in full.values][1:3] == [(23, -3), (0, 20)]
        assert "Số buổi có tổ chức: 40; số buổi bị hủy: 0" in client.get("/activities/day/sheet").text
        narrowed = client.get("/activities/day/sheet?kind=education").text
        assert "Chỉ gồm: giáo dục, tư vấn." in narrowed
        assert "Số buổi có tổ chức: 13; số buổi bị hủy: 0" in narrowed
        assert "/activities/day/sheet/file?kind=education" in narrowed
        kept = client.get("/activities/day.xlsx?kind=education").data
        taught = [row[0] for row in openpyxl.load_workbook(io.BytesIO(kept)).worksheets[0].values]
        assert len(taught) == 1 + 13 + 2  # and what it was narrowed to, below
        assert taught[-1] == "Giáo dục, tư vấn"
        assert client.get("/activities?kind=nothing&on=31/02/2024").status_code == 200
        assert "cancel" not in client.get("/activities").text
        with counted() as sent:
            assert client.get("/activities/programmes?state=running&sort=free&order=desc").status_code == 200
        assert len(sent) <= MOST_STATEMENTS


def test_who_meets_in_the_same_place_is_said(session: Session, centre: Centre, sign_in: SignIn) -> None:
    """Two classes in one room at one hour are nobody's intention: it is seen on the page of each, and stops nobody."""
    mine = make_programme(centre, 2, 4, name="Lớp một")
    make_programme(centre, 4, begins=600, ends=700, name="Lớp hai", place="nhà xưởng 1")
    make_programme(centre, 4, name="Lớp ba", place="Nhà xưởng 2")
    make_programme(centre, 3, name="Lớp bốn")
    make_programme(centre, 2, name="Lớp năm", ends_on=clock.day_of(NOW) - timedelta(days=1))
    with clock.set_to(NOW):
        page = sign_in(Role.DUTY).get(f"/activities/programmes/{mine}").text
    assert "Cùng nơi, cùng giờ" in page
    assert [name for name in ("hai", "ba", "bốn", "năm") if f"Lớp {name}" in page] == ["hai"]
