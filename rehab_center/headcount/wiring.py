"""Puts the pages and the commands into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.headcount import cli, labels, views


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    labels.describe()
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.head_count)
    app.cli.add_command(cli.balance)
