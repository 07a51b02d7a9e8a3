"""Puts the words, pages and the night's work into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.activities import labels
from rehab_center.activities.uses import uses_of_paper
from rehab_center.activities.views import bp
from rehab_center.activities.work import make_every_night
from rehab_center.documents.uses import describe_uses

__all__ = ("init_app", "labels")


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    app.register_blueprint(bp)
    describe_uses("activities", uses_of_paper)
    make_every_night()
