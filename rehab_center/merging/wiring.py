"""Puts the pages into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.merging import labels
from rehab_center.merging.views import bp, lead_on
from rehab_center.residents.queries import MergedAway


def init_app(app: Flask) -> None:
    """Register the pages, and lead on whoever asks for a record that was merged away."""
    labels.describe()
    app.register_blueprint(bp)
    app.register_error_handler(MergedAway, lead_on)
