"""Puts the pages and the commands into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.communes import cli, views


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.communes)
