"""A token on every unsafe request, checked after the permission and before the view.

The token lives as long as the session. Where it does not fit (the session was renewed in another window) the person is
shown what was typed and a button to send it again; a request that comes from another site gets no such button.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect, validate_csrf
from wtforms.validators import ValidationError

from rehab_center.web.held import held_fields

_csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Prepare tokens and the page for a stale one."""
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # checked by the hook below, after the permission
    _csrf.init_app(app)
    app.register_error_handler(CSRFError, _stale)


def guard(app: Flask) -> None:
    """Check the token of every unsafe request from here on."""
    app.before_request(_check)


def _check() -> None:
    if current_app.config["WTF_CSRF_ENABLED"] and request.endpoint is not None:
        _csrf.protect()
    g.token_checked = True


def token_fits() -> bool:
    """Whether the request carries the token of its session: asked where the session is about to end."""
    if not current_app.config["WTF_CSRF_ENABLED"]:
        return True
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True


def _stale(_error: Exception) -> ResponseReturnValue:
    if not _from_this_site():
        return render_template("errors/400.html"), 400
    return render_template("errors/stale.html", held=held_fields(request)), 400


def _from_this_site() -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host
