"""An empty register for every test that wants one."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from rehab_center.permissions import Actor
from tests.headcount.book import Book, make_book


@pytest.fixture
def book(session: Session, actor: Actor) -> Book:
    """The empty register of a centre, inside an application context."""
    return make_book(actor)
