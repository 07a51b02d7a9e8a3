"""Puts the commands, the page, the work and the blocks of the first page into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.backups import cli, first_page, labels, work
from rehab_center.backups.views import bp
from rehab_center.web.first_page import add_block


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    labels.describe()
    work.ready()
    app.register_blueprint(bp)
    for block in first_page.BLOCKS:
        add_block(app, block)
    for command in (cli.backup, cli.restore, cli.backup_key):
        app.cli.add_command(command)
