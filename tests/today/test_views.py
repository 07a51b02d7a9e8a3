"""Everybody's first page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.dates import add_months
from rehab_center.permissions import EVERYWHERE, Actor, Role
from rehab_center.residents.rules.facts import PaperFacts
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import open_tasks
from rehab_center.tasks.rules import TaskSubject
from rehab_center.today.views import by_harm
from tests.admissions.stays import Centre, decision, make_centre
from tests.residents.persons import make_facility
from tests.tasks.owing import DAY, NOW, owe

_numbers = count(1)


@pytest.fixture
def centre(session: Session, actor: Actor) -> Centre:
    """An empty centre, inside an application context."""
    return make_centre(actor)


def begun(centre: Centre, months_ago: int, months: int, *, days: int = 0, name: str = "Trần Văn An") -> int:
    """A stay that began that long ago, by today's clock."""
    day = add_months(clock.today(), -months_ago) + timedelta(days=days)
    person = centre.person(name, identity=(PaperFacts(f"036082{next(_numbers):06}"),))
    return centre.admit(
        person,
        now=clock.now(),
        admitted_on=day,
        months=months,
        decision=decision(day - timedelta(days=3)),
        reason="Theo quyết định",
    )


def test_terms_that_are_over_and_that_end_soon(centre: Centre, sign_in: Callable[..., FlaskClient]) -> None:
    over = begun(centre, 18, 18, days=-3, name="Hết Hạn Rồi")
    begun(centre, 18, 18, days=20, name="Sắp Hết Hạn")
    begun(centre, 2, 18, name="Còn Lâu Mới Hết")
    page = sign_in(Role.INTAKE).get("/today").text
    assert "Hết Hạn Rồi" in page
    assert "Sắp Hết Hạn" in page
    assert "Còn Lâu Mới Hết" not in page
    assert f"/admissions/{over}/move?kind=completed" in page


def test_what_is_owed_leads_to_the_act(centre: Centre, session: Session, sign_in: Callable[..., FlaskClient]) -> None:
    stay = begun(centre, 2, 18)
    centre.move(stay, MovementKind.ESCAPED, clock.today() - timedelta(days=1), now=clock.now(), with_paper=False)
    page = sign_in(Role.DIRECTOR).get("/today").text
    for task in open_tasks(session, scope=EVERYWHERE):
        assert f"/tasks/{task.id}" in page
    assert "/people?here=escaped" in page


def test_a_training_post_sees_and_records_nothing(centre: Centre, sign_in: Callable[..., FlaskClient]) -> None:
    begun(centre, 18, 18, days=-3)
    page = sign_in(Role.TRAINING).get("/today").text
    assert "/people/1" in page
    assert "/move" not in page


def test_the_administrator_is_led_to_accounts_and_sees_nobody(
    centre: Centre, sign_in: Callable[..., FlaskClient]
) -> None:
    begun(centre, 18, 18, days=-3, name="Hết Hạn Rồi")
    page = sign_in(Role.ADMINISTRATOR).get("/today").text
    assert "/accounts" in page
    assert "/settings" in page
    assert "Hết Hạn Rồi" not in page
    assert "/people" not in page


def test_a_quiet_day_says_so(centre: Centre, sign_in: Callable[..., FlaskClient]) -> None:
    begun(centre, 2, 18)
    for role in set(Role) - {Role.ADMINISTRATOR}:
        assert sign_in(role).get("/today").status_code == 200


def test_the_address_of_the_program_leads_here(sign_in: Callable[..., FlaskClient]) -> None:
    assert sign_in(Role.DUTY).get("/").location == "/today"


def test_what_waits_with_most_harm_comes_first(session: Session, actor: Actor) -> None:
    centre = make_facility(actor)
    for number, (kind, due) in enumerate(
        (
            (TaskKind.PAPER_MISSING, DAY),
            (TaskKind.SEARCH_DECISION, DAY),
            (TaskKind.PAPER_INCOMPLETE, -DAY),
            (TaskKind.COMMUNE_NOTICE, 2 * DAY),
            (TaskKind.PAPER_MISSING, -DAY),
        )
    ):
        owe(actor, centre, kind=kind, due_at=NOW + due, subject=TaskSubject("movement", number, "Ai đó", None))
    kinds = [task.kind.value for task in by_harm(open_tasks(session, scope=EVERYWHERE), NOW)]
    assert kinds == ["paper-missing", "paper-incomplete", "commune-notice", "search-decision", "paper-missing"]


def test_few_statements_however_many_stays(centre: Centre, sign_in: Callable[..., FlaskClient]) -> None:
    client = sign_in(Role.DIRECTOR)
    seen: list[str] = []
    event.listen(Engine, "before_cursor_execute", note := lambda _c, _u, statement, *_rest: seen.append(statement))
    try:
        for _ in range(12):
            begun(centre, 18, 18, days=-3)
        seen.clear()
        client.get("/today")
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len([one for one in seen if one.startswith("SELECT")]) <= 14
