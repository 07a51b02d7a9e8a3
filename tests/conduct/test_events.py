"""Rewards and discipline by paper; who could be proposed for a reduction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.hooks import conduct_before
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.reductions import Rating
from rehab_center.admissions.rules.regime import Regime
from rehab_center.admissions.services.conventions import ConventionFacts, apply_convention, decide_convention
from rehab_center.clock import end_of, moment_of
from rehab_center.conduct.kinds import EventKind, Stage
from rehab_center.conduct.queries import events_of, reduction_candidates
from rehab_center.conduct.rules import EventFacts, check_event
from rehab_center.conduct.services import Wish, enter_event, void_event, write_ratings
from rehab_center.db import transaction
from rehab_center.documents.uses import uses_of
from rehab_center.errors import Blocked, Conflict, DomainError, NotFound, ReasonNeeded
from rehab_center.findings import Severity
from rehab_center.permissions import EVERYWHERE, Role, Scope
from rehab_center.policies.rules import PolicyKind
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import load_task, open_tasks
from rehab_center.tasks.services import close_task
from tests.admissions.stays import NOW, Centre, paper

SignIn = Callable[..., FlaskClient]
REWARD = EventFacts(EventKind.PRAISED, date(2024, 5, 2), "Cứu người đuối nước", merit=True)
ROOM = EventFacts(EventKind.ROOM, date(2024, 5, 2), "Đánh nhau", days=5)
FORM = {
    "kind": "room", "decided_on": "2/5/2024", "ground": "Đánh nhau", "days": "5", "number": "12/QĐ-CSCN",
    "issued_on": "2/5/2024", "issuer": "Cơ sở cai nghiện",
}  # fmt: skip


def enter(centre: Centre, stay: int, facts: EventFacts, *, reason: str | None = None) -> int:
    """A reward or measure entered by the service."""
    with transaction() as session:
        given = {"paper": paper(issued_on=facts.decided_on), "reason": reason, "actor": centre.actor, "now": NOW}
        return enter_event(session, stay, facts=facts, **given)


@pytest.mark.parametrize(
    ("facts", "regime", "rules"),
    [
        (REWARD, Regime.LAW_2021, []),
        (ROOM, Regime.LAW_2021, []),
        (replace(ROOM, days=6), Regime.LAW_2021, [("34", Severity.WARN)]),  # TT 14/2014; NĐ 116/2021 Đ71
        (replace(ROOM, days=None), Regime.LAW_2021, [("days", Severity.BLOCK)]),
        (replace(REWARD, days=3), Regime.LAW_2021, [("days", Severity.BLOCK)]),
        (replace(ROOM, merit=True), Regime.LAW_2021, [("merit", Severity.BLOCK)]),  # NĐ 116/2021 Đ58
        (replace(REWARD, kind=EventKind.REDUCTION_PROPOSED), Regime.LAW_2021, []),
        (replace(REWARD, kind=EventKind.REDUCTION_PROPOSED), Regime.LAW_2025, [("14", Severity.BLOCK)]),  # L120 Đ54.9
        (replace(REWARD, ground=" "), Regime.LAW_2021, [("ground", Severity.BLOCK)]),
        (replace(REWARD, decided_on=date(2024, 6, 15)), Regime.LAW_2021, [("still-to-come", Severity.BLOCK)]),
        (replace(REWARD, decided_on=date(2024, 3, 9)), Regime.LAW_2021, [("before-the-stay", Severity.BLOCK)]),
    ],
)
def test_limits(facts: EventFacts, regime: Regime, rules: list[tuple[str, Severity]]) -> None:
    given: dict[str, Any] = {"admitted_on": date(2024, 3, 10), "today": date(2024, 6, 14), "room_days": 5}
    assert [(one.rule, one.severity) for one in check_event(facts, regime=regime, **given)] == rules


def test_somebody_in_the_discipline_room_is_brought_out_in_time(session: Session, centre: Centre) -> None:
    """TT 14/2014 Đ10.9: five days by one decision, its day the first; an old decision calls nobody."""

    def due() -> list[datetime | None]:
        session.rollback()
        return [task.due_at for task in open_tasks(session, scope=EVERYWHERE, kinds=[TaskKind.DISCIPLINE_ENDED])]

    stay = centre.admit()
    enter(centre, stay, ROOM)
    assert due() == []
    event = enter(centre, stay, replace(ROOM, decided_on=date(2024, 6, 12)))
    assert due() == [end_of(date(2024, 6, 16))]
    with transaction() as writing:
        void_event(writing, stay, event, reason="Nhầm người", actor=centre.actor, now=NOW)
    assert due() == []
    first = enter(centre, stay, replace(ROOM, decided_on=date(2024, 6, 10)))
    assert due() == [end_of(date(2024, 6, 14))]
    second = enter(centre, stay, replace(ROOM, decided_on=date(2024, 6, 13)))
    twice = enter(centre, stay, replace(ROOM, decided_on=date(2024, 6, 14)))
    for taken_back, still in ((twice, 14), (first, 17)):  # the others stand: somebody is still in there
        with transaction() as writing:
            void_event(writing, stay, taken_back, reason="Nhập hai lần", actor=centre.actor, now=NOW)
        assert due() == [end_of(date(2024, 6, still))]
    assert second
    centre.move(stay, MovementKind.DIED, date(2024, 6, 14))
    assert due() == []

    other = centre.admit()
    for day, days in ((10, 5), (13, 5), (14, 1)):
        enter(centre, other, replace(ROOM, decided_on=date(2024, 6, day), days=days))
    for still in ([end_of(date(2024, 6, 17))], []):  # closed by hand: by the later decision somebody is still in there
        (task,) = open_tasks(session, scope=EVERYWHERE, kinds=[TaskKind.DISCIPLINE_ENDED])
        session.rollback()
        with transaction() as writing:
            version = load_task(writing, task.id, scope=EVERYWHERE).version
            given = {"expected_version": version, "actor": centre.actor, "now": NOW}
            close_task(writing, task.id, reason="Ở tiếp theo quyết định sau", **given)
        assert due() == still


def test_entered_by_a_paper_and_taken_back_with_a_reason(session: Session, centre: Centre) -> None:
    stay, other = centre.admit(), centre.admit()
    event = enter(centre, stay, REWARD)
    with pytest.raises(ReasonNeeded):
        enter(centre, stay, replace(ROOM, days=7))
    with pytest.raises(Blocked):
        enter(centre, stay, replace(ROOM, days=None))
    enter(centre, stay, replace(ROOM, days=7), reason="Nhiều lần")
    assert conduct_before(session, stay, date(2024, 6, 1)).merit is True
    assert conduct_before(session, stay, date(2024, 5, 1)).merit is None
    (use,) = uses_of(session, events_of(session, [stay])[stay][-1].document.id, scope=EVERYWHERE)
    assert use.endpoint == "conduct.stay"
    assert uses_of(session, events_of(session, [stay])[stay][-1].document.id, scope=Scope(frozenset({9}))) == ()
    session.rollback()
    for on, why, error in ((other, "Nhầm", NotFound), (stay, " ", DomainError)):
        with pytest.raises(error), transaction() as writing:
            void_event(writing, on, event, reason=why, actor=centre.actor, now=NOW)
    with transaction() as writing:
        void_event(writing, stay, event, reason="Nhầm người", actor=centre.actor, now=NOW)
    with pytest.raises(Conflict), transaction() as writing:
        void_event(writing, stay, event, reason="Nhầm người", actor=centre.actor, now=NOW)
    assert conduct_before(session, stay, date(2024, 6, 1)).merit is None
    assert [line.voided for line in events_of(session, [stay])[stay]] == [None, "Nhầm người"]


def test_half_of_a_term_is_found_by_the_convention_applied_to_it(session: Session, centre: Centre) -> None:
    """As the act itself finds it: days at large that a centre counts from now on move it no more."""
    stay = centre.admit()
    centre.move(stay, MovementKind.ESCAPED, date(2024, 5, 1))
    centre.move(stay, MovementKind.RETURNED, date(2024, 5, 11))

    def half() -> date | None:
        (found,) = reduction_candidates(session, scope=EVERYWHERE, today=date(2024, 6, 14))
        return found.half_on

    assert half() == date(2024, 12, 20)
    convention = ConventionFacts(PolicyKind.ESCAPE_DAYS_OLD, "counted", date(2024, 6, 1), "QĐ 7/QĐ-CS", paper())
    given = {"actor": centre.actor, "now": NOW}
    with transaction() as writing:
        change = decide_convention(writing, convention, facility_id=centre.facility_id, **given)
        apply_convention(writing, change, [stay], **given)
    session.rollback()
    assert half() == date(2024, 12, 10)


def test_who_could_be_proposed_for_a_reduction(session: Session, centre: Centre, sign_in: SignIn) -> None:
    """NĐ 116/2021 Đ58: half of 18 months from 10/03/2024 is served on 10/12/2024; three months "khá"."""
    names = ("Trần Đủ", "Lê Thiếu", "Phạm Kém", "Vũ Kỷ Luật")
    stays = [centre.admit(centre.person(name)) for name in names]
    now = moment_of(date(2025, 1, 10), 9)
    ratings = [Rating.FAIR, None, Rating.POOR, Rating.GOOD]
    for month in (date(2024, 10, 1), date(2024, 11, 1), date(2024, 12, 1)):
        wishes = {stay: Wish(one, 0) for stay, one in zip(stays, ratings, strict=True) if one}
        with transaction() as writing:
            write_ratings(writing, month, Stage.DECIDED, wishes, why="Sổ giấy", actor=centre.actor, now=now)
    with transaction() as writing:
        facts = replace(ROOM, decided_on=date(2024, 11, 5))
        given = {"paper": paper(issued_on=facts.decided_on), "actor": centre.actor, "now": now}
        enter_event(writing, stays[3], facts=facts, **given)
    found = reduction_candidates(session, scope=EVERYWHERE, today=date(2025, 1, 10))
    assert {one.here.full_name: one.ready for one in found} == dict(
        zip(names, (True, False, False, False), strict=True)
    )
    assert {one.half_on for one in found} == {date(2024, 12, 10)}
    assert not any(one.ready for one in reduction_candidates(session, scope=EVERYWHERE, today=date(2024, 12, 9)))
    session.rollback()
    with clock.set_to(now):
        training = sign_in(Role.TRAINING)
        page = training.get("/conduct/reductions").text
        assert all(name in page for name in names)
        sheet = training.get("/conduct/reductions/sheet").text
        assert "Trần Đủ" in sheet
        assert "Khá, Khá, Khá" in sheet
        assert "Phạm Kém" not in sheet


def test_the_pages(centre: Centre, sign_in: SignIn) -> None:
    stay = centre.admit()
    with clock.set_to(NOW):
        duty = sign_in(Role.DUTY)
        address = f"/conduct/stays/{stay}"
        assert duty.post(f"{address}/events/new", data=FORM).status_code == 303
        asked = duty.post(f"{address}/events/new", data=FORM | {"days": "9", "number": "13/QĐ"})
        assert asked.status_code == 422
        assert "tối đa 5 ngày" in asked.text
        assert "Đánh nhau" in duty.get(f"/admissions/{stay}").text
        assert duty.get(f"{address}/events/99/void").status_code == 404
        assert duty.post(f"{address}/events/1/void", data={"reason": "Nhầm người"}).status_code == 303
        assert "Nhầm người" in duty.get(address).text
        assert sign_in(Role.INTAKE).get(f"{address}/events/new").status_code == 403
