"""Everything of Flask that is not a page.

What belongs to one request is in ``access`` (who may), ``csrf``, ``headers``, ``errors`` and ``request_body``; what
pages are made of is in ``forms``, ``fields``, ``listing``, ``export``, ``formatting``, ``navigation``, ``frame``,
``charts`` and ``pdf``; ``first_page`` holds what features put on the first page of each post.
"""

from __future__ import annotations

from flask import Flask
from flask_bootstrap import Bootstrap5

from rehab_center.web import (
    access,
    addresses,
    asked,
    csrf,
    draft_marks,
    errors,
    first_page,
    formatting,
    frame,
    headers,
    icons,
    language,
    navigation,
    request_body,
)


def init_app(app: Flask) -> None:
    """Wire what pages need. Features register afterwards; :func:`guard` comes last."""
    app.config.setdefault("BOOTSTRAP_SERVE_LOCAL", True)
    app.config.setdefault("SIGN_IN_ENDPOINT", "accounts.sign_in")
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    Bootstrap5().init_app(app)
    for part in (
        request_body,
        addresses,
        asked,
        language,
        csrf,
        headers,
        errors,
        formatting,
        icons,
        navigation,
        frame,
        draft_marks,
        first_page,
    ):
        part.init_app(app)


def guard(app: Flask) -> None:
    """Close the doors: permission, then the token, then what features check last (``app.extensions["last_checks"]``).

    Raises RuntimeError when a view states no permission.
    """
    access.guard(app)
    csrf.guard(app)
    for check in app.extensions.get("last_checks", ()):
        app.before_request(check)
