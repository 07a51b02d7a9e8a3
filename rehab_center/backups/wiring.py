"""Puts the commands into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.backups import cli, labels


def init_app(app: Flask) -> None:
    """Register the commands and their words."""
    labels.describe()
    for command in (cli.backup, cli.restore, cli.backup_key):
        app.cli.add_command(command)
