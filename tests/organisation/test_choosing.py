"""An account that sees several centres says which one it means; the choice is remembered, and forms carry it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.capacity.models import AnnualPlan
from rehab_center.db import transaction
from rehab_center.organisation.models import Facility
from rehab_center.permissions import Actor, Role
from rehab_center.policies.services import enter_first_values
from tests import factories
from tests.admissions.stays import NOW
from tests.residents.persons import make_facility

PAGES = (
    "/capacity",
    "/capacity/2024/revise",
    "/reports",
    "/reports/new?period=half-year:2024-H1",
    "/reports/earlier/new",
    "/today/sentence",
)
SignIn = Callable[..., FlaskClient]


@pytest.fixture
def two(session: Session, actor: Actor) -> dict[str, int]:
    """Two centres, by their codes."""
    with transaction() as opened:
        enter_first_values(opened, actor=actor, now=NOW)
    return {code: make_facility(actor, code) for code in ("CS1", "CS2")}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_means_one_centre_lets_it_be_chosen(two: dict[str, int], sign_in: SignIn, page: str) -> None:
    assert two
    client = sign_in(Role.DIRECTOR)
    answer = client.get(page)
    assert answer.status_code == 200
    glue = "&" if "?" in page else "?"
    chosen = client.get(f"{page}{glue}centre=CS2")
    assert chosen.status_code == 200
    assert 'name="centre"' in chosen.text or "ma túy CS2" in chosen.text


def test_the_choice_is_remembered(two: dict[str, int], sign_in: SignIn) -> None:
    assert two
    client = sign_in(Role.DIRECTOR)
    assert '<option value="CS1" selected>' in client.get("/capacity").text
    client.get("/capacity?centre=CS2")
    for page in ("/capacity", "/reports", "/today/sentence"):
        assert '<option value="CS2" selected>' in client.get(page).text


def test_a_strangers_centre_is_not_found(app: Flask, two: dict[str, int]) -> None:
    client = app.test_client()
    factories.make_account("giam.doc", Role.DIRECTOR, facility_id=two["CS1"])
    client.post("/sign-in", data={"username": "giam.doc", "password": factories.PASSWORD})
    assert client.get("/capacity").status_code == 200
    assert 'name="centre"' not in client.get("/reports").text
    for page in ("/capacity?centre=CS2", "/headcount/people?centre=CS2", "/figures/new-compulsory?centre=CS2"):
        assert client.get(page).status_code == 404


def test_a_form_writes_to_the_centre_it_was_read_for(two: dict[str, int], sign_in: SignIn, session: Session) -> None:
    client = sign_in(Role.DIRECTOR)
    assert "ma túy CS2" in client.get("/capacity/2024/revise?centre=CS2").text
    client.get("/capacity?centre=CS1")  # another tab
    form = {"target": "30", "centre": "CS2", "version": "0", "confirm": "1"}
    assert client.post("/capacity/2024/revise", data=form).status_code == 303
    session.rollback()
    assert session.scalars(select(AnnualPlan.facility_id)).all() == [two["CS2"]]


def test_without_any_centre_there_is_nothing_to_show(session: Session, sign_in: SignIn, actor: Actor) -> None:
    with transaction() as opened:
        enter_first_values(opened, actor=actor, now=NOW)
    assert session.scalar(select(Facility.id)) is None
    client = sign_in(Role.DIRECTOR)
    assert client.get("/reports").status_code == 200
    assert client.get("/today").status_code == 200
    assert client.get("/capacity").status_code == 404
