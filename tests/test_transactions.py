"""The one commit: writers wait for each other on both databases, and nobody is told that the database is locked."""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor
from weakref import ref

import pytest
from flask import Flask
from sqlalchemy import func, select

from rehab_center import clock
from rehab_center.audit.models import AuditEntry
from rehab_center.audit.recorder import record
from rehab_center.audit.services import check_log
from rehab_center.db import db, transaction
from rehab_center.organisation.models import Facility
from rehab_center.permissions import Actor
from tests.residents.persons import make_facility

WRITERS = 4
ACTS = 15


def test_writers_that_read_first_wait_for_each_other(app: Flask, actor: Actor) -> None:
    def work(_number: int) -> None:
        with app.app_context():
            for _act in range(ACTS):
                db.session.scalar(select(func.count(AuditEntry.id)))  # an open read transaction, as a page has
                with transaction() as session:
                    session.scalar(select(func.max(AuditEntry.id)))
                    record("audit.exported", actor=actor, at=clock.now())
            db.session.remove()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(work, range(WRITERS)))
    with app.app_context():
        assert db.session.scalar(select(func.max(AuditEntry.id))) == WRITERS * ACTS
        db.session.rollback()
        assert check_log().ok


@pytest.mark.usefixtures("session")
def test_a_row_that_a_transaction_has_met_is_not_asked_for_again(actor: Actor) -> None:
    facility_id = make_facility(actor)
    with transaction() as writing:
        met = ref(writing.get_one(Facility, facility_id))
        gc.collect()
        assert writing.get_one(Facility, facility_id) is met()
    gc.collect()
    assert met() is None, "the next one reads what stands there then"
