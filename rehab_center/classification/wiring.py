"""Puts the pages into the program."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from rehab_center.admissions.hooks import StayLink, offer_on_stay
from rehab_center.classification.views import bp
from rehab_center.permissions import Permission


def init_app(app: Flask) -> None:
    """Register the pages, and lead to them from the page of a stay."""
    app.register_blueprint(bp)
    link = StayLink(_l("Classification"), "classification.show", Permission.PEOPLE_VIEW, "list-ul")
    offer_on_stay("classification", link)
