"""The pages of releases: the list, marking, paper, grounds, the first page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.rules.movements import MovementKind as K
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.clock import moment_of
from rehab_center.permissions import EVERYWHERE, Role
from rehab_center.release.forms import tick_of
from rehab_center.release.queries.coverage import gaps
from rehab_center.release.queries.leaving import leaving, steps_on, stopped
from tests.admissions.stays import Centre, decision
from tests.today.test_views import block, statements

SignIn = Callable[..., FlaskClient]
LAST = date(2025, 9, 10)
DAY = timedelta(days=1)


@pytest.fixture
def full(centre: Centre) -> Centre:
    """One leaves today, one in ten days, one is at large, one was kept since yesterday."""
    centre.admit(centre.person("Về Hôm Nay"))
    later = {"admitted_on": date(2024, 3, 20), "decision": decision(date(2024, 3, 15))}
    centre.admit(centre.person("Về Sau"), **later)
    out = centre.admit(centre.person("Đang Trốn"))
    centre.move(out, K.ESCAPED, date(2025, 9, 1), now=moment_of(date(2025, 9, 1), 9))
    centre.admit(centre.person("Giữ Quá"), admitted_on=date(2024, 3, 9))
    return centre


def test_the_list_its_steps_and_its_marks(full: Centre, sign_in: SignIn, session: Session) -> None:
    with clock.set_to(moment_of(LAST, 18)):
        client = sign_in(Role.INTAKE)
        page = client.get("/release").text
        assert page.index("Giữ Quá") < page.index("Về Hôm Nay") < page.index("Về Sau")
        assert "Đang Trốn" in page[page.index('id="stopped"') :]
        for query, names in {"step=over": ["Giữ Quá"], "step=today": ["Về Hôm Nay"], "step=15": ["Về Sau"]}.items():
            found = client.get(f"/release?{query}&export=csv").text
            assert [name in found for name in ("Giữ Quá", "Về Hôm Nay", "Về Sau")].count(True) == len(names)
            assert names[0] in found
        ticks = [tick_of(1, LAST), tick_of(2, LAST + 10 * DAY)]
        data = {"stays": ticks, "paper": "family-notice", "done_on": "01/09/2025"}
        assert client.post("/release?step=today", data=data | {"stays": []}).status_code == 422
        moved = client.post("/release", data=data | {"stays": [tick_of(1, LAST - DAY)]})
        assert moved.status_code in (409, 422)
        assert client.post("/release", data=data | {"done_on": "11/09/2025"}).status_code == 422
        for _twice in range(2):
            kept = client.post("/release?zone=Khu+A&step=15", data=data)
            assert (kept.status_code, kept.location) == (303, "/release?step=15&zone=Khu+A")
        assert "Còn 1 đến 7 ngày</option>" in page
        assert "Còn 0 đến" not in page
        session.rollback()  # what was read before the marks
        steps = steps_on(session, LAST)
        rows = {row.full_name: row for row in leaving(session, scope=EVERYWHERE, today=LAST, steps=steps)}
        assert {name: len(row.marks) for name, row in rows.items()} == {"Giữ Quá": 0, "Về Hôm Nay": 1, "Về Sau": 1}
        assert (rows["Về Sau"].step, steps.band(15)) == (15, (8, 15))
        (still,) = stopped(session, scope=EVERYWHERE, today=LAST)
        assert (still.full_name, still.since, still.remaining_days) == ("Đang Trốn", date(2025, 9, 1), 9)
        session.rollback()
        assert "01/09/2025" in client.get("/release/stays/1").text
        assert client.post("/release/marks/1/take-back").status_code == 303
        assert client.post("/release/marks/1/take-back").status_code in (303, 409)
        assert client.post("/release/marks/99/take-back", headers={"Referer": "/release"}).status_code == 404
        assert "01/09/2025" not in client.get("/release/stays/1").text
        assert client.get("/release/stays/99").status_code == 404
        assert sign_in(Role.INSPECTOR).post("/release", data=data).status_code == 403
        assert sign_in(Role.DUTY).get("/release/list").status_code == 403


def test_paper_and_first_page(full: Centre, sign_in: SignIn) -> None:
    """The first page lets the clock strike by itself; hours are counted as of now."""
    with clock.set_to(moment_of(LAST, 16, 20)):
        client = sign_in(Role.DIRECTOR)
    with clock.set_to(moment_of(LAST, 16, 30)):
        page = client.get("/today").text
        held = block(page, "releases")
        assert "23 giờ 30 phút" in held, held
        assert "Về Hôm Nay" in held
        assert "17:00" in held
        assert "Về Sau" not in held
        assert "Giữ Quá" in block(page, "no-ground")
        training = block(sign_in(Role.TRAINING).get("/today").text, "over")
        assert "Giữ Quá" in training
        assert ">Xem<" in training  # whoever may not enter the paper is not asked for it
        assert "Nhập giấy tờ" not in training
        for address in ("/release/list", "/release/day", "/release/gaps", "/release/gaps/list", "/release/stays/4"):
            assert client.get(address).status_code == 200, address
        day = client.get("/release/day").text
        assert "Giữ Quá" in day
        assert "Phiếu tình hình trong ngày" in day
        for address in ("/release/list/file", "/release/day/file", "/release/gaps/list/file"):
            assert client.get(address).data.startswith(b"%PDF"), address
        assert "Giữ Quá" in client.get("/release/gaps?export=csv").text


def test_the_whole_register_costs_few_statements(centre: Centre, session: Session) -> None:
    for number in range(30):
        stay_id = centre.admit(kind=StayKind.VOLUNTARY if number % 3 else StayKind.COMPULSORY, months=12)
        if number % 5 == 0:
            day = date(2024, 6, 20)
            centre.move(stay_id, K.TO_HOSPITAL, day, now=moment_of(day, 9), with_paper=False)
    session.rollback()
    with statements() as seen:
        found = gaps(session, scope=EVERYWHERE, today=date(2024, 7, 20))
    assert len(seen) <= 9
    assert len(found.here) == 6
    assert {row.days for row in found.here} == {31}


def test_only_a_second_person_is_asked_to_check_a_term(centre: Centre, sign_in: SignIn) -> None:
    """A term that grew by a return nobody has checked: others are shown it, the head of the centre is asked."""
    stay_id = centre.admit(centre.person("Chờ Kiểm"))
    centre.move(stay_id, K.ESCAPED, date(2024, 5, 1))
    centre.move(stay_id, K.RETURNED, date(2024, 5, 2))
    with clock.set_to(moment_of(LAST - DAY, 9)):
        asked = {role: block(sign_in(role).get("/today").text, "releases") for role in (Role.DIRECTOR, Role.DUTY)}
    assert all("Chờ Kiểm" in shown for shown in asked.values())
    assert [">Kiểm thời hạn<" in shown for shown in asked.values()] == [True, False]
    assert ">Xem<" in asked[Role.DUTY]
