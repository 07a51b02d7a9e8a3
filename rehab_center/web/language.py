"""The language of the pages: Vietnamese, or English by the switch in the account menu."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, abort, has_request_context, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_babel import Babel, Domain, get_locale

from rehab_center.web.access import public, safe_next

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
DEFAULT = "vi"

bp = Blueprint("language", __name__)


class _Catalogues(Domain):
    """One catalogue a language: Flask-Babel spells the whole locale out for each of a page's hundred sentences."""

    def __init__(self) -> None:
        super().__init__()
        self._by_language: dict[str, Any] = {}

    def get_translations(self) -> Any:
        """The catalogue of the reader's language."""
        locale = get_locale()
        if locale is None:
            return super().get_translations()
        if locale.language not in self._by_language:
            self._by_language[locale.language] = super().get_translations()
        return self._by_language[locale.language]


def init_app(app: Flask) -> None:
    """Wire Flask-Babel to the catalogues in ``rehab_center/translations``."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(Path(__file__).parent.parent / "translations"))
    babel = Babel()
    babel.init_app(app, default_locale=DEFAULT, default_timezone="Asia/Ho_Chi_Minh", locale_selector=current_language)
    babel.domain_instance = _Catalogues()
    app.register_blueprint(bp)


def current_language() -> str:
    """The reader's language: the session's choice, Vietnamese where there is none (and at the command line)."""
    chosen = session.get("language") if has_request_context() else None
    return chosen if chosen in LANGUAGES else DEFAULT


@bp.post("/language")
@public
def switch() -> ResponseReturnValue:
    """Show the pages in another language and go back to where one was."""
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        abort(400)
    session["language"] = language
    return redirect(safe_next(request.form.get("next")) or "/", 303)
