"""Every form of every page, by the reviewed list of routes: it keeps a draft, or it is said here why it keeps none."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rehab_center.permissions import Role
from tests import factories, routes
from tests.browser.files import is_file
from tests.browser.samples import Address, addresses, furnish
from tests.drafts.forms import PageForm, forms_of

pytestmark = pytest.mark.any_database

#: Forms into which something is typed or chosen and of which no draft is kept.
WITHOUT_A_DRAFT = {
    "/sign-in": "a password, and nobody is signed in yet",
    "/my-account/password": "passwords",
    "/my-account/second-factor": "a code that holds for half a minute",
    "/admissions/terms": "ticks against terms that somebody else may have checked since",
    "/admissions/what-if": "a calculator, which keeps nothing",
    "/admissions/<int:stay_id>/health/record": "what a medical record is opened for: one choice",
    "/admissions/<int:stay_id>/health/record/new": "drafts are no part of a medical record",
    "/assignments/assign": "ticks of a list: they lead to the form, which keeps its draft",
    "/assignments/decide": "ticks against proposals: they lead to the form, which keeps its draft",
    "/assignments/end": "ticks of a list: they lead to the form, which keeps its draft",
    "/assignments/workbook": "a file, which no program may put back into a form",
    "/stages/decide": "ticks against proposals that somebody else may have decided since",
}
#: Routes that take a form and on whose sample page there is none to see.
NOT_ON_A_SAMPLE_PAGE = {
    "/admissions/handovers/<int:handover_id>/close": "somebody still waits at the sample gate; opened by form_start",
    "/attendance/rooms/<int:room_id>": "nobody of the sample room has a session today; opened by form_start",
    "/clock": "one button, and only while the clock is doubtful",
    "/admissions/terms/changes/<int:change_id>": "nothing of the sample waits for a second person; one button",
    "/issued-papers/<int:issued_id>/to-sign": "the sample paper is numbered by the program; opened by form_start",
    "/my-account/drafts": "takes the drafts themselves",
    "/my-account/second-factor/off": "nobody of the sample has one: it leads away",
    "/places/rolls/new": "one roll of the sample is open: it leads there; opened by form_start",
    "/register/<string:upload>": "the sample workbook is imported already; its form is opened by form_start",
    "/sign-in/code": "nobody of the sample is half signed in: it leads away",
}


@pytest.fixture
def pages(app: Flask) -> list[tuple[str, str, str]]:
    """Every page that a furnished program shows: rule, address, and what it is made of."""
    things = furnish(app)
    clients: dict[Role | None, FlaskClient] = {}

    def client(role: Role | None) -> FlaskClient:
        if role not in clients:
            clients[role] = app.test_client()
            if role is not None:
                clients[role].post("/sign-in", data={"username": role.value, "password": factories.PASSWORD})
        return clients[role]

    def opened(address: Address, path: str) -> tuple[str, str, str]:
        answer = client(address.reader).get(path, follow_redirects=True)
        return address.rule, answer.request.path, answer.text

    return [
        opened(address, path) for address in addresses() if not is_file(address.rule) for path in address.paths(things)
    ]


def _posted_to(app: Flask, form: PageForm, path: str) -> str:
    """The rule of the route that takes a form."""
    action = urlsplit(form.attributes.get("action") or path).path
    rule, _arguments = app.url_map.bind("localhost").match(action, method="POST", return_rule=True)
    return str(rule.rule)


def test_every_form_in_which_something_is_typed_keeps_a_draft(app: Flask, pages: list[tuple[str, str, str]]) -> None:
    keeps: set[str] = set()
    types_nothing: set[str] = set()
    bare: set[str] = set()
    for _rule, path, text in pages:
        forms = forms_of(text)
        names = [form["draft-form"] for form in forms if "data-draft" in form.attributes]
        assert len(names) == len(set(names)), f"two forms of one name on {path}"
        for form in forms:
            route = _posted_to(app, form, path)
            kept = "data-draft" in form.attributes and form["draft-sheet"] != ""
            (keeps if kept else bare if form.visible else types_nothing).add(route)
    assert bare == set(WITHOUT_A_DRAFT), "call form_start, or say here why nothing could be lost"
    assert len(keeps) > 20
    both = {line.split()[1] for line in routes.LIST.read_text(encoding="utf-8").splitlines() if line.startswith("POST")}
    opened = {rule for rule, _path, _text in pages}
    unseen = (both & opened) - keeps - types_nothing - set(WITHOUT_A_DRAFT)
    assert unseen == set(NOT_ON_A_SAMPLE_PAGE), "a route takes a form that no sample page shows"
