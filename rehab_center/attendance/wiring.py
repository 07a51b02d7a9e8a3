"""Puts the pages into the program, lets the plan know which sessions were held, and sheets be owed."""

from __future__ import annotations

from flask import Flask

from rehab_center.activities.hooks import tells_marked
from rehab_center.attendance.queries.sessions import marked_among
from rehab_center.attendance.views import bp


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    app.register_blueprint(bp)
    tells_marked("attendance", marked_among)
