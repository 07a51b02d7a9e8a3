"""Somebody who was there without an assignment: the reason and note, what counts, what refuses, the second person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.queries import load_stay
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.attendance.kinds import Attended, RollState, WalkInReason
from rehab_center.attendance.models import AttendanceWalkIn
from rehab_center.attendance.queries.corrections import correction_page
from rehab_center.attendance.queries.sessions import WalkIn, meeting_page
from rehab_center.attendance.queries.walked import Walked, walked_list
from rehab_center.attendance.queries.weeks import WeekPerson, weeks_of
from rehab_center.attendance.rules.marking import Mark
from rehab_center.attendance.services.corrections import confirm_correction, refuse_correction
from rehab_center.attendance.services.walk_ins import WalkInFacts, mark_walk_in
from rehab_center.audit.models import AuditChange
from rehab_center.db import transaction
from rehab_center.errors import Blocked, Conflict, DomainError, NotFound
from rehab_center.permissions import EVERYWHERE, Role, Scope
from rehab_center.web.list_state import ListState
from tests.admissions.stays import SECOND, Centre, make_facility
from tests.attendance.workshop import AFTER_WINDOW, BEGINS, DAY, DURING, ENDS, Workshop, assign, meet, programme

A, W = Attended, WalkInReason
NOTE = "Thay người ốm"


def walk_in(
    workshop: Workshop,
    stay: int,
    reason: W = W.REPLACING,
    mark: Mark | None = None,
    *,
    note: str | None = NOTE,
    session_id: int | None = None,
    now: datetime = DURING,
) -> bool:
    key, facts = session_id or workshop.session_id, WalkInFacts(reason, mark or Mark(A.PRESENT), note)
    with transaction() as session:
        seen = meeting_page(session, key, scope=EVERYWHERE).version
        return mark_walk_in(session, key, stay, facts, expected_version=seen, actor=workshop.centre.actor, now=now)


def listed_walk_ins(session: Session, q: str = "", scope: Scope = EVERYWHERE, **choices: str) -> list[Walked]:
    """The rows of the list, the latest day first."""
    session.rollback()
    rows, total = walked_list(session, ListState(q=q, choices=choices, sort="on", descending=True), scope=scope)
    assert total == len(rows)
    return list(rows)


def test_who_was_there_counts_as_the_reason_says(workshop: Workshop, session: Session) -> None:
    centre, (an, _binh, cuong) = workshop.centre, workshop.stays
    guest, other, away = (centre.admit(centre.person(name)) for name in ("Vũ Văn Khách", "Đỗ Văn Thay", "Hồ Văn Viện"))
    centre.move(away, MovementKind.TO_HOSPITAL, DAY - timedelta(days=1))
    refused = (
        (other, {"now": DURING - timedelta(hours=5)}, Conflict, "has not begun"),
        (an, {}, DomainError, "on the list already"),
        (away, {}, DomainError, "not in the centre"),
        (other, {"mark": Mark(A.SICK)}, DomainError, "came late or left early"),
        (other, {"mark": Mark(A.LATE)}, Blocked, "how many minutes"),
        # No clearance, a stage before labour: it happened all the same, but somebody says why.
        (other, {"note": " "}, DomainError, "Say why"),
    )
    for stay, how, error, says in refused:
        with pytest.raises(error, match=says):
            walk_in(workshop, stay, **how)
    assert walk_in(workshop, other, mark=Mark(A.LATE, 100)) is False
    assert walk_in(workshop, guest, W.GUEST, note="Xem xưởng trước khi xin vào") is False
    page = workshop.page
    rows = {one.stay_id: one for one in page.people}
    assert [(rows[one].expected, rows[one].mark) for one in (guest, other)] == [
        (False, Mark(A.PRESENT, 0)),
        (False, Mark(A.LATE, 100)),
    ]
    why = rows[other].walk_in
    assert why
    assert (why.reason, why.note, why.against_rule) == (W.REPLACING, NOTE, True)
    assert page.state(DURING) is RollState.PARTLY  # those who are expected are not marked yet
    workshop.mark({guest: Mark(A.PRESENT), **{one: Mark(A.PRESENT) for one in workshop.stays}})
    rows = {one.stay_id: one for one in workshop.page.people}
    assert rows[guest].mark == Mark(A.PRESENT, 0)  # a guest's minutes count nothing, however often it is saved
    session.rollback()
    who = [WeekPerson(other, 0, "", "")]
    (week,) = weeks_of(session, who, DAY, facility_id=centre.facility_id, rights=frozenset())
    assert [(item.standing, item.minutes_marked) for item in week.items] == [(None, 100)]
    # Nobody is in two places at once.
    farm = programme(centre, "Trồng rau")
    assign(centre, cuong, farm)
    same_time = meet(centre, farm, DAY, BEGINS, ENDS)
    with pytest.raises(DomainError, match="Xưởng may"):
        walk_in(workshop, other, session_id=same_time)


def test_nobody_of_another_centre(workshop: Workshop, session: Session, sign_in: Callable[..., FlaskClient]) -> None:
    other = Centre(make_facility(workshop.centre.actor, "CS2"), workshop.centre.actor)
    stay = other.admit(other.person("Hà Văn Xa"))
    with pytest.raises(NotFound):
        walk_in(workshop, stay)
    sent = {"version": "0", "walked": "ordered", "attended": "present", "note": NOTE}
    with clock.set_to(DURING):
        for code in ("Hà Văn Xa", load_stay(session, stay, scope=EVERYWHERE).file_code):
            address = f"/attendance/sessions/{workshop.session_id}/walk-in"
            assert sign_in(Role.TRAINING).post(address, data=sent | {"code": code}).status_code == 422


@pytest.mark.any_database
def test_half_a_name_names_nobody(workshop: Workshop, session: Session, sign_in: Callable[..., FlaskClient]) -> None:
    """What is marked is never taken back: who is not called exactly so is told with the code, and not marked."""
    centre = workshop.centre
    stay = centre.admit(centre.person("Đỗ Văn Thanh Bình"))
    code = load_stay(session, stay, scope=EVERYWHERE).file_code
    sent = {"version": "0", "walked": "guest", "attended": "present", "note": "Xem xưởng"}
    address = f"/attendance/sessions/{workshop.session_id}/walk-in"
    with clock.set_to(DURING):
        duty = sign_in(Role.DUTY)
        for typed in ("Đỗ Văn Thanh", "đỗ văn thành bình", "bình đỗ văn thanh"):
            answer = duty.post(address, data=sent | {"code": typed})
            assert (answer.status_code, code in answer.text) == (422, True), typed
            assert "không ai có đúng tên này" in answer.text.lower()
        twins = [centre.admit(centre.person("Lý Văn Đôi")) for _twin in range(22)]  # more than a search shows
        codes = [load_stay(session, one, scope=EVERYWHERE).file_code for one in twins]
        answer = duty.post(address, data=sent | {"code": "ly van doi"})
        assert (answer.status_code, all(one in answer.text for one in codes)) == (422, True)
        assert duty.post(address, data=sent | {"code": "do van thanh binh"}).status_code == 303
    assert [one.stay_id for one in workshop.page.people if one.walk_in] == [stay]
    note = "Xem xưởng"
    session.rollback()
    assert note not in "".join(map(str, session.scalars(select(AuditChange.difference))))


def test_after_the_window_a_second_person_confirms_it(workshop: Workshop, session: Session) -> None:
    """Until then, and after a refusal, the person stands nowhere; a refused one can be told anew."""
    stay = workshop.centre.admit(workshop.centre.person("Đỗ Văn Thay"))
    with pytest.raises(DomainError, match="Say why"):
        walk_in(workshop, stay, W.GUEST, note=" ", now=AFTER_WINDOW)
    assert walk_in(workshop, stay, W.GUEST, now=AFTER_WINDOW) is True
    listed = {one.stay_id for one in workshop.page.people}
    with transaction() as writing:
        refuse_correction(writing, 1, answer="Người này làm thay, không phải dự thính", actor=SECOND, now=AFTER_WINDOW)
    assert listed == {one.stay_id for one in workshop.page.people} == set(workshop.stays)
    assert walk_in(workshop, stay, now=AFTER_WINDOW) is True
    session.rollback()
    page = correction_page(session, 2, scope=EVERYWHERE)
    assert [(one.full_name, one.before, one.after.attended, one.walked, one.against_rule) for one in page.changes] == [
        ("Đỗ Văn Thay", None, A.PRESENT, W.REPLACING, True)
    ]
    session.rollback()
    with transaction() as writing:
        confirm_correction(writing, 2, actor=SECOND, now=AFTER_WINDOW)
    (one,) = (one for one in workshop.page.people if one.stay_id == stay)
    assert one.mark == Mark(A.PRESENT, 210)
    assert one.walk_in == WalkIn(W.REPLACING, NOTE, True, workshop.centre.actor.label, ("detox", "no-clearance"))
    centre, during = workshop.centre, DURING - timedelta(days=1)
    earlier = workshop.meet(DAY - timedelta(days=1))
    walk_in(workshop, centre.admit(centre.person("An Văn Sớm")), W.TRIAL, session_id=earlier, now=during)
    told = [(one.full_name, one.told_at, one.confirmed_by, one.mark) for one in listed_walk_ins(session)]
    assert told == [
        ("Đỗ Văn Thay", AFTER_WINDOW, SECOND.label, Mark(A.PRESENT, 210)),
        ("An Văn Sớm", during, None, Mark(A.PRESENT, 210)),
    ]
    for asked, names in (
        ({"rule": "detox"}, ["Đỗ Văn Thay", "An Văn Sớm"]),
        ({"rule": "full"}, []),
        ({"rule": "none"}, []),
        ({"rule": "any", "reason": "trial"}, ["An Văn Sớm"]),
    ):
        assert [one.full_name for one in listed_walk_ins(session, **asked)] == names, asked
    assert [one.full_name for one in listed_walk_ins(session, "xuong MAY")] == ["Đỗ Văn Thay", "An Văn Sớm"]
    assert [one.full_name for one in listed_walk_ins(session, "do van")] == ["Đỗ Văn Thay"]
    assert listed_walk_ins(session, scope=Scope(frozenset({9999}))) == []


def test_a_walk_in_that_waits_does_not_count_twice(workshop: Workshop, session: Session) -> None:
    """Marked at another session of that time, or assigned after all, while it waited."""
    centre = workshop.centre
    farm = programme(centre, "Trồng rau")
    field = meet(centre, farm, DAY, BEGINS, ENDS)
    elsewhere, listed = (centre.admit(centre.person(name)) for name in ("Đỗ Văn Thay", "Vũ Văn Mới"))
    for number, (stay, says) in enumerate(((elsewhere, "Trồng rau"), (listed, "on the list by now")), start=1):
        walk_in(workshop, stay, now=AFTER_WINDOW)
        if stay == elsewhere:
            walk_in(workshop, stay, session_id=field)
        else:
            assign(centre, stay, workshop.activity_id)
        with transaction() as writing, pytest.raises(Conflict, match=says):
            confirm_correction(writing, number, actor=SECOND, now=AFTER_WINDOW)
        with transaction() as writing:
            refuse_correction(writing, number, answer="Ghi lại", actor=SECOND, now=AFTER_WINDOW)


@pytest.mark.any_database
def test_the_form(workshop: Workshop, session: Session, sign_in: Callable[..., FlaskClient]) -> None:
    stay = workshop.centre.admit(workshop.centre.person("Đỗ Văn Thay"))
    code = load_stay(session, stay, scope=EVERYWHERE).file_code
    address = f"/attendance/sessions/{workshop.session_id}/walk-in"
    with clock.set_to(DURING):
        duty = sign_in(Role.DUTY)
        assert address in duty.get(f"/attendance/sessions/{workshop.session_id}").text
        sent = {"version": "0", "code": code.lower(), "walked": "ordered", "attended": "present", "note": ""}
        unknown = duty.post(address, data=sent | {"code": "XX9"})
        assert unknown.status_code == 422
        assert "XX9" in unknown.text
        other = workshop.centre.admit(workshop.centre.person("Đỗ Văn Thay"))
        both = duty.post(address, data=sent | {"code": "do van thay"})
        assert both.status_code == 422
        assert load_stay(session, other, scope=EVERYWHERE).file_code in both.text
        workshop.centre.move(other, MovementKind.DIED, DAY, now=DURING)
        by_name = duty.post(address, data=sent | {"code": "đỗ văn thay"})
        assert "không giao lao động ở giai đoạn a và b" in by_name.text
        told = duty.post(address, data=sent)
        assert told.status_code == 422
        assert "không giao lao động ở giai đoạn a và b" in told.text
        assert duty.post(address, data=sent | {"note": "Cán bộ điều sang bốc hàng"}).status_code == 303
        page = duty.get(f"/attendance/sessions/{workshop.session_id}").text
        assert "Cán bộ điều sang bốc hàng" in page
        assert "trái quy tắc" in page
        assert duty.post(address, data=sent | {"note": "Lần nữa"}).status_code == 409
        told = duty.get("/attendance/walk-ins?rule=detox&q=" + code).text
        assert "Không lao động ở giai đoạn a và b; Chưa có kết luận sức khỏe" in told
        assert "Cán bộ điều sang bốc hàng" not in duty.get("/attendance/walk-ins?reason=guest").text
        assert duty.get("/attendance/walk-ins?export=xlsx&sort=name").status_code == 200
        assert "Chỉ gồm: tìm" in duty.get(f"/attendance/paper/walk-ins?q={code}").text
        assert duty.get("/attendance/paper/walk-ins/file").data.startswith(b"%PDF-")
    with clock.set_to(AFTER_WINDOW):
        late = workshop.centre.admit(workshop.centre.person("Hồ Văn Muộn"))
        told = sent | {"version": "1", "code": load_stay(session, late, scope=EVERYWHERE).file_code, "note": "Làm thay"}
        duty = sign_in(Role.DUTY)
        assert "người thứ hai đọc" in duty.get(address).text
        assert duty.post(address, data=told).status_code == 303
        assert "Cán bộ điều động trong ngày" in duty.get("/attendance/corrections/1").text
        assert sign_in(Role.INTAKE).get(address).status_code == 403
    session.rollback()
    assert session.scalars(select(AttendanceWalkIn.reason)).all() == ["ordered"]
