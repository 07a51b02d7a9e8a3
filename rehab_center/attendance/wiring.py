"""Puts the pages into the program, lets the plan know which sessions were held, and sheets be owed."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from rehab_center.activities.hooks import SessionLink, session_links, tells_marked
from rehab_center.admissions.hooks import StayLink, offer_on_stay
from rehab_center.admissions.views.sections import show_on_stay
from rehab_center.attendance.first_page import BLOCKS
from rehab_center.attendance.queries.sessions import marked_among
from rehab_center.attendance.views import bp
from rehab_center.attendance.views.weeks import section_of_stay
from rehab_center.permissions import Permission
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.settling import SettlingPage, settle_at
from rehab_center.web.first_page import add_block

_LINK = SessionLink(_l("Attendance"), "attendance.session", Permission.ACTIVITIES_VIEW, "list-check")


def init_app(app: Flask) -> None:
    """Register what belongs to this feature."""
    app.register_blueprint(bp)
    tells_marked("attendance", marked_among)
    for block in BLOCKS:
        add_block(app, block)
    if _LINK not in session_links:
        session_links.append(_LINK)
    offer_on_stay("attendance", StayLink(_l("Attendance"), "attendance.stay", Permission.ACTIVITIES_VIEW, "list-check"))
    show_on_stay("attendance", section_of_stay)
    page = SettlingPage("attendance.sheet", Permission.ATTENDANCE_MARK, "sheet_id")
    settle_at(TaskKind.SHEET_OWED, "attendance_sheet", page)
