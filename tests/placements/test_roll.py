"""Roll checks: expected as known when it began, the difference by name, owed until it is explained; both sheets."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.audit.models import AuditEntry
from rehab_center.db import transaction
from rehab_center.errors import Conflict, DomainError, NotFound
from rehab_center.permissions import EVERYWHERE, Actor, Role, Scope
from rehab_center.placements.kinds import Absence
from rehab_center.placements.models import RollCheck
from rehab_center.placements.queries.rolls import RollPage, roll_page
from rehab_center.placements.queries.shifts import shift
from rehab_center.placements.rules.roll import Counted
from rehab_center.placements.services.roll import ZoneCount, begin_roll, close_roll, count_roll, explain_roll
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import open_tasks
from tests.admissions.stays import NOW
from tests.placements.building import Building

SignIn = Callable[..., FlaskClient]
A = Absence


@pytest.mark.parametrize(
    ("counted", "difference", "explained"),
    [
        (Counted(8, 8), 0, True),
        (Counted(8, 7), -1, False),
        (Counted(8, 7, [A.HOSPITAL]), -1, True),
        (Counted(8, 7, [A.UNEXPLAINED]), -1, False),
        (Counted(8, 6, [A.HOSPITAL]), -2, False),  # one more is missing and not named
        (Counted(8, 9), 1, False),
        (Counted(8, 9, note="Người khu B sang giúp bếp"), 1, True),
        (Counted(8, 8, [A.ELSEWHERE]), 0, False),  # eight counted and one missing: who is the eighth?
        (Counted(8, 8, [A.ELSEWHERE], "Người khu B ở đây"), 0, True),
        (Counted(8, None), 0, True),
    ],
)
def test_what_counts_as_explained(counted: Counted, difference: int, explained: bool) -> None:
    assert (counted.difference, counted.explained) == (difference, explained)


def begun(building: Building) -> RollPage:
    with transaction() as session:
        roll_id = begin_roll(session, building.centre.facility_id, actor=building.centre.actor, now=NOW)
    return page_of(roll_id)


def page_of(roll_id: int) -> RollPage:
    with transaction() as session:
        return roll_page(session, roll_id, scope=EVERYWHERE)


def counts(page: RollPage, **wrong: ZoneCount) -> dict[int, ZoneCount]:
    """Everything as expected, but for some lines by name."""
    return {
        line.id: wrong.get((line.name or "none").replace(" ", "_"), ZoneCount(line.counted.expected))
        for line in page.lines
    }


def owed(session: Session) -> list[int]:
    session.rollback()
    return [one.subject_id for one in open_tasks(session, scope=EVERYWHERE, kinds=[TaskKind.ROLL_DIFFERENCE])]


def test_expected_by_zone_as_it_was_known_when_it_began(building: Building, three: list[int]) -> None:
    page = begun(building)
    assert [(line.name, line.counted.expected) for line in page.lines if line.counted.expected] == [
        ("Khu A", 2),
        (None, 1),
    ]
    assert [one.bed for one in page.lines[0].people] == ["P.1 · 1", "P.1 · 2"]
    building.centre.move(three[0], MovementKind.TO_HOSPITAL, date(2024, 6, 14))
    page = page_of(page.row.id)
    assert page.lines[0].counted.expected == 2
    assert page.lines[0].people[0].likely is Absence.HOSPITAL
    with pytest.raises(Conflict):
        begun(building)


def test_all_there_and_nothing_is_owed(session: Session, building: Building, three: list[int]) -> None:
    page = begun(building)
    actor = building.centre.actor
    given = {"expected_version": page.row.version, "actor": actor, "now": NOW}
    with pytest.raises(DomainError) as refused, transaction() as writing:
        close_roll(writing, page.row.id, counts={}, signed_by="Lê Văn Gác", expected_version=1, actor=actor, now=NOW)
    assert refused.value.code == "not-counted"
    with transaction() as writing:
        assert close_roll(writing, page.row.id, counts=counts(page), signed_by="Lê Văn Gác", **given)
    assert owed(session) == []
    with pytest.raises(Conflict), transaction() as writing:
        count_roll(writing, page.row.id, counts={}, expected_version=2, actor=actor, now=NOW)
    assert begun(building).row.number == 2


def test_a_difference_is_owed_until_everybody_missing_has_a_reason(
    session: Session, building: Building, three: list[int]
) -> None:
    page, actor = begun(building), building.centre.actor
    short = ZoneCount(1, {three[0]: (Absence.UNEXPLAINED, None)})
    with transaction() as writing:
        explained = close_roll(
            writing,
            page.row.id,
            counts=counts(page, Khu_A=short),
            signed_by="Gác",
            expected_version=1,
            actor=actor,
            now=NOW,
        )
    assert not explained
    assert owed(session) == [page.row.id]
    with transaction() as writing:
        given = {"notes": {}, "expected_version": 2, "actor": actor, "now": NOW}
        done = explain_roll(writing, page.row.id, missing={three[0]: (Absence.ELSEWHERE, "Ở bếp")}, **given)
    assert done
    assert owed(session) == []
    page = page_of(page.row.id)
    assert (page.row.difference, page.row.explained, page.missing[0].note) == (-1, True, "Ở bếp")
    doubted = {three[0]: (Absence.UNEXPLAINED, "Không có ở bếp")}
    with pytest.raises(Conflict), transaction() as writing:  # he saw what stood before
        explain_roll(writing, page.row.id, missing=doubted, **given)
    with transaction() as writing:
        assert not explain_roll(writing, page.row.id, missing=doubted, **given | {"expected_version": 3})
    assert owed(session) == [page.row.id]


def test_who_was_not_expected_cannot_be_missing(building: Building, three: list[int]) -> None:
    page = begun(building)
    strange = ZoneCount(1, {three[2]: (Absence.ELSEWHERE, None)})
    with pytest.raises(DomainError), transaction() as writing:
        count_roll(
            writing,
            page.row.id,
            counts=counts(page, Khu_A=strange),
            expected_version=1,
            actor=building.centre.actor,
            now=NOW,
        )
    stranger = Actor(name="la", label="Người lạ", facility_ids=frozenset({999}))
    with pytest.raises(NotFound), transaction() as writing:
        count_roll(writing, page.row.id, counts={}, expected_version=1, actor=stranger, now=NOW)


def test_a_shift_hands_over_what_happened_in_it(session: Session, building: Building, three: list[int]) -> None:
    building.centre.move(three[1], MovementKind.TO_HOSPITAL, date(2024, 6, 14))
    begun(building)
    session.rollback()
    begins = NOW - timedelta(hours=1)
    facility_id = building.centre.facility_id
    found = shift(session, facility_id, begins=begins, ends=begins + timedelta(hours=8), scope=EVERYWHERE)
    assert [one.stay_id for one in found.away] == [three[1]]
    assert (found.under_care, found.present) == (3, 2)
    assert MovementKind.TO_HOSPITAL in [event.kind for event in found.events]
    assert [one.row.number for one in found.rolls] == [1]
    assert {task.kind for task in found.owed} == {TaskKind.BED}
    earlier = shift(session, facility_id, begins=begins - timedelta(days=1), ends=begins, scope=EVERYWHERE)
    assert earlier.events == ()
    with pytest.raises(NotFound):
        shift(session, facility_id, begins=begins, ends=NOW, scope=Scope(frozenset({999})))


def test_from_the_button_to_both_sheets(
    session: Session, building: Building, three: list[int], sign_in: SignIn
) -> None:
    client = sign_in(Role.DUTY)
    assert "Chưa điểm danh lần nào" in client.get("/places/rolls").text
    assert "Phải có mặt" in client.get("/places/rolls/new").text
    address = client.post("/places/rolls/new").location
    assert client.get("/places/rolls/new").location == address
    page = client.get(address).text
    assert page.count('name="missing_1"') == 2
    typed = {f"counted_{line}": "0" for line in range(2, 6)} | {"counted_1": "1", "counted_6": "1", "version": "1"}
    kept = client.post(address, data=typed | {"missing_1": str(three[0]), "step": "keep"})
    assert kept.status_code == 303
    assert f'name="absence_{three[0]}"' in client.get(address).text
    second = client.post(address, data=typed | {"step": "keep"})
    assert second.status_code == 409
    typed |= {"version": "2", "missing_1": str(three[0])}
    assert client.post(address, data=typed | {"step": "close", "signed_by": ""}).status_code == 422
    closed = client.post(address, data=typed | {"step": "close", "signed_by": "Lê Văn Gác"})
    assert closed.status_code == 303
    assert "Lệch, chưa giải trình" in client.get(address).text
    notes = {f"note_{line}": "" for line in range(1, 7)}
    why = {f"absence_{three[0]}": "elsewhere", f"why_{three[0]}": "Ở bếp"}
    seen = re.search(r'name="version"[^>]*value="(\d+)"', client.get(address).text)
    assert seen is not None
    assert client.post(address, data=notes | why | {"version": seen[1]}).status_code == 303
    doubted = client.post(address, data=notes | why | {"version": seen[1], f"why_{three[0]}": "Không có ở bếp"})
    assert (doubted.status_code, "Không có ở bếp" in doubted.text) == (409, True)
    assert "Lệch, đã giải trình" in client.get("/places/rolls?state=differs").text
    assert client.get("/places/rolls?export=xlsx").status_code == 403
    assert sign_in(Role.INTAKE).get("/places/rolls?export=xlsx").data[:2] == b"PK"
    sheet = client.get(f"{address}/sheet").text
    assert "Vắng mặt: Trần Văn An" in sheet
    assert sheet.index("Người lập") < sheet.index("Trưởng ca trực")
    assert client.get(f"{address}/sheet/file").data[:5] == b"%PDF-"
    session.rollback()
    acts = set(session.scalars(select(AuditEntry.act).where(AuditEntry.act.like("roll.%"))))
    assert acts == {
        "roll.begun", "roll.counted", "roll.closed", "roll.explained", "roll.viewed",
        "roll.sheet-printed", "roll.list-exported",
    }  # fmt: skip
    assert session.scalars(select(RollCheck.signed_by)).all() == ["Lê Văn Gác"]
    assert sign_in(Role.TRAINING).post(address, data={}).status_code == 403
