"""Norms by decision: entered, replaced, taken out; output is asked for where it is paid."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.kinds import ActivityKind
from rehab_center.attendance.kinds import Attended
from rehab_center.attendance.rules.marking import Mark
from rehab_center.db import transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.errors import Conflict, DomainError
from rehab_center.pay.kinds import Basis, NormState
from rehab_center.pay.queries.norms import norm_entries, norm_rows, norms_of, output_units
from rehab_center.pay.rules.norms import NormFacts, norm_on, read_norm, tidied
from rehab_center.pay.services.norms import enter_norm, withdraw_norm
from rehab_center.permissions import EVERYWHERE, Role
from tests.attendance.test_pages import filled
from tests.attendance.workshop import DAY, DURING, Workshop, programme
from tests.placements.building import build

SignIn = Callable[..., FlaskClient]
PAPER = DocumentFacts(DocumentKind.OTHER, "45/QĐ-CSCN", date(2024, 4, 25), "Giám đốc cơ sở")


@pytest.fixture(autouse=True)
def during() -> Iterator[None]:
    """It is nine o'clock of the morning on which they work."""
    with clock.set_to(DURING):
        yield


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (NormFacts(Basis.DAY, 45_000, DAY), None),
        (NormFacts(Basis.DAY, 0, DAY), "rate"),
        (NormFacts(Basis.HOUR, 100_000_001, DAY), "rate"),
        (NormFacts(Basis.HOUR, 6_000, DAY, Decimal(0)), "norm"),
        (NormFacts(Basis.DAY, 45_000, DAY, Decimal(4000)), "norm"),  # units of output: 3,96 milliards a month
        (NormFacts(Basis.DAY, 45_000, DAY, Decimal(10)), None),
        (NormFacts(Basis.OUTPUT, 1_200, DAY, Decimal(4000), "chiếc"), None),
        (NormFacts(Basis.OUTPUT, 1_200, DAY, Decimal(40)), "unit"),  # output of what?
        (NormFacts(Basis.OUTPUT, 1_200, DAY, Decimal(40), " chiếc "), None),
    ],
)
def test_what_can_be_a_norm(facts: NormFacts, field: str | None) -> None:
    if field is None:
        assert tidied(facts).unit == (facts.unit and facts.unit.strip())
        return
    with pytest.raises(DomainError) as refused:
        tidied(facts)
    assert refused.value.field == field


def test_norms_are_read_as_they_are_written() -> None:
    assert [read_norm(text) for text in ("1", "1,2", " 40 ")] == [Decimal(1), Decimal("1.2"), Decimal(40)]
    assert read_norm("1.500") == Decimal(1500)  # as the form shows it again
    for text in ("", "1.2", "-1", "một"):
        with pytest.raises(ValueError, match="^" + text + "$"):
            read_norm(text)


def test_lines_only_grow(workshop: Workshop, session: Session) -> None:
    centre, activity_id = workshop.centre, workshop.activity_id

    def enter(facts: NormFacts, programme_id: int = activity_id, seen: int | None = None) -> int:
        with transaction() as writing:
            return enter_norm(
                writing, programme_id, facts=facts, paper=PAPER, seen=seen, actor=centre.actor, now=DURING
            )

    first = enter(NormFacts(Basis.DAY, 45_000, date(2024, 5, 1)))
    later = enter(NormFacts(Basis.OUTPUT, 1_200, DAY, Decimal(40), "chiếc"))
    with pytest.raises(Conflict, match="same norm"):
        enter(NormFacts(Basis.DAY, 45_000, date(2024, 5, 1)))
    with pytest.raises(Conflict) as overtaken:
        enter(NormFacts(Basis.DAY, 50_000, DAY), seen=first)
    assert {one.field for one in overtaken.value.differences} == {"basis", "rate", "norm", "unit"}
    with pytest.raises(DomainError) as unpaid:
        enter(NormFacts(Basis.DAY, 1, DAY), programme(centre, "Lớp pháp luật", ActivityKind.EDUCATION))
    assert unpaid.value.field == "activity"
    session.rollback()
    norms = norms_of(session, [activity_id])[activity_id]
    eve = DAY - timedelta(days=1)
    assert [found and found.id for found in (norm_on(norms, eve), norm_on(norms, DAY))] == [first, later]
    assert output_units(session, [activity_id], DAY) == {activity_id: "chiếc"}
    assert output_units(session, [activity_id], eve) == {}
    session.rollback()
    with transaction() as writing:
        withdraw_norm(writing, later, reason="Nhập nhầm ngày", actor=centre.actor, now=DURING)
    session.rollback()
    rows = norm_rows(session, scope=EVERYWHERE, today=DAY)
    assert [(row.norm.id, row.state, row.paper and row.paper.number) for row in rows] == [
        (first, NormState.IN_FORCE, "45/QĐ-CSCN")
    ]
    told = [(one.norm.number, one.withdrawn, one.stands) for one in norm_entries(session, activity_id)]
    assert told == [(3, True, False), (2, False, False), (1, False, True)]
    session.rollback()
    with pytest.raises(Conflict), transaction() as writing:
        withdraw_norm(writing, later, reason="Lần nữa", actor=centre.actor, now=DURING)


def test_from_the_decision_to_the_output_of_a_session(workshop: Workshop, sign_in: SignIn) -> None:
    an, binh, cuong = workshop.stays
    training, duty = sign_in(Role.TRAINING), sign_in(Role.DUTY)
    assert "output_" not in duty.get(f"/attendance/sessions/{workshop.session_id}").text
    assert "Xưởng may" in training.get("/pay/norms").text  # it goes on without a norm
    typed = {
        "activity": str(workshop.activity_id),
        "basis": "output",
        "rate": "1.200",
        "norm": "40",
        "valid_from": "14/06/2024",
        "paper_number": "45/QĐ-CSCN",
        "paper_on": "25/04/2024",
        "paper_issuer": "Giám đốc cơ sở",
    }
    refused = training.post("/pay/norms/new", data=typed)
    assert refused.status_code == 422
    assert 'value="1.200"' in refused.text
    assert "đơn vị" in refused.text
    assert training.post("/pay/norms/new", data=typed | {"unit": "chiếc"}).status_code == 303
    assert "1.200 đồng một chiếc" in training.get(f"/pay/norms/{workshop.activity_id}").text
    assert "1.200 đồng một chiếc" in training.get(f"/activities/programmes/{workshop.activity_id}").text
    assert duty.get("/pay/norms").status_code == 403
    address = f"/attendance/sessions/{workshop.session_id}"
    sheets = {kind: training.post(f"{address}/sheets", data={"kind": kind}).location for kind in ("roll", "work-slip")}
    assert "Sản lượng (chiếc)" in training.get(sheets["roll"]).text  # what is typed later stands on a signed paper
    assert "Kết quả (chiếc)" in training.get(sheets["work-slip"]).text
    sent = filled(duty.get(address).text)
    assert sent[f"output_{an}"] == ""
    wrong = duty.post(address, data=sent | {f"output_{an}": "bốn"})
    assert wrong.status_code == 422
    absent = {f"attended_{an}": "sick", f"output_{an}": "3"}
    assert duty.post(address, data=sent | absent).status_code == 422
    assert duty.post(address, data=sent | {f"output_{an}": "42,5", f"output_{binh}": "0"}).status_code == 303
    marks = {one.stay_id: one.mark for one in workshop.page.people}
    assert marks[an] == Mark(Attended.PRESENT, 210, Decimal("42.5"))
    assert marks[binh] == Mark(Attended.PRESENT, 210, Decimal(0))
    assert filled(duty.get(address).text)[f"output_{an}"] == "42,5"
    # A page opened before output was asked for does not send it: what was entered stays, a blank takes it away.
    without = {key: value for key, value in filled(duty.get(address).text).items() if "output_" not in key}
    assert duty.post(address, data=without | {f"attended_{cuong}": "late", f"minutes_{cuong}": "60"}).status_code == 303
    marks = {one.stay_id: one.mark for one in workshop.page.people}
    assert marks[an] == Mark(Attended.PRESENT, 210, Decimal("42.5"))
    assert duty.post(address, data=filled(duty.get(address).text) | {f"output_{binh}": " "}).status_code == 303
    marks = {one.stay_id: one.mark for one in workshop.page.people}
    assert (marks[binh], marks[cuong]) == (Mark(Attended.PRESENT, 210), Mark(Attended.LATE, 60))
    building = build(workshop.centre)
    building.place(an, building.bed(), at=DURING)
    room = re.search(r'href="(/attendance/rooms/\d+)\?on=14/06/2024"', duty.get("/attendance/rooms?on=14/06/2024").text)
    assert room
    in_room = filled(duty.get(f"{room[1]}?on=14/06/2024").text, "RoomForm")
    made = f"output_{workshop.session_id}_{an}"
    assert in_room[made] == "42,5"
    assert duty.post(room[1], data=in_room | {made: "1.043"}).status_code == 303
    assert "làm được 1.043" in duty.get(f"/attendance/stays/{an}?month=2024-06").text
    assert duty.post(room[1], data=in_room | {made: "42,5"}).status_code == 409
    begun = training.post("/pay/payrolls/new", data={"month": "2024-06"}, follow_redirects=True).text
    assert "Xưởng may, 14/06/2024</a>: 2 người chưa ghi sản lượng" in begun
    reader = sign_in(Role.INTAKE)
    assert "làm được 1.043 chiếc" in reader.get(address).text
    assert "Xưởng may" in reader.get("/pay/norms?state=in-force&basis=output&q=45").text
    gone = f"/pay/norms/{workshop.activity_id}/lines/1/withdraw"
    assert training.get(gone).status_code == 200
    assert training.post(gone, data={"reason": "Nhập nhầm"}).status_code == 303
    assert training.get(gone).status_code == 200  # what was entered stays readable
    assert training.post(gone, data={"reason": "Nhập nhầm"}).status_code == 422
    # After it is taken out the page offers the next one, and takes it.
    page = training.get(f"/pay/norms/new?activity={workshop.activity_id}").text
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version
    again = training.post(
        f"/pay/norms/new?activity={workshop.activity_id}", data=typed | {"unit": "chiếc", "version": version[1]}
    )
    assert again.status_code == 303
