"""Puts the pages into the program and shows results on the pages of programmes and stays."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from rehab_center.activities.hooks import show_on_programme
from rehab_center.admissions.hooks import StayLink, offer_on_stay
from rehab_center.courses.views import bp
from rehab_center.courses.views.courses import section_of_programme
from rehab_center.permissions import Permission


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    app.register_blueprint(bp)
    link = StayLink(_l("Results and certificates"), "courses.stay", Permission.ACTIVITIES_VIEW, "award")
    offer_on_stay("courses", link)
    show_on_programme("courses", section_of_programme)
