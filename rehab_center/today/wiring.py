"""Puts the page into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.today import views


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    app.register_blueprint(views.bp)
