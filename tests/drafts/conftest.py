"""Somebody on the books, and clerks who type about them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from rehab_center.permissions import Actor, Role
from tests.admissions.stays import Centre, make_centre

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def centre(session: object, actor: Actor) -> Centre:
    """A centre that admits people."""
    return make_centre(actor)


@pytest.fixture
def hoa(centre: Centre) -> str:
    """The page on which a person's record is put right."""
    resident_id = centre.person("Đỗ Thị Hoà")
    centre.admit(resident_id)
    return f"/people/{resident_id}/edit"


@pytest.fixture
def clerk(sign_in: SignIn) -> FlaskClient:
    """An intake officer's browser."""
    return sign_in(Role.INTAKE)
