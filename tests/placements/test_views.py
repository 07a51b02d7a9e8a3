"""The pages of places: the map in few statements, giving and moving, setting up by somebody who sees no resident."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.audit.models import AuditEntry
from rehab_center.db import transaction
from rehab_center.permissions import Role
from rehab_center.placements.models import BedOutage, KeepApart, Room, Zone
from rehab_center.placements.services.place import place_many
from tests.admissions.stays import NOW, Centre
from tests.placements.building import Building

# What the pages ask is asked on both databases by the tests of the queries and by web/test_fuzz.py.
pytestmark = pytest.mark.any_database

SignIn = Callable[..., FlaskClient]
MOST_STATEMENTS = 15


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_the_map_says_how_every_bed_stands(building: Building, sign_in: SignIn) -> None:
    one, sick, waits = (
        building.centre.admit(building.centre.person(f"Trần Văn {name}")) for name in ("An", "Bé", "Cả")
    )
    building.place(one, building.bed())
    building.place(sick, building.bed(label="2"))
    building.centre.move(sick, MovementKind.TO_HOSPITAL, date(2024, 6, 14))
    client = sign_in(Role.DUTY)
    page = client.get("/places?as_of=14/6/2024").text
    assert "Trần Văn An" in page
    assert "Trần Văn Bé giữ giường" in page
    assert client.get("/places?as_of=14/6/2024&sex=female").text.count('class="zone"') == 1
    assert client.get("/places?kind=discipline").text.count('class="zone"') == 1
    assert "Không có khu nào phù hợp" in client.get("/places?kind=minors").text
    assert client.get("/places?kind=nothing&sex=nothing&as_of=nothing").status_code == 200
    waiting = client.get("/places/without-bed").text
    assert "Trần Văn Cả" in waiting
    assert "Trần Văn An" not in waiting
    assert f"/places/stays/{waits}" in waiting


def test_the_map_needs_few_statements_however_many_people(building: Building, sign_in: SignIn) -> None:
    client = sign_in(Role.DUTY)
    client.get("/places")
    with counted() as few:
        client.get("/places")
    stays = [building.centre.admit() for _ in range(7)]
    beds = [building.bed(room=room, label=label) for room in ("P.1", "P.2") for label in "1234"]
    with transaction() as session:
        assert not place_many(
            session, building.centre.facility_id, list(zip(stays, beds, strict=False)), at=NOW,
            actor=building.centre.actor, now=NOW,
        )  # fmt: skip
    with counted() as many:
        assert client.get("/places").text.count("bed-taken") == 7 + 1  # and the legend
    assert max(len(few), len(many)) <= MOST_STATEMENTS, many


def test_a_bed_is_given_and_why_not_the_others_is_said(session: Session, building: Building, sign_in: SignIn) -> None:
    stay = building.centre.admit(building.centre.person("Trần Văn An"))
    client = sign_in(Role.DUTY)
    page = client.get(f"/places/stays/{stay}/bed").text
    assert "Khu B · P.1</strong>: Khu nữ: học viên này được bố trí theo giới tính nam" in page
    assert "Luật 73/2021/QH14 Điều 35.3" in page
    today = f"{clock.today():%d/%m/%Y}"
    asked = {"bed": str(building.bed("Khu C")), "on": today}
    answer = client.post(f"/places/stays/{stay}/bed", data=asked)
    assert answer.status_code == 422
    assert "Khu này dành cho diện khác" in answer.text
    refused = client.post(f"/places/stays/{stay}/bed", data=asked | {"bed": str(building.bed("Khu B"))})
    assert (refused.status_code, "Không được phép" in refused.text) == (422, True)
    answer = client.post(f"/places/stays/{stay}/bed", data=asked | {"reason": "order", "next": ""})
    assert answer.status_code == 303
    shown = client.get(answer.location).text
    assert "Khu C · P.1 · 1" in shown
    assert (
        client.get(f"/people/{building.on(clock.today()).dwellers[stay].resident_id}").text.count("Khu C · P.1 · 1")
        >= 1
    )
    session.rollback()
    acts = session.scalars(select(AuditEntry.act).where(AuditEntry.act.like("bed.%"))).all()
    assert {"bed.given", "bed.viewed"} <= set(acts)


def test_a_task_leads_to_giving_the_bed(building: Building, sign_in: SignIn) -> None:
    stay = building.centre.admit()
    resident_id = building.on().dwellers[stay].resident_id
    client = sign_in(Role.DUTY)
    answer = client.get(f"/places/people/{resident_id}")
    assert answer.location.startswith(f"/places/stays/{stay}/bed")
    assert client.get("/places/people/999999").status_code == 404


def test_moving_swapping_and_freeing(building: Building, sign_in: SignIn) -> None:
    one, other = building.centre.admit(), building.centre.admit()
    building.place(one, building.bed())
    building.place(other, building.bed(room="P.2"))
    client, today = sign_in(Role.INTAKE), f"{clock.today():%d/%m/%Y}"
    assert "Khu A · P.2 · 1" in client.get(f"/places/stays/{one}/swap").text
    assert client.post(f"/places/stays/{one}/swap", data={"other": str(other), "on": today}).status_code == 303
    assert "Khu A · P.2 · 1" in client.get(f"/places/stays/{one}").text
    assert client.post(f"/places/stays/{one}/take-off", data={"on": today}).status_code == 422
    assert client.post(f"/places/stays/{one}/take-off", data={"on": today, "reason": "Sửa"}).status_code == 303
    assert client.get(f"/places/stays/{one}/swap").status_code == 404
    bed = client.get(f"/places/beds/{building.bed(room='P.2')}").text
    assert "Trả giường" in bed
    assert f"/places/stays/{one}/bed?bed={building.bed(room='P.2')}" in bed


def test_zones_and_rooms_are_set_up_by_who_sees_no_resident(session: Session, centre: Centre, sign_in: SignIn) -> None:
    client = sign_in(Role.ADMINISTRATOR)
    assert client.get("/places").status_code == 403
    assert "Chưa lập khu nào" in client.get("/places/setup").text
    zone = {"name": "Khu A", "kind": "compulsory", "sex": "male"}
    answer = client.post("/places/zones/new", data=zone)
    assert answer.status_code == 303
    rooms = {"count": "10", "beds": "8", "name": "P.01", "max_capacity": "8", "working_capacity": "8", "sex": ""}
    assert client.post(answer.location, data=rooms | {"beds": "9"}).status_code == 422
    assert client.post(answer.location, data=rooms | {"area": "x"}).status_code == 422
    added = client.post(answer.location, data=rooms | {"area": "48,5", "certified_capacity": "6"})
    assert added.status_code == 303
    shown = client.get(added.location).text
    assert "P.10" in shown
    assert "trống 80 trên 80 giường" in shown
    assert client.post("/places/zones/new", data=zone).status_code == 422
    session.rollback()
    zone_id, room = session.scalars(select(Zone.id)).one(), session.scalars(select(Room)).first()
    assert room is not None
    edited = client.post(f"/places/rooms/{room.id}/edit", data=rooms | {"version": "1", "note": "Gần cổng"})
    assert edited.status_code == 303
    second = client.post(f"/places/rooms/{room.id}/edit", data=rooms | {"version": "1", "note": "Xa cổng"})
    assert second.status_code == 409
    assert (
        client.post(f"/places/zones/{zone_id}/edit", data=zone | {"name": "Khu B", "version": "1"}).status_code == 303
    )
    assert client.post(f"/places/rooms/{room.id}/beds", data={"count": "1"}).status_code == 422
    assert client.post(f"/places/rooms/{room.id}/close", data={"reason": "Sửa"}).status_code == 303
    assert client.get(f"/places/rooms/{room.id}/edit").status_code == 404
    assert client.post(f"/places/zones/{zone_id}/close", data={"reason": "Bỏ"}).status_code == 303
    assert sign_in(Role.DUTY).get("/places/setup").status_code == 403


def test_capacities_stand_beside_the_approved_one(building: Building, sign_in: SignIn) -> None:
    page = sign_in(Role.DIRECTOR).get("/places/capacity").text
    assert "Chưa có quy mô được duyệt" in page
    assert page.count("<tr") == 7  # five zones, the head and the sum


def test_a_bed_out_of_use_and_back(session: Session, building: Building, sign_in: SignIn) -> None:
    client, today = sign_in(Role.DUTY), f"{clock.today():%d/%m/%Y}"
    address = f"/places/beds/{building.bed()}/out-of-use"
    typed = {"cause": "broken", "from_on": today, "expected_on": "1/1/2020"}
    assert client.post(address, data=typed).status_code == 422
    assert client.post(address, data=typed | {"expected_on": ""}).status_code == 303
    assert "Giường hỏng" in client.get(f"/places/beds/{building.bed()}").text
    assert client.post(address, data={"expected_on": "1/1/2090", "note": "Chờ thợ"}).status_code == 303
    assert client.post(address, data={"again": "y", "ended_on": today}).status_code == 303
    session.rollback()
    (outage,) = session.scalars(select(BedOutage))
    assert (outage.ended_on, outage.expected_on) == (clock.today(), date(2090, 1, 1))


def test_pairs_by_their_codes(session: Session, building: Building, sign_in: SignIn) -> None:
    one, other = building.centre.admit(), building.centre.admit()
    codes = [building.on().dwellers[stay].file_code for stay in (one, other)]
    client = sign_in(Role.DUTY)
    typed = {"one": codes[0].lower(), "other": "HV99999", "cause": "fight", "strictness": "forbidden"}
    typed |= {"one_part": "either", "other_part": "either"}
    answer = client.post("/places/apart/new", data=typed)
    assert answer.status_code == 422
    assert "Không có ai mang mã HV99999" in answer.text
    assert client.post("/places/apart/new", data=typed | {"other": codes[1]}).status_code == 303
    assert "Đánh nhau" in client.get("/places/apart?holds=yes").text
    assert "Đánh nhau" in client.get(f"/places/stays/{one}").text
    session.rollback()
    pair_id = session.scalars(select(KeepApart.id)).one()
    assert client.post(f"/places/apart/{pair_id}/end", data={"reason": "Đã hòa giải"}).status_code == 303
    assert "Đã hòa giải" in client.get("/places/apart?holds=no").text
    assert sign_in(Role.INSPECTOR).get("/places/apart/new").status_code == 403


def test_an_opening_is_pasted_and_the_lines_refused_are_named(building: Building, sign_in: SignIn) -> None:
    stays = [building.centre.admit() for _ in range(3)]
    codes = [building.on().dwellers[stay].file_code for stay in stays]
    client, today = sign_in(Role.INTAKE), f"{clock.today():%d/%m/%Y}"
    text = f"{codes[0]}; Khu A; P.1; 1\n{codes[1]}\tKhu C\tP.1\t1\n{codes[2]}; Khu B; P.1; 1\nHV99999; P.2; 1\nx"
    answer = client.post("/places/assign", data={"lines": text, "on": today})
    assert answer.status_code == 422
    assert "Đã xếp 1 giường" in answer.text
    for why in ("Khu này dành cho diện khác", "Khu nữ", "Không có ai ở đây mang mã HV99999", "Ghi mã học viên"):
        assert why in answer.text
    assert f"{codes[0]}; Khu A" not in answer.text
    again = {"lines": f"{codes[1]}; Khu C; P.1; 1", "on": today, "reason": "order"}
    answer = client.post("/places/assign", data=again)
    assert (answer.status_code, "Đã xếp 1 giường" in answer.text) == (200, True)
    found = building.on(clock.today())
    assert [found.bed_of(stay) is not None for stay in stays] == [True, True, False]
    assert sign_in(Role.INSPECTOR).get("/places/assign").status_code == 403


@pytest.mark.parametrize("address", ["/places/beds", "/places/without-bed", "/places/apart"])
def test_lists_leave_as_workbooks_and_the_log_knows(
    session: Session, building: Building, sign_in: SignIn, address: str
) -> None:
    client = sign_in(Role.INTAKE)
    for query in ("", "?q=x", "?sort=name&order=desc", "?sort=opened_at", "?state=free&kind=compulsory&sex=male"):
        assert client.get(address + query).status_code == 200
    assert client.get(f"{address}?export=xlsx").data[:2] == b"PK"
    session.rollback()
    acts = session.scalars(select(AuditEntry.act)).all()
    assert {"bed.list-exported", "apart.list-exported"} & set(acts)
