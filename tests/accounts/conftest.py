"""Accounts to sign in with, and a second look at the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from rehab_center import clock
from rehab_center.audit.models import AuditEntry
from rehab_center.db import db, transaction
from rehab_center.organisation.services import create_facility
from rehab_center.permissions import Actor, Role
from tests import factories


@pytest.fixture
def lan(app: Flask) -> int:
    """An intake officer, whose password is her own already."""
    with app.app_context():
        return factories.make_account("lan.nt", Role.INTAKE, full_name="Nguyễn Thị Lan")


@pytest.fixture
def boss(app: Flask) -> int:
    """The only administrator."""
    with app.app_context():
        return factories.make_account("quan.tv", Role.ADMINISTRATOR, full_name="Trần Văn Quân")


@pytest.fixture
def centres(app: Flask, actor: Actor) -> tuple[int, int]:
    """Two centres, CS1 and CS2."""
    with app.app_context():
        with transaction() as session:
            first = create_facility(session, code="CS1", name="Cơ sở cai nghiện số 1", actor=actor, now=clock.now())
        with transaction() as session:
            second = create_facility(session, code="CS2", name="Cơ sở cai nghiện số 2", actor=actor, now=clock.now())
    return first, second


@pytest.fixture
def entries(app: Flask) -> Callable[[], list[dict[str, Any]]]:
    """What the log holds: act, actor, whom it is about, details."""

    def read() -> list[dict[str, Any]]:
        with app.app_context():
            rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
            return [
                {"act": row.act, "actor": row.actor, "about": row.about_label, "details": row.details} for row in rows
            ]

    return read


def enter(
    client: FlaskClient, username: str, password: str = factories.PASSWORD, *, next_page: str = "", **kwargs: Any
) -> TestResponse:
    """Post the sign-in form."""
    form = {"username": username, "password": password, "next": next_page}
    return client.post("/sign-in", data=form, **kwargs)


@contextmanager
def selects(session: Session) -> Iterator[list[str]]:
    """The SELECT statements sent to the session's database meanwhile."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
