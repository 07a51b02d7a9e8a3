"""The tiles of the first page say as many as the lists they lead to show, whoever reads."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.rules.movements import MovementKind as K
from rehab_center.permissions import ROLES, Actor, Permission, Role
from rehab_center.release.queries.leaving import leaving, steps_on
from rehab_center.release.services.clock import look
from rehab_center.today.morning import Morning
from tests.admissions.stays import Centre, make_centre
from tests.today.test_views import begun, statements

_TILE = re.compile(r'figure-label">([^<]+)</p>\s*<p class="figure-value"><a href="([^"]+)">([\d.]+)</a>')
_READERS = [role for role in Role if Permission.PEOPLE_VIEW in ROLES[role]]


@pytest.fixture
def centre(session: Session, actor: Actor) -> Centre:
    """Some are over, two of them found by the clock, one by the end before an unchecked one; some are out."""
    centre = make_centre(actor)
    with clock.set_to(clock.now() - timedelta(days=30)):
        begun(centre, 18, 18, days=27)
        begun(centre, 18, 18, days=21)
    assert look(clock.now()) == 2
    begun(centre, 18, 18, days=-1)
    begun(centre, 18, 18)
    begun(centre, 18, 18, days=6)
    for days, kind in ((20, K.ESCAPED), (5, K.ESCAPED), (2, K.TO_HOSPITAL)):
        out = begun(centre, 6, 18)
        centre.move(out, kind, clock.today() - timedelta(days=days), now=clock.now(), with_paper=False)
    back = begun(centre, 18, 18, days=-2)
    centre.move(back, K.ESCAPED, clock.today() - timedelta(days=30), now=clock.now(), with_paper=False)
    centre.move(back, K.RETURNED, clock.today() - timedelta(days=10), now=clock.now(), with_paper=False)
    return centre


def _rows(page: str) -> int:
    """How many rows a list shows, on the page where all of them stand."""
    body = re.search(r"<table class=\"table table-hover list-table\">.*?<tbody>(.*?)</tbody>", page, re.DOTALL)
    return len(re.findall(r"<tr[ >]", body[1])) if body else 0


def test_a_tile_says_how_many_rows_its_list_has(centre: Centre, sign_in: Callable[..., FlaskClient]) -> None:
    assert centre
    for role in _READERS:
        client = sign_in(role)
        tiles = _TILE.findall(client.get("/today").text)
        said = {label: int(count) for label, _url, count in tiles}
        listed = {label: _rows(client.get(f"{unescape(url)}{'&' if '?' in url else '?'}per_page=200").text)
                  for label, url, _count in tiles}  # fmt: skip
        assert (role, said) == (role, listed)
        assert (len(said), said["Quá thời hạn"]) == (5, 4)


def test_the_number_of_those_over_is_read_with_the_blocks(centre: Centre, actor: Actor, session: Session) -> None:
    """The terms that nobody has checked cost two statements, the others nothing more."""
    assert centre
    now = Morning(actor, clock.today(), clock.now())
    assert now.past.cases
    with statements() as seen:
        assert now.over == 4
    assert len(seen) <= 2
    listed = leaving(session, scope=actor.scope, today=now.today, steps=steps_on(session, now.today))
    assert sum(row.is_over for row in listed) == 4
