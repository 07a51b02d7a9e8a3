"""Handing a shift over: which one, what the giver says, what the register said, and the second officer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.audit.models import AuditEntry
from rehab_center.conduct.kinds import EventKind
from rehab_center.conduct.rules import EventFacts
from rehab_center.conduct.services import enter_event
from rehab_center.db import transaction
from rehab_center.errors import Conflict, DomainError, NotFound, NotPermitted
from rehab_center.organisation.services import create_facility
from rehab_center.permissions import EVERYWHERE, Actor, Role
from rehab_center.placements.queries.handovers import shift_handover
from rehab_center.placements.rules.shift import ShiftFacts, check_shift, usual_shift
from rehab_center.placements.services.roll import begin_roll
from rehab_center.placements.services.shift import confirm_handover, correct_handover, keep_handover
from rehab_center.web.formatting import say
from tests.admissions.stays import SECOND, Centre, paper
from tests.placements.building import Building

SignIn = Callable[..., FlaskClient]


def at(hour: int, minute: int = 0, *, day: int = 14) -> datetime:
    """An hour of June 2024 where the centre is."""
    return datetime(2024, 6, day, hour, minute, tzinfo=clock.ZONE)


@pytest.mark.parametrize(
    ("now", "last", "expected"),
    [
        (at(6, 10), None, (at(18, day=13), at(6))),
        (at(5, 50), None, (at(18, day=13), at(6))),
        (at(17, 55), None, (at(6), at(18))),
        (at(12), None, (at(6), at(18))),
        (at(17, 55), at(7, 30), (at(7, 30), at(18))),  # the night was handed over late
        (at(17, 55), at(18, day=10), (at(6), at(18))),  # nobody wrote for days
        (at(17, 55), at(18), (at(6), at(18))),  # this one is handed over already
    ],
)
def test_the_shift_it_is_most_likely_about(
    now: datetime, last: datetime | None, expected: tuple[datetime, datetime]
) -> None:
    assert usual_shift(now, last) == expected


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (ShiftFacts(at(6), at(18), "", 3), "giver"),
        (ShiftFacts(at(6, day=12), at(18), "Gác", 3), "ends"),
        (ShiftFacts(at(6), at(20, 1), "Gác", 3), "ends"),
        (ShiftFacts(at(6), at(18), "Gác", 2), "difference"),
        (ShiftFacts(at(6), at(18), "Gác", 4), "difference"),
    ],
)
def test_what_cannot_be(facts: ShiftFacts, field: str) -> None:
    with pytest.raises(DomainError) as refused:
        check_shift(facts, expected=3, now=at(18))
    assert refused.value.field == field


def to_discipline(centre: Centre, stay_id: int) -> None:
    """Somebody in the discipline room, to be brought out."""
    facts = EventFacts(EventKind.ROOM, date(2024, 6, 13), "Đánh nhau", 5)
    with transaction() as session:
        enter_event(session, stay_id, facts=facts, paper=paper(), actor=centre.actor, now=at(12))


def test_kept_put_right_and_taken_over_by_a_second_officer(
    session: Session, building: Building, three: list[int]
) -> None:
    centre, giver, now = building.centre, building.centre.actor, at(18)
    facts = ShiftFacts(at(6), at(18), "Lê Văn Gác", 2, "Phạm Trực Đêm", "Trần Văn An chưa về từ bếp", "12 chìa khóa")
    with transaction() as writing:
        begin_roll(writing, centre.facility_id, actor=giver, now=at(11))
        other = create_facility(writing, code="CS2", name="Cơ sở số 2", actor=giver, now=at(11))
    to_discipline(building.centre, three[0])
    to_discipline(Centre(other, giver), Centre(other, giver).admit())
    with transaction() as writing:
        shift_id = keep_handover(writing, centre.facility_id, facts=facts, actor=giver, now=now)
    session.rollback()
    kept = shift_handover(session, shift_id, scope=EVERYWHERE)
    assert (kept.expected, kept.counted, kept.differs_by, kept.confirmed_at) == (3, 2, -1, None)
    assert (kept.sheet["under_care"], len(kept.sheet["rolls"]), kept.sheet["away"]) == (3, 1, [])
    assert sum("kỷ luật" in say(task["what"]) for task in kept.sheet["owed"]) == 1  # not another centre's
    with pytest.raises(Conflict), transaction() as writing:
        keep_handover(writing, centre.facility_id, facts=facts, actor=SECOND, now=now)
    given = {"expected_version": 1, "actor": giver, "now": now + timedelta(minutes=5)}
    with pytest.raises(NotPermitted), transaction() as writing:
        confirm_handover(writing, shift_id, remark=None, **given)
    stranger = Actor("la", "Người lạ", facility_ids=frozenset({999}))
    with pytest.raises(NotFound), transaction() as writing:
        confirm_handover(writing, shift_id, remark=None, expected_version=1, actor=stranger, now=now)
    with pytest.raises(NotFound):
        shift_handover(session, shift_id, scope=stranger.scope)
    # what came after the end of the shift is none of its count; an escape out of it that is written later is
    centre.move(three[1], MovementKind.TO_HOSPITAL, now.date(), now=at(18) + timedelta(minutes=2))
    centre.move(three[2], MovementKind.ESCAPED, now.date(), effective_time="17:30", now=at(18) + timedelta(minutes=3))
    with transaction() as writing:
        correct_handover(writing, shift_id, facts=replace(facts, difference=None), **given)
    session.rollback()
    mended = shift_handover(session, shift_id, scope=EVERYWHERE)
    assert (mended.expected, mended.sheet["away"], len(mended.sheet["escaped"])) == (2, [], 1)
    right = ShiftFacts(at(6), at(18), "Lê Văn Gác", 2, equipment="11 chìa khóa")
    with transaction() as writing:
        correct_handover(writing, shift_id, facts=right, **given | {"expected_version": 2})
    with pytest.raises(Conflict), transaction() as writing:  # he saw what stood before
        confirm_handover(writing, shift_id, remark=None, expected_version=1, actor=SECOND, now=now)
    with transaction() as writing:
        confirm_handover(writing, shift_id, remark="Thiếu 1 chìa", expected_version=3, actor=SECOND, now=now)
    centre.move(three[0], MovementKind.TO_HOSPITAL, now.date(), now=at(19))
    session.rollback()
    past = shift_handover(session, shift_id, scope=EVERYWHERE)
    assert (past.expected, past.sheet["away"]) == (2, [])  # says what it said
    assert (past.receiver, past.confirmed_by, past.remark) == (SECOND.label, SECOND.label, "Thiếu 1 chìa")
    with pytest.raises(Conflict, match="taken this shift over"), transaction() as writing:
        correct_handover(writing, shift_id, facts=right, expected_version=4, actor=giver, now=now)


def open_shift(client: FlaskClient) -> tuple[str, str] | None:
    """Where the first page leads from the shift nobody has taken over, and in which word."""
    block = client.get("/today").text.partition('id="shifts"')[2].partition("</section>")[0]
    found = re.search(r'href="([^"]+#take-over)"[^>]*>\s*([^<]+)', block)
    return (found[1], found[2].strip()) if found else None


def test_the_form_shows_the_number_it_is_checked_against(building: Building, three: list[int], sign_in: SignIn) -> None:
    """At the end of the shift, not now; of the hours that are typed; now where the end is still to come."""
    centre = building.centre
    centre.move(three[1], MovementKind.TO_HOSPITAL, at(18).date(), now=at(18, 2))
    typed = {"on": "14/6/2024", "begins": "6h", "ends": "18h", "giver": "Lê Văn Gác", "counted": "2"}
    with clock.set_to(at(18, 5)):
        duty = sign_in(Role.DUTY)
        assert "lúc 14/06/2024 18:00: 3." in duty.get("/places/shifts/new").text
        refused = duty.post("/places/shifts/new", data=typed).text
        assert "Đếm được 2, phải có mặt 3" in refused
        assert "lúc 14/06/2024 18:00: 3." in refused
        assert (
            "lúc 14/06/2024 18:05: 2."
            in duty.post("/places/shifts/new", data=typed | {"ends": "19h", "counted": "1"}).text
        )
        assert "lúc 14/06/2024 18:00: 3." in duty.post("/places/shifts/new", data=typed | {"ends": "x"}).text


def test_from_the_page_to_the_sheet(session: Session, building: Building, three: list[int], sign_in: SignIn) -> None:
    with clock.set_to(at(18)):
        duty = sign_in(Role.DUTY)
        assert "Chưa giao ca lần nào" in duty.get("/places/shifts").text
        page = duty.get("/places/shifts/new").text
        assert 'value="06:00"' in page
        assert "Phải có mặt lúc 14/06/2024 18:00: 3." in page
        typed = {"on": "14/6/2024", "begins": "6h", "ends": "18h", "giver": "Lê Văn Gác", "counted": "2"}
        refused = duty.post("/places/shifts/new", data=typed | {"equipment": "12 chìa khóa"})
        assert refused.status_code == 422
        assert "12 chìa khóa" in refused.text
        assert "Đếm được 2, phải có mặt 3" in refused.text
        typed |= {"equipment": "12 chìa khóa", "difference": "Trần Văn An ở bếp"}
        address = duty.post("/places/shifts/new", data=typed).location
        assert 'name="remark"' not in duty.get(address).text
        assert duty.post(address, data={"version": "1"}).status_code == 422
        assert (
            duty.post(f"{address}/edit", data=typed | {"version": "1", "note": "Phòng 2 hỏng khóa"}).status_code == 303
        )
        assert 'value="18:00"' in duty.get("/places/shifts/new").text
        assert "12 chìa khóa" in duty.get("/places/shifts/new").text  # the keys are the same tomorrow
        director = sign_in(Role.DIRECTOR)
        assert 'name="remark"' in director.get(address).text
        assert open_shift(duty) == (f"{address}#take-over", "Xem")  # whoever gave it cannot take it
        assert open_shift(director) == (f"{address}#take-over", "Nhận ca")
        assert open_shift(sign_in(Role.TRAINING)) is None
        with clock.set_to(at(17, 59)):
            assert open_shift(director) is None  # the shift is not over
        assert director.post(address, data={"version": "2", "remark": "Đủ"}).status_code == 303
        assert open_shift(director) is None
        assert director.post(address, data={"version": "3"}).status_code == 422
        assert duty.get(f"{address}/edit").status_code == 303
        listed = duty.get("/places/shifts?state=differs&q=gac").text
        assert "Đã nhận ca" in listed
        sheet = duty.get(f"{address}/sheet").text
        for words in ("Trần Văn An ở bếp", "12 chìa khóa", "Phòng 2 hỏng khóa", "Khu A"):
            assert words in sheet
        assert duty.get(f"{address}/sheet/file").data[:5] == b"%PDF-"
        assert duty.get("/places/shifts?export=xlsx").status_code == 403
        assert sign_in(Role.INTAKE).get("/places/shifts?export=xlsx").data[:2] == b"PK"
        assert sign_in(Role.INTAKE).post(address, data={"version": "3"}).status_code == 403
        assert sign_in(Role.TRAINING).get("/places/shifts/new").status_code == 403
    session.rollback()
    acts = set(session.scalars(select(AuditEntry.act).where(AuditEntry.act.like("shift.%"))))
    assert acts == {
        "shift.kept", "shift.corrected", "shift.confirmed", "shift.viewed",
        "shift.sheet-printed", "shift.list-exported",
    }  # fmt: skip
