"""What the pages cannot show by themselves: reach, the log's chain, and the shape of an actor."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.accounts.queries import account_page, accounts
from rehab_center.accounts.security import find_user, limits
from rehab_center.accounts.services import administer, sign_in
from rehab_center.audit.verifier import verify
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError, NotFound, NotPermitted
from rehab_center.permissions import EVERYWHERE, Actor, Permission, Role
from tests import factories
from tests.accounts.conftest import enter, selects


def test_an_actor_has_the_rights_of_all_his_roles(session: Session, centres: tuple[int, int]) -> None:
    account_id = factories.make_account("an.lv", Role.DUTY, Role.MEDICAL, facility_id=centres[1])
    user = find_user(username="An.LV")
    assert user is not None
    assert user.actor() == Actor(
        name="an.lv",
        label="Lê Thị Thử",
        account_id=account_id,
        facility_ids=frozenset({centres[1]}),
        permissions=user.rights,
        roles=frozenset({Role.DUTY, Role.MEDICAL}),
        origin="web",
    )
    assert user.actor().may(Permission.HEALTH_VIEW)
    assert user.actor().may(Permission.ADMISSIONS_MOVE)
    assert not user.actor().may(Permission.ACCOUNTS_MANAGE)
    assert user.actor().scope.facility_ids == frozenset({centres[1]})


def test_who_administers_one_centre_reaches_no_other(session: Session, centres: tuple[int, int], actor: Actor) -> None:
    here, there = centres
    mine = factories.make_account("lan.nt", Role.INTAKE, facility_id=here)
    other = factories.make_account("hoa.pt", Role.INTAKE, facility_id=there)
    every = factories.make_account("quan.tv", Role.ADMINISTRATOR)
    local = replace(actor, facility_ids=frozenset({here}))
    seen = accounts(session, scope=local.scope, limits=limits(), now=clock.now())
    assert [account.id for account in seen] == [mine]
    for out_of_reach in (other, every):
        with pytest.raises(NotFound):
            account_page(session, out_of_reach, scope=local.scope, limits=limits(), now=clock.now())
        with pytest.raises(NotFound), transaction() as writing:
            administer.disable(writing, out_of_reach, actor=local, now=clock.now())
    for facility_id in (there, None):
        with pytest.raises(NotPermitted), transaction() as writing:
            administer.edit(
                writing,
                mine,
                full_name="Nguyễn Thị Lan",
                post="",
                roles=[Role.INTAKE],
                facility_id=facility_id,
                version=1,
                actor=local,
                now=clock.now(),
            )


def test_every_account_needs_a_role(session: Session, actor: Actor) -> None:
    with pytest.raises(DomainError) as refused:
        factories.make_account("lan.nt")
    assert refused.value.field == "roles"


def test_the_log_verifies_after_all_that_happens_to_an_account(
    app: Flask, client: FlaskClient, lan: int, boss: int, actor: Actor
) -> None:
    enter(client, "lan.nt", "khong phai the")
    enter(client, "lan.nt")
    with app.app_context():
        now = clock.now()
        with transaction() as session:
            administer.set_roles(session, lan, [Role.DUTY, Role.TRAINING], actor=actor, now=now)
        with transaction() as session:
            administer.disable(session, lan, actor=actor, now=now)
        with transaction() as session:
            administer.enable(session, lan, actor=actor, now=now)
        with transaction() as session:
            administer.unlock(session, lan, limits=limits(), actor=actor, now=now)
        with transaction() as session:
            administer.sign_out_everywhere(session, lan, actor=actor, now=now)
        with transaction() as session:
            sign_in.signed_out(session, lan, session_key="5f", until=now, actor=actor, now=now)
        assert not verify(db.session(), app.config["AUDIT_KEY"]).problems


def test_the_list_costs_four_statements_however_long(session: Session, boss: int) -> None:
    for number in range(12):
        factories.make_account(f"nguoi{number}", Role.DUTY)
    with selects(session) as seen:
        found = accounts(session, scope=EVERYWHERE, limits=limits(), now=clock.now())
    assert len(found) == 13
    assert len(seen) == 4
