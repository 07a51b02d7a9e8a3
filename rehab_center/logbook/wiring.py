"""Puts the pages and the words into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.logbook import labels, verification
from rehab_center.logbook.views import bp

__all__ = ["init_app", "verification"]


def init_app(app: Flask) -> None:
    """Register the pages; the job of verification registers itself at import."""
    labels.describe()
    app.register_blueprint(bp)
