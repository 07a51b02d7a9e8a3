"""Puts the pages and their blocks into the program."""

from __future__ import annotations

from flask import Flask

from rehab_center.today import people, views, watch
from rehab_center.web.first_page import add_block


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    app.register_blueprint(views.bp)
    for block in (*people.BLOCKS, *watch.BLOCKS):
        add_block(app, block)
