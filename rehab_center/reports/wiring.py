"""Puts the pages and the commands into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.admissions.counted import describe_counted
from rehab_center.reports import cell_views, cli, labels, vietnamese
from rehab_center.reports.counted import counted_stay


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    labels.describe()
    vietnamese.init_app(app)
    app.register_blueprint(cell_views.bp)
    app.cli.add_command(cli.report)
    describe_counted("reports", counted_stay)
