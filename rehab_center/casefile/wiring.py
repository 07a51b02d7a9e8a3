"""Puts the pages into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.casefile import labels, views


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    labels.describe()
    app.register_blueprint(views.bp)
