"""Pages for what goes wrong, in words. Never a traceback, never a table name."""

from __future__ import annotations

import secrets
from http import HTTPStatus

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from rehab_center.errors import Blocked, DomainError, NotFound, NotPermitted, ReasonNeeded

PAGES = frozenset({400, 401, 403, 404, 405, 413, 422, 429, 500, 503})
"""The states that have a page of their own words; any other is shown as the general page of its hundred."""


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(Exception, _unexpected)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None or error.code < 400:
        return error
    page = error.code if error.code in PAGES else (400 if error.code < 500 else 500)
    headers = [(name, value) for name, value in error.get_headers() if name not in ("Content-Type", "Content-Length")]
    return render_template(f"errors/{page}.html"), error.code, headers


def _refused(error: DomainError) -> ResponseReturnValue:
    """A refusal that no form took: the page of its kind, with the reason."""
    if isinstance(error, NotFound):
        return render_template("errors/404.html"), HTTPStatus.NOT_FOUND
    if isinstance(error, NotPermitted):
        return render_template("errors/403.html"), HTTPStatus.FORBIDDEN
    findings = error.findings if isinstance(error, Blocked | ReasonNeeded) else ()
    return render_template("errors/422.html", error=error, findings=findings), HTTPStatus.UNPROCESSABLE_ENTITY


def _unexpected(error: Exception) -> ResponseReturnValue:
    """A fault of the program: logged whole under a short number, which is all the page shows."""
    reference = secrets.token_hex(4)
    current_app.logger.error("fault %s at %s %s", reference, request.method, request.path, exc_info=error)
    return render_template("errors/500.html", reference=reference), HTTPStatus.INTERNAL_SERVER_ERROR
