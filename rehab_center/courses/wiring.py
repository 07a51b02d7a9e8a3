"""Puts the pages and a block of the first page into the program; programmes and stays show their results."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from rehab_center.activities.hooks import show_on_programme
from rehab_center.admissions.hooks import StayLink, offer_on_stay
from rehab_center.admissions.views.sections import show_on_stay
from rehab_center.courses.first_page import BLOCK
from rehab_center.courses.views import bp
from rehab_center.courses.views.courses import section_of_programme
from rehab_center.courses.views.people import section_of_stay
from rehab_center.permissions import Permission
from rehab_center.web.first_page import add_block


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    app.register_blueprint(bp)
    link = StayLink(_l("Results and certificates"), "courses.stay", Permission.ACTIVITIES_VIEW, "award")
    offer_on_stay("courses", link)
    show_on_stay("courses", section_of_stay)
    show_on_programme("courses", section_of_programme)
    add_block(app, BLOCK)
