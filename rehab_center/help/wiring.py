"""Puts the pages into the program, and the help of the present page into its frame."""

from __future__ import annotations

from flask import Flask, request

from rehab_center.help import labels, views
from rehab_center.help.texts import Help, help_of, helps


def init_app(app: Flask) -> None:
    """Register the pages and let every page find its help."""
    helps()  # a text that cannot be read stops the program here, not a reader later
    app.register_blueprint(views.bp)
    labels.describe()
    app.jinja_env.globals["page_help"] = page_help


def page_help() -> Help | None:
    """The help of the page being shown; None for an address that is none."""
    return help_of(request.endpoint)
