"""Puts the centre's pages, command and name into the program."""

from __future__ import annotations

from flask import Flask, g
from flask_babel import gettext
from sqlalchemy.exc import SQLAlchemyError

from rehab_center import clock
from rehab_center.db import db
from rehab_center.organisation import cli, settings, views
from rehab_center.organisation.queries import facilities
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.web.navigation import name_centre


def init_app(app: Flask) -> None:
    """Register the pages, the command and the name in the bar above every page."""
    app.register_blueprint(settings.bp)
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.facility_commands)
    name_centre(app, _centre_name)


def _centre_name() -> str:
    """The centre of whoever is signed in; where that is not one centre, the program's own name."""
    if "centre_name" not in g:
        g.centre_name = _only_centre() or gettext("Drug rehabilitation centre")
    return str(g.centre_name)


def _only_centre() -> str | None:
    actor = g.get("actor")
    scope = actor.scope if isinstance(actor, Actor) else EVERYWHERE
    try:
        items = facilities(db.session(), scope=scope, day=clock.today())
    except SQLAlchemyError:  # the page that says the database is gone has this bar too
        return None
    return items[0].name if len(items) == 1 else None
