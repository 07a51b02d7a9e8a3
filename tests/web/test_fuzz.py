"""Whatever an address or a form is given: words, never a fault of the program, and nothing typed is lost.

Few draws, always the same; REHAB_FUZZ=thousands makes them thousands.
"""

from __future__ import annotations

import gc
import html
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import strategies as st
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from rehab_center.dates import BadDate, parse_date
from rehab_center.logbook import extract
from rehab_center.names import clean
from rehab_center.permissions import ROLES, Permission, Role
from rehab_center.web.access import PUBLIC
from tests import factories, routes
from tests.browser.files import is_file
from tests.browser.samples import Address, addresses, furnish
from tests.drafts.forms import PageForm, forms_of
from tests.web import nasty
from tests.web.nasty import Pairs, Upload

ARGUMENTS = [
    *("q", "page", "per_page", "sort", "order", "before", "after", "export", "as_of", "known_on", "first", "last"),
    *("kind", "period", "year", "side", "reach", "sex", "number", "position", "name", "like", "next", "sheet"),
    *("about", "ids", "facility", "what", "who", "at_from", "at_to"),
    # By these names url_for is told how to build an address.
    *("endpoint", "values", "_method", "_anchor", "_scheme", "_external"),
]
#: Words that no reader of this program should meet. What is sent holds none of them.
TECHNICAL = re.compile(
    r"traceback|exception|\berror\b|invalid|\brequired\b|\binteger\b|\bnone\b|\bnull\b|sqlalchemy|psycopg|sqlite|werkzeug|"
    r"jinja|wtforms|not found|bad request|forbidden|unprocessable|internal server|csrf|object at 0x",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"<(script|style|head)\b.*?</\1>|<[^>]*>", re.DOTALL)
_ARGUMENT = re.compile(r"<(?:int|string|any\([^)]*\)):\w+>")
_TAKER = re.compile(r"^POST (/.*) -> (\S+)$", re.MULTILINE)
_LINK = re.compile(r'(?:href|action)="(/[^"]*)"')
_GET_FIELD = re.compile(r'<(?:input|select)[^>]* name="([^"]+)"')

#: What is no fault: shown, taken, led elsewhere, or refused.
ANSWERS = {200, 302, 303, 308, 400, 401, 403, 404, 409, 413, 422, 429}
#: After these a window is another one: signed out, or in another language.
_LEAVING = {"/language", "/sign-out"}
TYPED = {"text", "search", "tel", "textarea", "email", "number"}


@dataclass
class Program:
    """A furnished program and its staff, each of whom signs in again when a request has ended the session."""

    app: Flask
    things: dict[str, Any]
    log: pytest.LogCaptureFixture
    clients: dict[Role | None, FlaskClient] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    doors: int = 0

    def open(self, role: Role | None, path: str, query: str = "", **options: Any) -> TestResponse:
        """Send one request as somebody; nobody is None. A fault, or words that nobody should meet, are noted."""
        client = self.clients.get(role) or self._signed_in(role)
        told = f"{role} {options.get('method', 'GET')} {path}?{query} {options.get('data')!r}"[:2_000]
        answer = client.open(f"{path}?{query}" if query else path, environ_base=self._door(), **options)
        if answer.status_code not in ANSWERS:
            self.faults.append(f"{answer.status_code} {told}\n{self._logged()}")
        if answer.mimetype == "text/html":
            seen = html.unescape(_UNSEEN.sub(" ", answer.text))
            self.faults += [f"“{word}” {told}" for word in TECHNICAL.findall(seen)]
        if path in _LEAVING or "/sign-in" in answer.headers.get("Location", "") or answer.status_code == 401:
            self.clients.pop(role, None)
        return answer

    def _logged(self) -> str:
        """The end of what the program has logged of its fault."""
        said = [record.exc_text or record.getMessage() for record in self.log.records]
        return said[-1][-1_500:] if said else ""

    def _signed_in(self, role: Role | None) -> FlaskClient:
        client = self.clients[role] = self.app.test_client()
        if role is not None:
            data = {"username": role.value, "password": factories.PASSWORD}
            client.post("/sign-in", data=data, environ_base=self._door())
        return client

    def _door(self) -> dict[str, str]:
        """Another machine each time, or failed attempts would close the door for all."""
        self.doors += 1
        return {"REMOTE_ADDR": f"10.{self.doors >> 16 & 255}.{self.doors >> 8 & 255}.{self.doors & 255}"}


@pytest.fixture
def program(app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    if not nasty.THOUSANDS:  # each extract of the log takes as long as fifty pages, and is asked for again and again
        monkeypatch.setattr(extract, "MOST_PRINTED", 20)
    yield Program(app, furnish(app), caplog)
    gc.collect()


def _readers(address: Address) -> list[Role | None]:
    """Who may open an address; the one who finds most to do there first, and most often."""
    if address.need == PUBLIC:
        return [None]
    permission = Permission(address.need) if address.need in set(Permission) else None
    others = [role for role in Role if permission is None or permission in ROLES[role]]
    return [address.reader] * 3 + others


@dataclass(frozen=True)
class Page:
    """A page as the one who finds most to do there is shown it."""

    address: Address
    path: str
    text: str


def _pages(program: Program) -> list[Page]:
    """Every page that is no file."""
    return [
        Page(address, path, program.open(address.reader, urlsplit(path).path, urlsplit(path).query).text)
        for address in addresses()
        if not is_file(address.rule)
        for path in address.paths(program.things)
    ]


def _names_in(app: Flask, pages: list[Page]) -> dict[str, set[str]]:
    """The arguments that pages use: of each route, out of every link and every form that asks."""
    names: dict[str, set[str]] = defaultdict(set)
    adapter = app.url_map.bind("localhost")
    for page in pages:
        names[page.address.rule] |= set(_GET_FIELD.findall(page.text))
        for link in map(html.unescape, _LINK.findall(page.text)):
            parts = urlsplit(link)
            try:
                rule, _arguments = adapter.match(parts.path, return_rule=True)
            except (HTTPException, RequestRedirect):
                continue
            names[rule.rule] |= {name for name, _value in parse_qsl(parts.query)}
    return names


def _ask(program: Program, address: Address, own: list[str], turn: int) -> None:
    names = st.one_of(*[st.sampled_from(own)] * 4, st.sampled_from(ARGUMENTS), st.sampled_from(nasty.EXTRA_NAMES))
    queries = st.lists(st.tuples(names, nasty.MEANT), max_size=6).map(nasty.as_query)
    paths = st.sampled_from([urlsplit(path).path for path in address.paths(program.things)])
    asked = st.tuples(st.sampled_from(_readers(address)), paths, queries)
    few = 1 if is_file(address.rule) else 3
    nasty.throw(f"{turn} {address.rule}", asked, lambda given: program.open(*given), few=few, many=12)


def test_whatever_stands_in_an_address(program: Program) -> None:
    for address in addresses():
        if _ARGUMENT.search(address.rule):
            _ask_elsewhere(program, address)
    assert not program.faults, "\n\n".join(program.faults)


def _ask_elsewhere(program: Program, address: Address) -> None:
    words = st.sampled_from(["0", "1", str(2**31 - 1), str(2**31), "9" * 40, "-1", "1.0", *nasty.NASTY])

    def ask(given: list[str]) -> None:
        parts = iter(quote(nasty.as_bytes(word), safe="") for word in given)
        program.open(address.reader, _ARGUMENT.sub(lambda _part: next(parts), address.rule))

    nasty.throw(address.rule, st.lists(words, min_size=3, max_size=3), ask, few=3, many=40)


@dataclass(frozen=True)
class Shown:
    """A form as somebody was shown it."""

    reader: Role | None
    readers: list[Role | None]
    page: str
    action: str
    form: PageForm

    @property
    def names(self) -> list[str]:
        """Every name it knows."""
        return list({**self.form.kinds, **self.form.choices})


def _shown_forms(program: Program, pages: list[Page]) -> list[Shown]:
    """Every form of every page, and every route that takes one and shows none here, with the names of all."""
    found = []
    for page in pages:
        for form in forms_of(page.text):
            action = form.attributes.get("action") or page.path
            found.append(Shown(page.address.reader, _readers(page.address), page.path, action, form))
    once = {(one.action, *one.names): one for one in found}
    return [*once.values(), *_unseen(program, found)]


def _unseen(program: Program, found: list[Shown]) -> list[Shown]:
    every = PageForm({}, kinds={name: "hidden" for one in found for name in one.names})
    actions = {urlsplit(one.action).path for one in found}
    opened = {address.rule: address for address in addresses()}
    takers = _TAKER.findall(routes.LIST.read_text(encoding="utf-8"))
    asked = [opened.get(rule, Address(rule, need)) for rule, need in takers]
    return [
        Shown(address.reader, _readers(address), path, path, every)
        for address in asked
        for path in address.paths(program.things)
        if urlsplit(path).path not in actions
    ]


@st.composite
def filled(draw: st.DrawFn, shown: Shown) -> Pairs:
    """The form as it was shown, with some of its fields filled in, left out, sent twice or sent as files."""
    pairs: Pairs = list(shown.form.values)
    if shown.names:
        for name in draw(st.lists(st.sampled_from(shown.names), max_size=12)):
            what = draw(st.sampled_from(["meant", "meant", "meant", "nasty", "nasty", "gone", "twice", "wrong"]))
            if what != "twice":
                pairs = [pair for pair in pairs if pair[0] != name]
            if what != "gone":
                pairs.append((name, draw(_sent(shown.form, name, what))))
    pairs += draw(st.lists(st.tuples(st.sampled_from(nasty.EXTRA_NAMES), nasty.VALUES), max_size=2))
    return pairs


def _sent(form: PageForm, name: str, what: str) -> st.SearchStrategy[str | Upload]:
    """What a field is sent: "meant" for it, of the "wrong" kind (a file for a text, a text for a file), or anything."""
    takes_file = form.kinds.get(name) == "file"
    if what in ("meant", "wrong") and takes_file == (what == "meant"):
        return nasty.FILES
    return st.sampled_from(form.choices.get(name) or nasty.PLAUSIBLE) if what == "meant" else nasty.VALUES


def _post(program: Program, role: Role | None, shown: Shown, pairs: Pairs) -> TestResponse:
    parts = urlsplit(shown.action)
    if shown.form.attributes.get("enctype") or any(isinstance(value, Upload) for _name, value in pairs):
        data, content_type = nasty.as_multipart(pairs)
        return program.open(role, parts.path, parts.query, method="POST", data=data, content_type=content_type)
    kind = "application/x-www-form-urlencoded"
    return program.open(role, parts.path, parts.query, method="POST", data=nasty.as_query(pairs), content_type=kind)


def _lost(shown: Shown, pairs: Pairs, answer: TestResponse) -> list[str]:
    """What was typed into plain text fields and does not stand in the form that came back."""
    if nasty.is_broken(pairs):
        return []
    back: dict[str, list[str]] = defaultdict(list)
    for name, text in (pair for form in forms_of(answer.text) for pair in form.values):
        back[name].append(text)
    lost = []
    for name, value in pairs:
        alone = [one for one, _value in pairs].count(name) == 1
        if shown.form.kinds.get(name) in TYPED and alone and isinstance(value, str) and name in back:
            said = {_same(one) for one in back[name]}
            if _same(value) not in said and not nasty.has_half_a_letter(value):
                lost.append(f"{shown.action} {name}: {value!r} became {back[name]}")
    return lost


def _same(text: str) -> str:
    """What a person would call the same: days and numbers however they are written, spaces however many."""
    try:
        return parse_date(clean(text), pivot=2046).isoformat()
    except (BadDate, ValueError):
        tidy = clean(text).casefold()
        return tidy.replace(".", "").lstrip("0") if re.fullmatch(r"[0-9.]+", tidy) else tidy


@pytest.mark.parametrize("turn", nasty.ROUNDS)
def test_whatever_an_address_is_asked_and_a_form_is_given(program: Program, turn: int) -> None:
    pages = _pages(program)
    used, forms = _names_in(program.app, pages), _shown_forms(program, pages)
    assert len(forms) > 80
    for address in addresses():
        _ask(program, address, sorted(used[address.rule] - {""}) or ["q"], turn)
    lost = [one for shown in forms for one in _send(program, shown, turn)]
    assert not program.faults, "\n\n".join(program.faults)
    assert not lost, "\n".join(lost)


def _send(program: Program, shown: Shown, turn: int) -> list[str]:
    """Send a form filled in many ways; what of it was lost."""
    lost: list[str] = []

    def send(given: tuple[Role | None, Pairs]) -> None:
        role, pairs = given
        answer = _post(program, role, shown, pairs)
        if answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
            lost.extend(_lost(shown, pairs, answer))

    sent = st.tuples(st.sampled_from(shown.readers), filled(shown))
    few = 3 if shown.names else 1  # where nothing can be filled in, one is like the other; one of them prints the log
    nasty.throw(f"{turn} {shown.action} {shown.names}", sent, send, few=few, many=12)
    return lost
