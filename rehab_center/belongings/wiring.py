"""Puts the pages into the program, and belongings into what happens at an exit."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from rehab_center.admissions.hooks import StayLink, after_movement, check_movements, offer_on_stay
from rehab_center.belongings.services import check_leaving, owe_belongings
from rehab_center.belongings.views import bp
from rehab_center.permissions import Permission


def init_app(app: Flask) -> None:
    """Register the pages, lead to them from the page of a stay, remind of what is kept when somebody leaves."""
    app.register_blueprint(bp)
    offer_on_stay("belongings", StayLink(_l("Belongings"), "belongings.show", Permission.PEOPLE_VIEW, "archive"))
    check_movements("belongings", check_leaving)
    after_movement("belongings", owe_belongings)
