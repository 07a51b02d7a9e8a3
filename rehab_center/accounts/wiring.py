"""Puts the pages, the commands and the hooks into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.accounts import cli, security, sessions
from rehab_center.accounts.views import bp


def init_app(app: Flask) -> None:
    """Register pages, commands and the hook that knows who is asking."""
    app.config["SIGN_IN_ENDPOINT"] = "accounts.sign_in"
    security.init_app(app)
    sessions.init_app(app)
    app.register_blueprint(bp)
    app.cli.add_command(cli.group)
