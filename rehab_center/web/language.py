"""The language of the pages: Vietnamese, or English by the switch in the account menu."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from flask import Blueprint, Flask, abort, g, has_request_context, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_babel import Babel, Domain, force_locale, get_locale
from markupsafe import Markup

from rehab_center.web.access import public, safe_next

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
DEFAULT = "vi"

bp = Blueprint("language", __name__)


class _Catalogues(Domain):
    """One catalogue a language, looked up once in a request: a page has a hundred sentences."""

    def __init__(self) -> None:
        super().__init__()
        self._by_language: dict[str, Any] = {}
        self._said: dict[Any, dict[str, Markup]] = {}

    def get_translations(self) -> Any:
        """The catalogue of the reader's language."""
        try:
            return g.catalogue
        except AttributeError:
            g.catalogue = self._catalogue()
            return g.catalogue

    def _catalogue(self) -> Any:
        locale = get_locale()
        if locale is None:
            return super().get_translations()
        if locale.language not in self._by_language:
            self._by_language[locale.language] = super().get_translations()
        return self._by_language[locale.language]

    def sentence(self, msgid: str) -> str:
        """A sentence as the catalogue has it, without asking first which domain it is."""
        return str(self.get_translations().ugettext(msgid))

    def said(self, msgid: str, /, **values: object) -> Markup:
        """``_("…")`` in a template: the sentence with its values, these escaped."""
        catalogue = self.get_translations()
        said = self._said.setdefault(catalogue, {})
        sentence = said.get(msgid)
        if sentence is None:
            sentence = said[msgid] = Markup(catalogue.ugettext(msgid))
        return sentence % values if "%" in sentence else sentence


def init_app(app: Flask) -> None:
    """Wire Flask-Babel to the catalogues in ``rehab_center/translations``."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(Path(__file__).parent.parent / "translations"))
    babel = Babel()
    babel.init_app(app, default_locale=DEFAULT, default_timezone="Asia/Ho_Chi_Minh", locale_selector=_current_locale)
    catalogues = _Catalogues()
    babel.domain_instance = catalogues
    templates: Any = app.jinja_env  # the i18n extension has put the next method there
    templates.install_gettext_callables(catalogues.sentence, catalogues.ngettext, newstyle=True)
    templates.globals["_"] = catalogues.said  # a page has forty, and Jinja's own way goes round three corners
    app.register_blueprint(bp)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything in ``language``, whatever the reader's; within a request, a command or a job."""
    before = g.pop("catalogue", None)
    try:
        with force_locale(language):
            yield
    finally:
        g.pop("catalogue", None)
        if before is not None:
            g.catalogue = before


def current_language() -> str:
    """The reader's language: the session's choice, Vietnamese where there is none (and at the command line)."""
    chosen = session.get("language") if has_request_context() else None
    return chosen if chosen in LANGUAGES else DEFAULT


def _current_locale() -> Locale:
    """The same, as Babel's own object: a word would be taken apart anew in every request."""
    return _locale(current_language())


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


@bp.post("/language")
@public
def switch() -> ResponseReturnValue:
    """Show the pages in another language and go back to where one was."""
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        abort(400)
    session["language"] = language
    return redirect(safe_next(request.form.get("next")) or "/", 303)
