"""One browser for each test process, and one furnished program with its staff signed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import people, samples
from tests.browser.people import Staff
from tests.browser.program import application, served
from tests.database import Databases


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's own browser."""
    with people.chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def furnished(
    databases: Databases, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Staff, dict[str, Any]]]:
    """The staff of a centre that has something on every page, and a sample for every argument of an address.

    All modules share it, in the order of their names: nobody counts on what another has left or not left there.
    """
    folder = tmp_path_factory.mktemp("centre")
    with application(databases, folder / "instance") as (app, environment):
        things = samples.furnish(app)
        with served(environment, folder / "log.txt") as address:
            staff = Staff(chromium, address)
            yield staff, things
            staff.close()
