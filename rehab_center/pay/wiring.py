"""Puts words and pages into the program; lets attendance ask for output where it is paid."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from rehab_center.activities.hooks import show_on_programme
from rehab_center.admissions.hooks import StayLink, offer_on_stay
from rehab_center.admissions.views.sections import show_on_stay
from rehab_center.attendance.hooks import counts_output
from rehab_center.documents.uses import describe_uses
from rehab_center.pay import labels
from rehab_center.pay.first_page import BLOCK
from rehab_center.pay.queries.norms import output_units
from rehab_center.pay.uses import uses_of_paper
from rehab_center.pay.views import bp
from rehab_center.pay.views.norms import section_of_programme
from rehab_center.pay.views.people import section_of_stay
from rehab_center.permissions import Permission
from rehab_center.web.first_page import add_block

__all__ = ("init_app", "labels")


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    app.register_blueprint(bp)
    counts_output("pay", output_units)
    show_on_programme("pay", section_of_programme)
    describe_uses("pay", uses_of_paper)
    offer_on_stay("pay", StayLink(_l("Pay for labour"), "pay.stay", Permission.PAY_VIEW, "tools"))
    show_on_stay("pay", section_of_stay)
    add_block(app, BLOCK)
