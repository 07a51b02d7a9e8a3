"""The headers of every answer: nothing but this program's own files may run, and pages with people are not kept."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

from flask import Flask, Response, current_app, request

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
_A_YEAR = 365 * 24 * 60 * 60
_STATIC = ("static", "bootstrap.static")


def with_camera(response: Response) -> Response:
    """Let the page of this answer use the camera: the one that takes a photo, and no other."""
    response.headers["Permissions-Policy"] = _ALWAYS["Permissions-Policy"].replace("camera=()", "camera=(self)")
    return response


def init_app(app: Flask) -> None:
    """Put the headers on every answer, and the content's version on the address of every static file."""
    app.after_request(_add)
    app.url_defaults(_version)


def _add(response: Response) -> Response:
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    if response.mimetype != "application/pdf":  # browsers apply a policy to their own PDF viewer and break it
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={_A_YEAR}")
    if request.endpoint in _STATIC and response.status_code < 400:  # a page that says what is wrong is no file
        _keep(response)
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _keep(response: Response) -> None:
    response.cache_control.no_cache = None
    response.cache_control.public = True
    response.cache_control.max_age = _A_YEAR if "v" in request.args else 3600


def _version(endpoint: str, values: dict[str, Any]) -> None:
    """A changed file gets a new address, so browsers may keep the old one for a year."""
    if endpoint not in _STATIC or "filename" not in values:
        return
    blueprint = current_app.blueprints.get(endpoint.rpartition(".")[0])
    folder = (blueprint or current_app).static_folder
    with suppress(OSError):  # an address of nothing leads to the page that says so
        file = os.stat(os.path.join(folder or "", values["filename"]))
        values.setdefault("v", format(file.st_mtime_ns // 1_000_000, "x"))


def from_outside(content: bytes, *, media_type: str, name: str) -> Response:
    """A file that somebody sent, to be looked at: whatever may be in it, it runs nothing and stays in no cache."""
    answer = Response(content, mimetype=media_type)
    answer.headers.set("Content-Disposition", "inline", filename=name)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "no-store"
    return answer
