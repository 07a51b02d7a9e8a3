"""A small program of its own: the web layer without any feature, and a few pages to try it on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Blueprint, Flask, g, render_template_string, request
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from wtforms import StringField
from wtforms.validators import InputRequired

import rehab_center
from rehab_center import web
from rehab_center.errors import DomainError, NotFound, NotPermitted
from rehab_center.permissions import Actor, Permission
from rehab_center.web.access import public, requires, signed_in
from rehab_center.web.forms import BaseForm, DayField, UploadField
from rehab_center.words import message

ROOT = Path(rehab_center.__file__).parent


class NoteForm(BaseForm):
    """A form with one field of each troublesome kind."""

    name = StringField("Name", [InputRequired()])
    written_on = DayField("Written on")
    paper = UploadField("Paper")


def pages() -> Blueprint:
    """One page for each kind of need, and some that fail."""
    bp = Blueprint("sample", __name__)

    @bp.get("/open")
    @public
    def opened() -> ResponseReturnValue:
        return "open"

    @bp.get("/mine")
    @signed_in
    def mine() -> ResponseReturnValue:
        return "mine"

    @bp.get("/people")
    @requires(Permission.PEOPLE_VIEW)
    def people() -> ResponseReturnValue:
        return render_template_string(
            '{% extends "layouts/page.html" %}{% block title %}People & stays{% endblock %}'
            '{% block content %}{{ request.args.get("q") }}{% endblock %}',
            as_of=None,
        )

    @bp.route("/notes", methods=["GET", "POST"])
    @requires(Permission.PEOPLE_EDIT)
    def notes() -> ResponseReturnValue:
        return f"{request.method} {NoteForm().name.data}"

    @bp.get("/fails/<word>")
    @public
    def fails(word: str) -> ResponseReturnValue:
        raise {
            "missing": NotFound("no such person"),
            "forbidden": NotPermitted("not yours"),
            "refused": DomainError(message("The year %(year)s is over", year=2024)),
            "bug": ZeroDivisionError("SELECT secret FROM resident"),
        }[word]

    return bp


def doors() -> Blueprint:
    """Where signing in and out will be."""
    bp = Blueprint("accounts", __name__)
    for name in ("sign_in", "mine", "change_password"):
        bp.add_url_rule(f"/{name.replace('_', '-')}", name, public(lambda: "door"))
    bp.add_url_rule("/sign-out", "sign_out", public(lambda: "door"), methods=["POST"])
    return bp


def make_app(*blueprints: Blueprint, **config: object) -> Flask:
    """The web layer with these pages. ``X-Actor`` says with which permissions (spaces between) a request comes."""
    app = Flask("rehab_center", root_path=str(ROOT), template_folder="../templates")
    app.config.update({"SECRET_KEY": "secret", "DEMO": False, **config})
    web.init_app(app)

    @app.before_request
    def meet() -> None:
        words = request.headers.get("X-Actor")
        if words is not None:
            held = frozenset(Permission(word) for word in words.split())
            g.actor = Actor(name="lan", label="Nguyễn Thị Lan", account_id=1, permissions=held)

    for bp in blueprints or (pages(), doors()):
        app.register_blueprint(bp)
    web.guard(app)
    return app


@pytest.fixture
def small_app() -> Flask:
    """The small program."""
    return make_app()


@pytest.fixture
def browser(small_app: Flask) -> FlaskClient:
    """A client of the small program."""
    return small_app.test_client()


@pytest.fixture
def acting() -> Callable[..., dict[str, str]]:
    """``acting(Permission.X)``: headers of a request by somebody with these permissions."""

    def headers(*permissions: Permission) -> dict[str, str]:
        return {"X-Actor": " ".join(permissions)}

    return headers
