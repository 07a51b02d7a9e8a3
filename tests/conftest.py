"""What every test may ask for: an application with a database of its own, a browser-like client, somebody who acts."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from rehab_center.db import db
from rehab_center.permissions import Actor, Role
from tests import database, factories, program

program.compile_routes_once()

gc.disable()  # until everything is imported: hundreds of thousands of things, among which nothing can be let go

# No test says how fast a machine has to be: neither to run an example nor to think one up.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


#: What takes long begins first: at the end two test processes share what is short, and neither waits for the other.
LONG = ("demo/test_load.py", "register/test_fuzz.py", "web/test_fuzz.py", "register/test_killed.py", "browser/")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what touches a database: the rest has nothing to say about it and runs on SQLite."""
    items.sort(key=_turn)
    if not database.ON_POSTGRESQL:
        return
    apart = [item for item in items if _needs_no_database(item)]
    config.hook.pytest_deselected(items=apart)
    gone = set(map(id, apart))
    items[:] = [item for item in items if id(item) not in gone]


def _turn(item: pytest.Item) -> int:
    here = item.path.relative_to(Path(__file__).parent).as_posix()
    return next((turn for turn, long in enumerate(LONG) if here.startswith(long)), len(LONG))


def _needs_no_database(item: pytest.Item) -> bool:
    asked = set(getattr(item, "fixturenames", ()))
    if item.get_closest_marker("any_database"):
        return True
    return not asked & {"app", "databases"} and "postgresql" not in str(item.path)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let the collector look at what tests make, and not over and over at what is imported and stays."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


class Client(FlaskClient):
    """Every request stands alone, also where the test itself works inside an application context."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send one request."""
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[database.Databases]:
    """The maker of fresh databases, one for each test process."""
    maker = database.databases(tmp_path_factory.mktemp("template"))
    yield maker
    maker.close()


@pytest.fixture(scope="session")
def one_program() -> program.Program:
    """The application of this test process."""
    return program.Program()


@pytest.fixture
def app(databases: database.Databases, one_program: program.Program, tmp_path: Path) -> Iterator[Flask]:
    """The application on a fresh, empty database in an instance folder of its own."""
    instance = tmp_path / "instance"
    instance.mkdir()
    with databases.fresh(instance) as url, one_program.on(instance, url) as app:
        app.test_client_class = Client
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a session."""
    return app.test_client()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """The session for reading, inside an application context; write with ``transaction()``."""
    with app.app_context():
        yield db.session()


@pytest.fixture
def actor() -> Actor:
    """Somebody who may do everything, everywhere."""
    return Actor(name="kiem.thu", label="Người kiểm thử", origin="test")


@pytest.fixture
def sign_in(app: Flask) -> Callable[..., FlaskClient]:
    """``sign_in(Role.DIRECTOR)``: a client signed in with a new account that holds these roles."""

    def signed_in(*roles: Role) -> FlaskClient:
        client = app.test_client()
        factories.sign_in(client, *roles)
        return client

    return signed_in
