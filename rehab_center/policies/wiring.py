"""Puts the policies' pages into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.policies import views


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(views.bp)
