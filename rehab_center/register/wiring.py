"""Puts the pages, the commands and the long work into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.assignments.hooks import reads_workbooks
from rehab_center.register import cli, labels, tidying, views, work
from rehab_center.register.reading import first_sheet


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    labels.describe()
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.register)
    work.ready()
    tidying.ready()
    reads_workbooks("register", first_sheet)
