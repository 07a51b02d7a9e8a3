"""Puts the progress page, the commands and the queue into the program."""

from __future__ import annotations

from functools import partial

from flask import Flask

from rehab_center.jobs import queue
from rehab_center.jobs.cli import commands
from rehab_center.jobs.views import bp
from rehab_center.jobs.worker import run_job


def init_app(app: Flask) -> None:
    """Register the progress page, the commands and the queue."""
    app.register_blueprint(bp)
    app.cli.add_command(commands)
    queue.init_app(app, take_up=partial(run_job, app))
