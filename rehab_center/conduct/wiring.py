"""Puts the pages into the program, ratings on the page of a stay, and what is overdue on the first page.

Admissions are told of ratings where a reduction is looked at.
"""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from rehab_center.admissions.hooks import StayLink, offer_on_stay, tell_conduct
from rehab_center.admissions.opening_parts import key_with_opening
from rehab_center.admissions.views.sections import show_on_stay
from rehab_center.conduct.first_page import BLOCK
from rehab_center.conduct.opening import PART
from rehab_center.conduct.queries import merit_before, ratings_before
from rehab_center.conduct.services.rooms import after_closing
from rehab_center.conduct.uses import uses_of_paper
from rehab_center.conduct.views import bp
from rehab_center.conduct.views.stays import section_of_stay
from rehab_center.documents.uses import describe_uses
from rehab_center.permissions import Permission
from rehab_center.tasks.following import follow_up
from rehab_center.tasks.kinds import TaskKind
from rehab_center.web.first_page import add_block


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    app.register_blueprint(bp)
    offer_on_stay("conduct", StayLink(_l("Ratings"), "conduct.stay", Permission.PEOPLE_VIEW, "list-check"))
    show_on_stay("conduct", section_of_stay)
    tell_conduct(ratings=ratings_before, merit=merit_before)
    describe_uses("conduct", uses_of_paper)
    key_with_opening("conduct", PART)
    add_block(app, BLOCK)
    follow_up(TaskKind.DISCIPLINE_ENDED, after_closing)
