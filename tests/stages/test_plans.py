"""The individual plan: versions, goals that are marked, the file's checklist, the paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.dossiers.kinds import PaperState
from rehab_center.dossiers.queries import live_papers
from rehab_center.errors import Conflict, DomainError, NotFound, NotPermitted
from rehab_center.permissions import ROLES, Actor, Role
from rehab_center.stages.queries.plans import Goal, plans_of
from rehab_center.stages.services.plans import PlanFacts, mark_goal, write_plan
from tests.admissions.stays import Centre

SignIn = Callable[..., FlaskClient]
NOW = moment_of(date(2024, 6, 14), 9)
GOALS = (Goal("Cắt cơn an toàn", "Uống thuốc theo y lệnh", "Y sĩ Lan", date(2024, 6, 1)), Goal("Học nghề mộc"))


def write(centre: Centre, stay: int, *, seen: int = 0, why: str | None = None, actor: Actor | None = None) -> int:
    """A plan written by the service."""
    facts = PlanFacts("Cô Hoa", "Ổn định sức khỏe", GOALS, seen, why)
    with transaction() as session:
        return write_plan(session, stay, facts=facts, actor=actor or centre.actor, now=NOW)


def test_versions_goals_and_the_file(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    write(centre, stay)
    session.rollback()
    paper = next(one for one in live_papers(session, stay) if one.line == "plan")
    assert paper.state == PaperState.RECEIVED
    first = plans_of(session, stay)[0]
    assert (first.version, [goal.goal for goal in first.goals]) == (1, ["Cắt cơn an toàn", "Học nghề mộc"])
    assert first.goals[0].late_on(date(2024, 6, 2))
    goal_id = first.goals[0].id or 0
    with transaction() as writing:
        mark_goal(writing, stay, goal_id, done=True, note="Tốt", actor=centre.actor, now=NOW)
    with pytest.raises(DomainError) as unexplained:
        write(centre, stay, seen=1)
    assert unexplained.value.field == "why"
    with pytest.raises(Conflict):
        write(centre, stay, seen=0, why="Chuyển giai đoạn")
    write(centre, stay, seen=1, why="Chuyển giai đoạn")
    session.rollback()
    second, before = plans_of(session, stay)
    assert (second.version, second.reason) == (2, "Chuyển giai đoạn")
    assert (before.goals[0].done, before.goals[0].note) == (True, "Tốt")
    with pytest.raises(NotFound), transaction() as writing:  # of a version that counts no more
        mark_goal(writing, stay, goal_id, done=False, note=None, actor=centre.actor, now=NOW)
    duty = Actor("truc", "Trực", permissions=ROLES[Role.DUTY], roles=frozenset({Role.DUTY}))
    with pytest.raises(NotPermitted):
        write(centre, stay, seen=2, why="Thử", actor=duty)


def test_the_plan_from_the_keyboard_to_the_paper(session: Session, centre: Centre, sign_in: SignIn) -> None:
    stay = centre.admit()
    with clock.set_to(NOW):
        training = sign_in(Role.TRAINING)
        address = f"/stages/stays/{stay}/plan"
        assert training.get(address).status_code == 200
        assert "Giai đoạn hiện tại: a" in training.get(f"{address}/paper").text  # an empty form for the hand
        typed = {"officer": "Cô Hoa", "aims": "Ổn định sức khỏe", "seen": "0"}
        nothing = training.post(f"{address}/new", data=typed)
        assert nothing.status_code == 422
        assert "Ổn định sức khỏe" in nothing.text
        goals = {"goal_1": "Cắt cơn an toàn", "steps_1": "Uống thuốc", "due_1": "1/6/2024", "goal_3": "Học nghề mộc"}
        assert training.post(f"{address}/new", data=typed | goals | {"due_1": "31/2/2024"}).status_code == 422
        nameless = training.post(f"{address}/new", data=typed | goals | {"steps_2": "Học chữ mỗi tối"})
        assert nameless.status_code == 422
        assert "Gõ mục tiêu" in nameless.text
        assert "Học chữ mỗi tối" in nameless.text
        assert training.post(f"{address}/new", data=typed | goals).status_code == 303
        session.rollback()
        goal_id = plans_of(session, stay)[0].goals[0].id
        marked = training.post(f"{address}/goals/{goal_id}", data={"done": "yes", "note": "Đúng hạn"})
        assert marked.status_code == 303
        shown = training.get(f"{address}/paper").text
        assert "Học nghề mộc" in shown
        assert "Đúng hạn" in shown
        assert 'name="seen" type="hidden" value="1"' in training.get(f"{address}/new").text
        assert sign_in(Role.INSPECTOR).get(f"{address}/new").status_code == 403
        assert training.post(f"{address}/goals/999", data={"done": "yes"}).status_code == 404
