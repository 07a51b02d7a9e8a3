"""Puts the pages and the commands into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.reports import cli, labels, vietnamese, views


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    labels.describe()
    vietnamese.init_app(app)
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.report)
