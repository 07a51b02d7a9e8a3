"""Voiding: the author alone within the shift, a second person afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.queries import stay_page, void_plan
from rehab_center.admissions.rules.movements import MovementKind, State
from rehab_center.admissions.services import ask_void, leave_movement
from rehab_center.db import transaction
from rehab_center.errors import Conflict, DomainError, NotFound, NotPermitted
from rehab_center.periods import PeriodKind, PeriodRule, parse_period
from rehab_center.permissions import EVERYWHERE, ROLES, Actor, Permission, Role
from rehab_center.reports.services import freeze
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import open_tasks
from rehab_center.tasks.taking_back import Way, way_of
from tests.admissions.stays import NOW, SECOND, Centre

SignIn = Callable[..., FlaskClient]
LATER = NOW + timedelta(hours=13)
GATE = frozenset({Permission.ADMISSIONS_MOVE})


def somebody(name: str, *roles: Role) -> Actor:
    rights = frozenset(right for role in roles for right in ROLES[role])
    return Actor(name, name.title(), account_id=5, permissions=rights, roles=frozenset(roles), origin="test")


@pytest.mark.parametrize(
    ("reader", "hours_later", "right", "way"),
    [
        ("an", 0, False, Way.ALONE),
        ("an", 12, False, Way.ALONE),
        ("an", 13, False, Way.ASK),
        ("an", 13, True, Way.ASK),
        ("ba", 0, True, Way.SECOND),
        ("ba", 999, True, Way.SECOND),
        ("ba", 0, False, Way.ASK),
    ],
)
def test_who_may_take_an_entry_back(reader: str, hours_later: int, right: bool, way: Way) -> None:
    actor = somebody(reader, Role.INTAKE if right else Role.DUTY)
    now = NOW + timedelta(hours=hours_later)
    given = way_of(actor, author="an", written_at=NOW, now=now, hours=12, right=Permission.ADMISSIONS_VOID)
    assert given is way


def test_the_author_alone_within_the_shift_and_never_afterwards(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    escape = centre.move(stay, MovementKind.ESCAPED, date(2024, 5, 1))
    with pytest.raises(NotPermitted):
        centre.void(escape, now=LATER, actor=centre.actor)
    centre.void(escape, now=NOW + timedelta(hours=2), actor=centre.actor)
    again = centre.move(stay, MovementKind.ESCAPED, date(2024, 5, 2))
    centre.void(again, now=LATER, actor=SECOND)
    session.rollback()
    assert stay_page(session, stay, scope=EVERYWHERE, as_of=date(2024, 6, 14)).state.state is State.PRESENT


def ask(centre: Centre, movement_id: int, *, actor: Actor | None = None, now: datetime = LATER) -> int:
    with transaction() as session:
        return ask_void(session, movement_id, reason="Ghi nhầm người", actor=actor or centre.actor, now=now)


def leave(movement_id: int, actor: Actor, reason: str = "Đúng như sổ trực") -> None:
    with transaction() as session:
        leave_movement(session, movement_id, reason=reason, actor=actor, now=LATER)


def requests(session: Session) -> list[str]:
    session.rollback()
    return [task.about for task in open_tasks(session, scope=EVERYWHERE, kinds=[TaskKind.VOID_REQUEST])]


def test_a_request_stands_as_a_task_until_somebody_else_decides(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    escape = centre.move(stay, MovementKind.ESCAPED, date(2024, 5, 1))
    ask(centre, escape)
    with pytest.raises(Conflict):
        ask(centre, escape)
    assert requests(session) == ["Trần Văn An (HV00001)"]
    with pytest.raises(NotPermitted):
        leave(escape, somebody("gác", Role.DUTY))
    with pytest.raises(DomainError):
        leave(escape, SECOND, reason=" ")
    leave(escape, SECOND)
    assert requests(session) == []
    with pytest.raises(NotFound):
        leave(escape, SECOND)
    ask(centre, escape)
    centre.void(escape, now=LATER)
    assert requests(session) == []


def test_whoever_asked_may_take_the_request_back(session: Session, centre: Centre) -> None:
    escape = centre.move(centre.admit(), MovementKind.ESCAPED, date(2024, 5, 1))
    ask(centre, escape)
    leave(escape, centre.actor, reason="Tôi nhầm")
    assert requests(session) == []


def test_the_preview_says_what_will_change_and_which_reports_counted_it(session: Session, centre: Centre) -> None:
    stay = centre.admit(now=NOW - timedelta(days=2))
    escape = centre.move(stay, MovementKind.ESCAPED, date(2024, 5, 1), now=NOW - timedelta(days=1))
    month = parse_period(PeriodKind.MONTH, "2024-04", PeriodRule.CALENDAR)
    with transaction() as writing:
        freeze(writing, facility_id=centre.facility_id, period=month, actor=centre.actor, now=NOW)
    plan = void_plan(session, escape, actor=centre.actor, now=NOW)
    assert (plan.before.state, plan.after.state) == (State.ESCAPED, State.PRESENT)
    assert plan.term_before is not None
    assert plan.term_after is not None
    assert (plan.term_before.end_on, plan.term_after.end_on) == (None, date(2025, 9, 10))
    assert [one.name for one in plan.counted] == ["tháng 04 năm 2024, lần 1"]
    assert plan.way is Way.ASK
    entry = stay_page(session, stay, scope=EVERYWHERE, as_of=date(2024, 6, 14)).movements[0]
    assert void_plan(session, entry.id, actor=centre.actor, now=NOW).refusal is not None


def test_the_guard_voids_a_fresh_entry_and_asks_about_an_old_one(
    session: Session, centre: Centre, sign_in: SignIn
) -> None:
    stay = centre.admit()
    with clock.set_to(NOW):
        client = sign_in(Role.DUTY)
        typed = {"kind": "escaped", "effective_on": "1/5/2024", "step": "confirm"}
        assert client.post(f"/admissions/{stay}/move", data=typed).status_code == 303
        escape = stay_page(session, stay, scope=EVERYWHERE, as_of=date(2024, 6, 14)).movements[-1].id
        session.rollback()
        page = f"/admissions/movements/{escape}/void"
        assert 'value="void"' in client.get(page).text
    with clock.set_to(LATER):
        late = sign_in(Role.DUTY)
        assert 'value="ask"' in late.get(page).text
        assert late.post(page, data={"reason": "", "answer": "ask"}).status_code == 422
        assert late.post(page, data={"reason": "Ghi nhầm", "answer": "ask"}).status_code == 303
        (task,) = open_tasks(session, scope=EVERYWHERE, kinds=[TaskKind.VOID_REQUEST])
        session.rollback()
        second = sign_in(Role.INTAKE)
        led = second.get(f"/tasks/{task.id}")
        assert (led.status_code, led.location) == (302, page)
        shown = second.get(page).text
        assert "Ghi nhầm" in shown
        assert 'value="leave"' in shown
        assert second.post(page, data={"reason": "Đúng là nhầm", "answer": "void"}).status_code == 303
    assert requests(session) == []


def test_alone_in_the_office_one_is_told_what_to_do(session: Session, centre: Centre, sign_in: SignIn) -> None:
    escape = centre.move(centre.admit(), MovementKind.ESCAPED, date(2024, 5, 1))
    plan = void_plan(session, escape, actor=centre.actor, now=LATER)
    assert plan.deciders == ()
    sign_in(Role.DIRECTOR)
    session.rollback()
    assert void_plan(session, escape, actor=centre.actor, now=LATER).deciders == ("Lê Thị Thử",)
