"""Puts the command into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.demo import cli, labels


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    labels.describe()
    app.cli.add_command(cli.demo)
