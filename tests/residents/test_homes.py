"""A person's address: what was written stays, the unit stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.audit.models import AuditEntry
from rehab_center.casefile.homes import NOT_RECOGNISED, homes_there
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.errors import NotFound
from rehab_center.permissions import EVERYWHERE, Actor, Role, Scope
from rehab_center.residents.models import Resident
from rehab_center.residents.queries import person_facts
from rehab_center.residents.services import (
    choose_home,
    correct_person,
    create_person,
    fill_in_person,
    recognise_homes,
)
from tests.residents.persons import NOW, facts, make_facility

MY_THANG = {"commune": "xã Mỹ Thắng", "district": "huyện Mỹ Lộc", "province": "tỉnh Nam Định"}
YEN_DONG = {"commune": "xã Yên Đồng", "province": "tỉnh Ninh Bình"}
NOWHERE = {"commune": "xã Không Có Thật", "province": "tỉnh Nam Định"}
TODAY = date(2026, 11, 23)


def enter(actor: Actor, facility_id: int, **home: str) -> int:
    with transaction() as session:
        return create_person(session, facts=facts(**home), facility_id=facility_id, actor=actor, now=NOW)


def code_of(session: Session, resident_id: int) -> str | None:
    return session.scalars(select(Resident.commune_code).where(Resident.id == resident_id)).one()


@pytest.mark.parametrize(("home", "code"), [(MY_THANG, "13717"), (YEN_DONG, None), (NOWHERE, None), ({}, None)])
def test_a_unique_unit_is_written_beside_the_words(
    session: Session, actor: Actor, home: dict[str, str], code: str | None
) -> None:
    resident_id = enter(actor, make_facility(actor), **home)
    kept = person_facts(session, resident_id, scope=EVERYWHERE)

    assert kept.commune_code == code
    assert (kept.facts.commune, kept.facts.district, kept.facts.province) == (
        home.get("commune"),
        home.get("district"),
        home.get("province"),
    )


def test_another_address_is_recognised_anew_and_the_same_one_keeps_the_clerks_choice(
    session: Session, actor: Actor
) -> None:
    resident_id = enter(actor, make_facility(actor), **YEN_DONG)
    with transaction() as writing:
        assert choose_home(writing, resident_id, key="14746", actor=actor, now=NOW)

    def correct(**changed: str) -> None:
        page = person_facts(session, resident_id, scope=EVERYWHERE)
        with transaction() as writing:
            correct_person(
                writing,
                resident_id,
                facts=replace(page.facts, **changed),
                expected_version=page.version,
                actor=actor,
                now=NOW,
            )

    correct(occupation="Thợ xây")
    assert code_of(session, resident_id) == "14746"
    correct(district="huyện Yên Khánh")
    assert code_of(session, resident_id) is None
    correct(**MY_THANG)
    assert code_of(session, resident_id) == "13717"


def test_what_is_filled_in_later_is_recognised_too(session: Session, actor: Actor) -> None:
    facility_id = make_facility(actor)
    resident_id = enter(actor, facility_id, province="tỉnh Nam Định")
    assert code_of(session, resident_id) == "36"
    with transaction() as writing:
        fill_in_person(writing, resident_id, facts=facts(**MY_THANG), facility_id=facility_id, actor=actor, now=NOW)
        choose_home(writing, resident_id, key=None, actor=actor, now=NOW)
        recognise_homes(writing, actor=actor, now=NOW)

    assert code_of(session, resident_id) == "13717"


def test_a_choice_is_an_act_of_its_own_and_must_be_a_unit(session: Session, actor: Actor) -> None:
    resident_id = enter(actor, make_facility(actor), **YEN_DONG)
    with transaction() as writing:
        choose_home(writing, resident_id, key="13879@2025-07-01", actor=actor, now=NOW)
        assert not choose_home(writing, resident_id, key="13879@2025-07-01", actor=actor, now=NOW)
    with pytest.raises(NotFound), transaction() as writing:
        choose_home(writing, resident_id, key="99999", actor=actor, now=NOW)

    acts = session.scalars(select(AuditEntry.act).where(AuditEntry.act == "resident.home-recognised")).all()
    assert len(acts) == 1


def test_a_strangers_address_is_not_found(session: Session, actor: Actor) -> None:
    resident_id = enter(actor, make_facility(actor), **YEN_DONG)
    stranger = replace(actor, facility_ids=frozenset({make_facility(actor, "CS2")}))

    with pytest.raises(NotFound), transaction() as writing:
        choose_home(writing, resident_id, key=None, actor=stranger, now=NOW)


def test_all_addresses_at_once_are_one_act(app: Flask, session: Session, actor: Actor) -> None:
    facility_id = make_facility(actor)
    for home in (MY_THANG, YEN_DONG, NOWHERE):
        resident_id = enter(actor, facility_id, **home)
        with transaction() as writing:
            choose_home(writing, resident_id, key=None, actor=actor, now=NOW)
    result = app.test_cli_runner().invoke(args=["residents", "recognise-homes"])

    assert result.output.strip() == '{"unique": 1, "several": 1, "none": 1}'
    session.rollback()
    again = app.test_cli_runner().invoke(args=["residents", "recognise-homes"])
    assert again.output.strip() == '{"unique": 0, "several": 1, "none": 1}'
    acts = session.scalars(select(AuditEntry).where(AuditEntry.act == "resident.homes-recognised")).all()
    assert [entry.details for entry in acts] == [{"recognised": 1, "not_recognised": 1, "several": 1}]


def test_the_filter_offers_the_units_of_today_of_those_in_reach(session: Session, actor: Actor) -> None:
    here, there = make_facility(actor), make_facility(actor, "CS2")
    enter(actor, here, **MY_THANG)
    enter(actor, there, commune="phường Ba Đình", province="Hà Nội")

    assert homes_there(session, scope=Scope(frozenset({here})), today=TODAY) == [
        ("37", "tỉnh Ninh Bình"),
        ("13693", "– phường Đông A"),
    ]
    assert len(homes_there(session, scope=EVERYWHERE, today=TODAY)) == 4
    assert ("36", "tỉnh Nam Định") in homes_there(session, scope=EVERYWHERE, today=date(2024, 8, 31))


# --- pages -----------------------------------------------------------------------------------------------------------

SignIn = Callable[..., FlaskClient]


def test_the_persons_page_says_what_the_address_is_called_today(
    sign_in: SignIn, session: Session, actor: Actor
) -> None:
    facility_id = make_facility(actor)
    known = enter(actor, facility_id, **MY_THANG)
    lost = enter(actor, facility_id, commune="xã Mỹ Tiến", district="huyện Mỹ Lộc", province="tỉnh Nam Định")
    doubtful = enter(actor, facility_id, **YEN_DONG)
    client = sign_in(Role.INTAKE)

    def page(resident_id: int, query: str = "") -> str:
        return " ".join(client.get(f"/people/{resident_id}{query}").get_data(as_text=True).split())

    assert "xã Mỹ Thắng, huyện Mỹ Lộc, tỉnh Nam Định" in page(known)
    assert "phường Đông A, tỉnh Ninh Bình)" in page(known)
    assert "phường Đông A" not in page(known, "?as_of=31/08/2024")
    assert "Ninh Bình" in page(lost)
    assert f"/people/{doubtful}/home" in page(doubtful)


def test_a_clerk_chooses_among_the_candidates(sign_in: SignIn, session: Session, actor: Actor) -> None:
    resident_id = enter(actor, make_facility(actor), **YEN_DONG)
    client = sign_in(Role.INTAKE)
    page = client.get(f"/people/{resident_id}/home").get_data(as_text=True)

    assert "huyện Yên Mô" in page
    assert client.post(f"/people/{resident_id}/home", data={"unit": "99999"}).status_code == 422
    assert client.post(f"/people/{resident_id}/home", data={"unit": "14746"}).status_code == 303
    session.rollback()
    assert code_of(session, resident_id) == "14746"
    assert client.post(f"/people/{resident_id}/home", data={"unit": "none"}).status_code == 303
    session.rollback()
    assert code_of(session, resident_id) is None
    assert client.get("/people/4711/home").status_code == 404
    assert sign_in(Role.MEDICAL).get(f"/people/{resident_id}/home").status_code == 403


def test_the_people_list_filters_by_the_units_of_today(sign_in: SignIn, actor: Actor, session: Session) -> None:
    facility_id = make_facility(actor)
    with transaction() as writing:
        for name, home in (("Đỗ Văn Một", MY_THANG), ("Trần Văn Hai", NOWHERE)):
            create_person(
                writing, facts=facts(name, **home), facility_id=facility_id, actor=actor, now=moment_of(TODAY, 8)
            )
    client = sign_in(Role.INTAKE)

    def found(home: str) -> tuple[bool, bool]:
        page = client.get(f"/people?home={home}").get_data(as_text=True)
        return "Đỗ Văn Một" in page, "Trần Văn Hai" in page

    assert found("37") == (True, False)
    assert found("13693") == (True, False)
    assert found(NOT_RECOGNISED) == (False, True)
    assert found("36") == (True, True)  # no province of today: counts as not asked
