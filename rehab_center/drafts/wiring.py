"""Puts drafts behind every form of the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.drafts import keeping
from rehab_center.drafts.views import bp


def init_app(app: Flask) -> None:
    """Register the pages and look at every answer."""
    app.register_blueprint(bp)
    keeping.init_app(app)
