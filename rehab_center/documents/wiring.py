"""Puts the pages into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.documents.views import bp


def init_app(app: Flask) -> None:
    """Register the pages (and, by importing them, the words for the log)."""
    app.register_blueprint(bp)
