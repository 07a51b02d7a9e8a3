"""The reviewed list of routes; their form; and every route tried by everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from rehab_center.permissions import Actor, Permission, Role, permissions_of
from rehab_center.web.access import PUBLIC, SIGNED_IN, need_of
from tests import routes

pytestmark = pytest.mark.any_database

_PART = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?|<(int|string\(length=\d+\)|any\([^)]*\)|path|uuid|[a-z_]+):\w+>")
_VALUES = {"int": "999999999", "uuid": "00000000-0000-0000-0000-000000000000"}


def _own(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if not rule.endpoint.endswith("static")]


def test_the_list_is_what_the_program_has(app: Flask) -> None:
    listed = routes.LIST.read_text(encoding="utf-8").splitlines()
    assert listed == routes.lines(app), "look at each change, then run: python -m tests.routes"


def test_addresses_are_kebab_case_with_typed_parameters(app: Flask) -> None:
    wrong = [
        rule.rule for rule in _own(app) if any(part and not _PART.fullmatch(part) for part in rule.rule.split("/"))
    ]
    assert wrong == []


def test_every_route_states_what_it_asks_for(app: Flask) -> None:
    needs = {rule.endpoint: need_of(app, rule.endpoint) for rule in app.url_map.iter_rules()}
    assert {endpoint for endpoint, need in needs.items() if need is None} == set()
    assert {need for need in needs.values() if not isinstance(need, Permission)} <= {PUBLIC, SIGNED_IN}


@pytest.fixture
def played(app: Flask) -> Iterator[list[Actor | None]]:
    """A list whose last entry acts in every request, whoever is signed in."""
    acting: list[Actor | None] = [None]

    def play() -> None:
        g.actor = acting[-1]

    # Just before the check of permissions, behind every hook of the features.
    hooks = app.before_request_funcs[None]
    check = next(place for place, hook in enumerate(hooks) if hook.__name__ == "_enforce")
    hooks.insert(check, play)
    yield acting
    hooks.remove(play)


def _address(rule: Rule) -> str:
    def fill(found: re.Match[str]) -> str:
        kind, options = found[1], found[2]
        return options.split(",")[0].strip(" \"'") if kind == "any" else _VALUES.get(kind, "none")

    return re.sub(r"<(\w+)(?:\(([^)]*)\))?:\w+>", fill, rule.rule)


def _asked(app: Flask, client: FlaskClient) -> Iterator[tuple[str, Permission | str, int]]:
    for rule in _own(app):
        need = need_of(app, rule.endpoint)
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            assert need is not None
            status = client.open(_address(rule), method=method).status_code
            yield f"{method} {rule.rule}", need, status


@pytest.mark.parametrize("role", list(Role))
def test_no_role_opens_what_it_may_not(app: Flask, played: list[Actor | None], role: Role) -> None:
    held = permissions_of(frozenset({role}))
    played.append(Actor("thu", "Thử", account_id=1, facility_ids=frozenset(), permissions=held))
    client = app.test_client()
    opened = [
        route
        for route, need, status in _asked(app, client)
        if isinstance(need, Permission) and need not in held and status != 403
    ]
    assert opened == []


def test_a_stranger_opens_public_pages_only(app: Flask, played: list[Actor | None]) -> None:
    client = app.test_client()
    opened = [
        route for route, need, status in _asked(app, client) if need != PUBLIC and status not in (301, 302, 308, 401)
    ]
    assert played == [None]
    assert opened == []
