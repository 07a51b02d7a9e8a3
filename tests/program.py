"""The program that tests ask: made once in each test process, then given a fresh database for every test.

Making it costs thirty milliseconds, and what it learns while it works some hundred more: statements turned into SQL,
templates loaded, routes sorted. A test still finds it as if it were new: settings, instance folder, database and what
features have put down in ``app.extensions`` are those of a new one, and whoever changes its hooks, pages or loader, or
adds to what features show (blocks of the first page, warnings), leaves it to nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event
from sqlalchemy.engine import make_url
from werkzeug.routing import Rule

from rehab_center import config as settings
from rehab_center import create_app
from rehab_center.db import db
from rehab_center.jobs import queue
from tests.database import configuration

#: Templates compiled once, for every application and every test process that writes to the same temporary folder. What
#: changes in a template is compiled anew: the file knows the text it was made from.
COMPILED_TEMPLATES = FileSystemBytecodeCache()


def compile_routes_once() -> None:
    """Let a route's address builder be compiled once in a test process: every test has an application of its own.

    Werkzeug compiles two functions for each of some hundred and sixty routes, most of what an application costs. They
    hang on the rule's words and defaults alone; what is called by them is bound to the rule anew each time.
    """
    compiled: dict[object, Any] = {}
    compile_anew = Rule._compile_builder

    def compile_builder(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
        if key not in compiled:
            compiled[key] = compile_anew(rule, append_unknown)
        return compiled[key]

    vars_of_class: Any = Rule
    vars_of_class._compile_builder = compile_builder


class Program:
    """One application, lent to one test after the other."""

    def __init__(self) -> None:
        self._app: Flask | None = None

    @contextmanager
    def on(self, instance: Path, url: str) -> Iterator[Flask]:
        """The application as a new one would be on this instance folder and this database."""
        app = self._app or self._make(instance, url)
        self._renew(app, instance, url)
        try:
            yield app
        finally:
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
            if _shape(app) != self._made:
                self._app = None

    def _make(self, instance: Path, url: str) -> Flask:
        self._app = app = create_app(configuration(instance, url))
        app.jinja_env.bytecode_cache = COMPILED_TEMPLATES
        self._config, self._extensions = dict(app.config), dict(app.extensions)
        self._made = _shape(app)
        with app.app_context():
            event.listen(db.engine, "do_connect", self._connect)
        return app

    def _renew(self, app: Flask, instance: Path, url: str) -> None:
        app.config.clear()
        app.config.update(self._config)
        settings.load(app, configuration(instance, url))
        app.extensions.clear()
        app.extensions.update(self._extensions)
        queue.init_app(app, take_up=queue.queue_of(app).take_up)
        self._url = make_url(app.config["DATABASE_URL"])
        with app.app_context():
            db.engine.url = self._url

    def _connect(self, dialect: Any, _record: object, arguments: list[Any], named: dict[str, Any]) -> None:
        """Open the database of the test that runs, in the one engine whose statements are turned into SQL already."""
        arguments[:], fresh = dialect.create_connect_args(self._url)
        named.clear()
        named.update(fresh)


def _shape(app: Flask) -> list[object]:
    """What a test may have added to an application or taken from it."""
    return [
        app.jinja_loader,
        vars(app).get("wsgi_app"),
        *(_copy(held) for held in app.extensions.values() if isinstance(held, list)),
        *map(
            _copy,
            (
                vars(app.extensions["surroundings"]),
                app.view_functions,
                app.before_request_funcs,
                app.after_request_funcs,
                app.teardown_request_funcs,
                app.teardown_appcontext_funcs,
                app.template_context_processors,
                app.url_value_preprocessors,
                app.url_default_functions,
                app.error_handler_spec,
                app.cli.commands,
            ),
        ),
    ]


def _copy(value: object) -> object:
    """The same containers anew, down to what is none."""
    if isinstance(value, dict):
        return {key: _copy(held) for key, held in value.items()}
    return list(value) if isinstance(value, list) else value
