"""What the application gets from the log: pages, commands, and the look at the clock."""

from __future__ import annotations

from flask import Flask

from rehab_center.audit import cli, own_labels, read_only
from rehab_center.audit.views import bp

__all__ = ["init_app", "own_labels"]


def init_app(app: Flask) -> None:
    """Register them."""
    app.register_blueprint(bp)
    app.cli.add_command(cli.group)
    app.cli.add_command(cli.verify_caches)
    read_only.init_app(app)
