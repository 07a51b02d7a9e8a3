"""Puts the words, pages and the command into the program."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from rehab_center.assignments import cli, labels, services

__all__ = ("init_app", "labels", "services")


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    group = app.cli.commands.get("activities")
    if not isinstance(group, click.Group):
        group = AppGroup("activities", help="Work and classes.")
        app.cli.add_command(group)
    group.add_command(cli.assign)
