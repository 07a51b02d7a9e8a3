"""Puts the page into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.figures import earlier_views, labels, views


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    labels.describe()
    app.register_blueprint(views.bp)
    app.register_blueprint(earlier_views.bp)
