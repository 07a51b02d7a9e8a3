"""The People list: who is found, in which order, in what state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Movement
from rehab_center.admissions.rules.movements import MovementKind, State
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.audit.models import AuditEntry
from rehab_center.casefile import search
from rehab_center.casefile.people import PersonRow, people
from rehab_center.permissions import EVERYWHERE, Actor, Role, Scope
from rehab_center.residents.kinds import AliasKind, Sex
from rehab_center.residents.rules.births import born_on
from rehab_center.residents.rules.facts import AliasFacts, PaperFacts
from rehab_center.web.list_state import ListState
from tests.admissions.stays import Centre, decision
from tests.residents.persons import make_facility, make_person

NUMBER = "036082001234"


def rows(session: Session, q: str = "", *, scope: Scope = EVERYWHERE, **state: Any) -> list[PersonRow]:
    """The list as asked for."""
    found, total = people(session, ListState(q=q, sort=state.pop("sort", "name"), **state), scope=scope)
    assert total >= len(found)
    return list(found)


def names(session: Session, q: str = "", **state: Any) -> list[str]:
    """Whom the list shows."""
    return [row.full_name for row in rows(session, q, **state)]


def entering(session: Session, stay_id: int) -> int:
    """The entering movement of a stay."""
    from_ledger = select(Movement.id).where(Movement.admission_id == stay_id).order_by(Movement.id)
    found = session.scalars(from_ledger).first()
    assert found is not None
    return found


# --- search ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["do thi hoa", "hoa do", "Đỗ Thị Hoà", "Đỗ Thị Hòa", "ĐỖ THỊ H", "thi  hoa "])
def test_either_spelling_of_a_name_is_found(session: Session, centre: Centre, typed: str) -> None:
    for name in ("Đỗ Thị Hoà", "Đỗ Thị Hòa", "Trần Văn An"):
        centre.person(name)
    assert sorted(names(session, typed)) == sorted(["Đỗ Thị Hoà", "Đỗ Thị Hòa"])


def test_names_with_the_typed_marks_come_first(session: Session, centre: Centre) -> None:
    for name in ("Lê Văn Tuân", "Lê Văn Tuấn", "Lê Văn Tuan"):
        centre.person(name)
    assert names(session, "tuan")[0] == "Lê Văn Tuan"
    assert names(session, "Tuấn") == ["Lê Văn Tuấn", "Lê Văn Tuan", "Lê Văn Tuân"]
    assert names(session, "Tuấn", page=2, per_page=1) == ["Lê Văn Tuan"]


def test_an_alias_is_found_and_shown(session: Session, centre: Centre) -> None:
    centre.person("Trần Văn An", aliases=(AliasFacts("Tý Sún", AliasKind.ALIAS),))
    centre.person("Trần Văn Bình")
    (row,) = rows(session, "sun")
    assert (row.full_name, row.found_by) == ("Trần Văn An", "Tý Sún")
    assert rows(session, "an")[0].found_by is None


@pytest.mark.parametrize(
    "typed", ["HV00002", "hv00002", "HV 00002", "HV2", "0002", NUMBER, "036 082 001 234", "036.082.001", "001234"]
)
def test_codes_and_numbers_are_found_however_they_are_typed(session: Session, centre: Centre, typed: str) -> None:
    centre.admit()
    wanted = centre.person("Lê Văn Cường", identity=(PaperFacts(NUMBER),), birth=born_on(date(1982, 6, 5)))
    centre.admit(wanted)
    assert [row.id for row in rows(session, typed)] == [wanted]


def test_the_person_code_is_found(session: Session, centre: Centre) -> None:
    wanted = centre.person("Lê Văn Cường")
    centre.person("Lê Văn Dũng")
    for typed in ("NT-000001", "nt000001", "NT1"):
        assert [row.id for row in rows(session, typed)] == [wanted]


def test_a_year_tells_namesakes_apart(session: Session, centre: Centre) -> None:
    centre.person(birth=born_on(date(1985, 6, 5)))
    younger = centre.person(birth=born_on(date(1991, 6, 5)))
    assert [row.id for row in rows(session, "tran van an 1991")] == [younger]


@pytest.mark.parametrize("typed", ["%", "_", "zzz", "99999999", "'"])
def test_what_nobody_is_called_finds_nobody(session: Session, centre: Centre, typed: str) -> None:
    centre.admit()
    assert rows(session, typed) == []


# --- the latest stay and its state ------------------------------------------------------------------------------------


def test_a_voided_entry_never_was(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    centre.void(entering(session, stay))
    (row,) = rows(session)
    assert (row.state, row.file_code, row.admitted_on) == (None, None, None)
    assert names(session, choices={"here": "never"}) == ["Trần Văn An"]
    assert names(session, choices={"here": "books"}) == []


def test_a_voided_stay_does_not_hide_the_one_before(session: Session, centre: Centre) -> None:
    person = centre.person()
    first = centre.admit(person, admitted_on=date(2024, 1, 10), decision=decision(date(2024, 1, 5)))
    centre.move(first, MovementKind.TRANSFERRED_OUT, date(2024, 2, 1))
    second = centre.admit(person, admitted_on=date(2024, 3, 10))
    centre.void(entering(session, second))
    (row,) = rows(session)
    assert (row.state, row.last_kind, row.file_code) == (State.LEFT, MovementKind.TRANSFERRED_OUT, "HV00001")


def test_a_voided_movement_does_not_count(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    centre.void(centre.move(stay, MovementKind.ESCAPED, date(2024, 4, 1)))
    assert rows(session)[0].state is State.PRESENT
    centre.move(stay, MovementKind.TO_HOSPITAL, date(2024, 4, 2))
    (row,) = rows(session)
    assert (row.state, row.since) == (State.IN_HOSPITAL, date(2024, 4, 2))


def test_filters(session: Session, centre: Centre) -> None:
    here = centre.admit(centre.person("An"))
    away = centre.admit(centre.person("Bình"), admitted_on=date(2024, 3, 12))
    centre.move(away, MovementKind.TO_HOSPITAL, date(2024, 4, 2))
    gone = centre.admit(centre.person("Chi", sex=Sex.FEMALE), kind=StayKind.VOLUNTARY, months=6)
    centre.move(gone, MovementKind.ESCAPED, date(2024, 4, 2))
    centre.person("Dũng")
    assert here != away
    wanted = {
        "books": ["An", "Bình", "Chi"],
        "care": ["An", "Bình"],
        "present": ["An"],
        "in-hospital": ["Bình"],
        "escaped": ["Chi"],
        "never": ["Dũng"],
        "left": [],
    }
    assert {one: names(session, choices={"here": one}) for one in wanted} == wanted
    assert names(session, choices={"kind": "voluntary"}) == ["Chi"]
    assert names(session, choices={"sex": "female"}) == ["Chi"]
    assert names(session, days={"admitted": (date(2024, 3, 11), date(2024, 3, 12))}) == ["Bình"]
    assert names(session, days={"admitted": (None, date(2024, 3, 10))}) == ["An", "Chi"]


@pytest.mark.parametrize("sort", ["name", "code", "birth", "admitted", "term_end"])
@pytest.mark.parametrize("descending", [True, False])
def test_every_order_is_stable_over_pages(session: Session, centre: Centre, sort: str, descending: bool) -> None:
    for number in range(7):
        person = centre.person("Trần Văn An")
        if number % 3:
            centre.admit(person)
    whole = [row.id for row in rows(session, sort=sort, descending=descending)]
    paged = [
        row.id for page in (1, 2, 3) for row in rows(session, sort=sort, descending=descending, page=page, per_page=3)
    ]
    assert len(set(whole)) == 7
    assert paged == whole


def test_nobody_sees_another_centre(session: Session, centre: Centre, actor: Actor) -> None:
    other = make_facility(actor, "CS2")
    make_person(actor, other, "Đỗ Thị Hòa")
    mine = centre.person("Trần Văn An")
    seen = Scope(frozenset({centre.facility_id}))
    assert [row.id for row in rows(session, scope=seen)] == [mine]
    assert rows(session, "do thi hoa", scope=seen) == []
    assert rows(session, "Đỗ", scope=seen) == []


# --- the page --------------------------------------------------------------------------------------------------------


def test_the_page_costs_few_statements_however_many_people(
    centre: Centre, sign_in: Callable[..., FlaskClient], statements: Callable[[FlaskClient, str], int]
) -> None:
    client = sign_in(Role.DIRECTOR)
    centre.admit(centre.person("Đỗ Thị Hòa"))
    asked = ("/people", "/people?q=hoa", "/people?q=Hòa", "/people?q=0001", "/people?here=care&sort=admitted")
    few = [statements(client, one) for one in asked]
    for _ in range(12):
        centre.admit(centre.person("Đỗ Thị Hòa"))
    many = [statements(client, one) for one in asked]
    assert max(many) <= 12
    # Now and then a request looks at the clock as well, which costs one; rows cost nothing.
    assert all(later - before <= 1 for before, later in zip(few, many, strict=True))


def test_an_empty_register_says_what_to_do(centre: Centre, sign_in: Callable[..., FlaskClient]) -> None:
    page = sign_in(Role.INTAKE).get("/people").text
    assert "/admissions/new" in page
    assert "/people?export=xlsx" not in page


def test_an_export_is_recorded_and_carries_the_numbers(
    session: Session, centre: Centre, sign_in: Callable[..., FlaskClient]
) -> None:
    centre.admit(centre.person("Đỗ Thị Hòa", identity=(PaperFacts(NUMBER),), birth=born_on(date(1982, 6, 5))))
    centre.person("Trần Văn An")
    answer = sign_in(Role.INTAKE).get("/people?q=hoa&export=xlsx")
    sheet = list(load_workbook(BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert len(sheet) == 2
    assert NUMBER in sheet[1]
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.act, entry.details) == ("people.exported", {"rows": 1, "form": "xlsx"})


def test_who_may_not_export_gets_nothing(centre: Centre, sign_in: Callable[..., FlaskClient]) -> None:
    centre.admit()
    client = sign_in(Role.DUTY)
    assert "export=" not in client.get("/people").text
    assert client.get("/people?export=csv").status_code == 403
    assert sign_in(Role.ADMINISTRATOR).get("/people").status_code == 403


def test_a_whole_code_or_number_typed_in_the_bar_opens_its_person(
    session: Session, centre: Centre, sign_in: Callable[..., FlaskClient]
) -> None:
    person = centre.person("Đỗ Thị Hòa", identity=(PaperFacts(NUMBER),), birth=born_on(date(1982, 6, 5)))
    centre.admit(person)
    for _other in range(10):
        centre.admit()
    client = sign_in(Role.INTAKE)
    assert 'name="open" value="1"' in client.get("/today").text
    for typed in ("HV00001", " hv00001 ", NUMBER, f"{NUMBER[:3]} {NUMBER[3:]}"):
        answer = client.get("/people", query_string={"q": typed, "open": "1"})
        assert (typed, answer.status_code, answer.location) == (typed, 302, f"/people/{person}")
    assert client.get(answer.location or "").status_code == 200
    looked = session.scalars(select(AuditEntry).where(AuditEntry.act == "person.viewed")).one()
    assert looked.about_id == person
    for typed in ("HV0001", "Hòa", NUMBER[:-1], ""):
        assert client.get("/people", query_string={"q": typed, "open": "1"}).status_code == 200
    assert client.get("/people?q=HV00001").status_code == 200
    assert search.meant(session, "HV00001", scope=Scope(frozenset({999}))) is None
