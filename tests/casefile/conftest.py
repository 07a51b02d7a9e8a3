"""A centre for every test of this feature, and a count of the statements a page costs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from rehab_center.permissions import Actor
from tests.admissions.stays import Centre, make_centre


@pytest.fixture
def centre(session: Session, actor: Actor) -> Centre:
    """An empty centre, inside an application context."""
    return make_centre(actor)


@pytest.fixture
def statements() -> Callable[[FlaskClient, str], int]:
    """How many SQL statements a page costs, asked for the first time by this client."""

    def count(client: FlaskClient, address: str) -> int:
        seen: list[str] = []

        def note(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA", "LOCK")):
                seen.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            assert client.get(address).status_code == 200
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        return len(seen)

    return count
