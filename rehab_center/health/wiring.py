"""Puts the pages into the program, and the first look into what follows from an admission."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from rehab_center.admissions.hooks import StayLink, after_movement, offer_on_stay, order_places
from rehab_center.admissions.views.sections import show_on_stay
from rehab_center.health.first_page import BLOCK
from rehab_center.health.queries import need_place_apart
from rehab_center.health.services import owe_look
from rehab_center.health.views import bp
from rehab_center.health.views.statements import section_of_stay
from rehab_center.permissions import Permission
from rehab_center.web.first_page import add_block


def init_app(app: Flask) -> None:
    """Register the pages, lead to them from the page of a stay, let a newcomer's first look be owed."""
    app.register_blueprint(bp)
    offer_on_stay("health", StayLink(_l("Health"), "health.show", Permission.HEALTH_VIEW, "hospital"))
    after_movement("health", owe_look)
    show_on_stay("health", section_of_stay)
    order_places("health", need_place_apart)
    add_block(app, BLOCK)
