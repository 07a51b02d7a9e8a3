"""Lists of people follow the order of names that is in force, page by page and by an index."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.audit.services import check_log
from rehab_center.casefile.people import people
from rehab_center.dated import Confidence
from rehab_center.db import transaction
from rehab_center.permissions import EVERYWHERE, Actor, Role
from rehab_center.placements.queries.people import dwellers
from rehab_center.policies.rules import NameOrder, PolicyKind
from rehab_center.policies.services import set_value
from rehab_center.residents.models import Resident
from rehab_center.residents.services import names
from rehab_center.web.list_state import ListState
from tests.admissions.stays import Centre, make_centre
from tests.database import ON_POSTGRESQL

SignIn = Callable[..., FlaskClient]
BY_GIVEN_NAME = ["Nguyễn Văn An", "Phạm Hồng An", "Lê Thị Bích", "Đặng Chí", "Đỗ Thị Ước"]
AS_WRITTEN = ["Đặng Chí", "Đỗ Thị Ước", "Lê Thị Bích", "Nguyễn Văn An", "Phạm Hồng An"]


@pytest.fixture
def centre(session: Session, actor: Actor) -> Centre:
    """A centre with five people, entered in no order."""
    centre = make_centre(actor)
    for name in ("Lê Thị Bích", "Đỗ Thị Ước", "Phạm Hồng An", "Đặng Chí", "Nguyễn Văn An"):
        centre.person(name)
    return centre


def _order(actor: Actor, order: NameOrder, valid_from: date) -> None:
    with transaction() as session:
        set_value(
            session,
            PolicyKind.NAME_ORDER,
            value=order,
            valid_from=valid_from,
            citation="Quyết định 7/QĐ-CSCN",
            confidence=Confidence.CONFIRMED,
            actor=actor,
            now=clock.now(),
        )


def _listed(session: Session, *, descending: bool = False) -> list[str]:
    """The whole list, read in pages of two."""
    found: list[str] = []
    for page in (1, 2, 3):
        state = ListState(sort="name", descending=descending, page=page, per_page=2)
        rows, total = people(session, state, scope=EVERYWHERE)
        assert total == 5
        found += [row.full_name for row in rows]
    return found


def test_the_list_follows_the_order_in_force_today(centre: Centre, session: Session, sign_in: SignIn) -> None:
    """A value to come changes nothing before its day, and then does by itself."""
    assert _listed(session) == BY_GIVEN_NAME
    tomorrow = clock.today() + timedelta(days=1)
    _order(centre.actor, NameOrder.FULL_NAME, tomorrow)
    assert _listed(session) == BY_GIVEN_NAME
    with clock.set_to(clock.moment_of(tomorrow, 9)):
        assert _listed(session) == AS_WRITTEN
        assert _listed(session, descending=True) == AS_WRITTEN[::-1]
        page = sign_in(Role.INTAKE).get("/people").text
        places = [page.index(name) for name in AS_WRITTEN]
        assert places == sorted(places)


def test_lists_put_in_order_in_memory_follow_it_too(session: Session, actor: Actor, sign_in: SignIn) -> None:
    """Places, ratings, who leaves, days without a ground, health checks: one list is read beside another.

    All are past their term of 18 months from 10/03/2024.
    """
    centre = make_centre(actor)
    for name in ("Lê Thị Bích", "Đỗ Thị Ước", "Phạm Hồng An", "Đặng Chí", "Nguyễn Văn An"):
        centre.admit(centre.person(name))
    with clock.set_to(clock.moment_of(date(2025, 9, 12), 9)):
        client = sign_in(Role.DIRECTOR, Role.MEDICAL)
        for order, names_of in ((NameOrder.GIVEN_NAME, BY_GIVEN_NAME), (NameOrder.FULL_NAME, AS_WRITTEN)):
            _order(centre.actor, order, clock.today())
            session.rollback()
            here = dwellers(session, centre.facility_id, as_of=clock.today())
            assert [one.full_name for one in here] == names_of
            for address in ("/conduct", "/release", "/release/gaps", "/health/due"):
                page = client.get(f"{address}?sort=name").text
                shown = page[page.index("<tbody") :]
                places = [shown.index(name) for name in names_of]
                assert places == sorted(places), (address, order)


def test_a_page_is_found_by_an_index_in_either_order(centre: Centre, session: Session) -> None:
    """A few rows of a large register: it is never sorted as a whole."""
    said: list[tuple[str, object]] = []

    def hear(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        if "FROM resident LEFT OUTER JOIN" in statement:
            said.append((statement, parameters))

    for order, index in ((NameOrder.GIVEN_NAME, "sort_key"), (NameOrder.FULL_NAME, "written_key")):
        _order(centre.actor, order, clock.today())
        event.listen(Engine, "before_cursor_execute", hear)
        try:
            _listed(session)
        finally:
            event.remove(Engine, "before_cursor_execute", hear)
        statement, parameters = said.pop()
        if ON_POSTGRESQL:  # five people are sooner sorted than looked up
            session.execute(text("SET LOCAL enable_seqscan = off"))
            session.execute(text("SET LOCAL enable_sort = off"))
        explain = "EXPLAIN " if ON_POSTGRESQL else "EXPLAIN QUERY PLAN "
        plan = str(session.connection().exec_driver_sql(explain + statement, parameters).fetchall())
        assert f"ix_resident_{index}" in plan
        assert "B-TREE FOR ORDER BY" not in plan.split("CORRELATED")[0]


def test_people_of_an_older_program_get_their_key(
    session: Session, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By an act of the program, once, so that the log knows what each row holds."""
    with monkeypatch.context() as older:
        older.setattr(names, "written_key", lambda _name: None)
        centre = make_centre(actor)
        person = centre.person("Phạm Hồng An")
    assert session.get_one(Resident, person).written_key is None
    with transaction() as writing:
        assert names.fill_written_keys(writing, actor=actor, now=clock.now()) == 1
        assert names.fill_written_keys(writing, actor=actor, now=clock.now()) == 0
    session.rollback()
    assert session.get_one(Resident, person).written_key is not None
    assert check_log().ok
