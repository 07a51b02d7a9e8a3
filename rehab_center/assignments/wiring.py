"""Puts the words, pages and the command into the program."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup
from flask_babel import lazy_gettext as _l

from rehab_center.activities.hooks import foresees, show_on_programme, tells_taken
from rehab_center.admissions import hooks
from rehab_center.admissions.views.sections import show_on_stay
from rehab_center.assignments import cli, labels, services
from rehab_center.assignments.first_page import BLOCK
from rehab_center.assignments.queries.foresight import foresee
from rehab_center.assignments.views import bp
from rehab_center.assignments.views.programmes import section_of_programme, taken
from rehab_center.assignments.views.stays import section_of_stay
from rehab_center.permissions import Permission
from rehab_center.web.first_page import add_block

__all__ = ("init_app", "labels", "services")


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    app.register_blueprint(bp)
    link = hooks.StayLink(_l("Work and classes"), "assignments.stay", Permission.ACTIVITIES_VIEW, "tools")
    hooks.offer_on_stay("assignments", link)
    show_on_stay("assignments", section_of_stay)
    show_on_programme("assignments", section_of_programme)
    tells_taken("assignments", taken)
    foresees("assignments", foresee)
    add_block(app, BLOCK)
    group = app.cli.commands.get("activities")
    if not isinstance(group, click.Group):
        group = AppGroup("activities", help="Work and classes.")
        app.cli.add_command(group)
    group.add_command(cli.assign)
