"""Puts the pages into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.merging import labels
from rehab_center.merging.views import bp, lead_on
from rehab_center.permissions import Permission
from rehab_center.residents.queries import MergedAway
from rehab_center.residents.services.doubts import IMPORTED
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.settling import SettlingPage, settle_at


def init_app(app: Flask) -> None:
    """Register the pages, and lead on whoever asks for a record that was merged away."""
    labels.describe()
    app.register_blueprint(bp)
    find = SettlingPage("merging.find", Permission.PEOPLE_EDIT, "resident_id")
    settle_at(TaskKind.POSSIBLE_DUPLICATE, "resident", find)
    settle_at(TaskKind.POSSIBLE_DUPLICATE, IMPORTED, SettlingPage("merging.doubles", Permission.PEOPLE_EDIT, None))
    app.register_error_handler(MergedAway, lead_on)
