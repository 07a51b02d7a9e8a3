"""The lists of this feature on paper: courses and classes with their results, jobs after courses."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.courses.queries.jobs import job_list
from rehab_center.courses.queries.overview import course_rows
from rehab_center.courses.views.blueprint import bp
from rehab_center.courses.views.courses import COURSES, chosen_courses
from rehab_center.courses.views.jobs import JOBS
from rehab_center.db import db
from rehab_center.organisation.printed_lists import PrintedList, printed_file, printed_page
from rehab_center.permissions import Permission
from rehab_center.web.access import requires
from rehab_center.web.list_paper import ListSheet

PAPERS = {
    "courses": PrintedList(
        "courses.index",
        COURSES,
        lambda scope: (
            lambda state: chosen_courses(course_rows(db.session(), scope=scope, today=clock.today()), state)
        ),
        ListSheet(
            "Danh sách khóa học, lớp học và kết quả",
            "khoa-hoc-lop-hoc",
            (("name", ""), ("about", "sheet-name"), ("begins_on", "day"), ("last_on", "day"), ("people", "sheet-time"),
             ("passed", "sheet-time"), ("failed", "sheet-time"), ("left", "sheet-time"), ("undecided", "sheet-time"),
             ("certificates", "sheet-time")),
        ),
    ),
    "jobs": PrintedList(
        "courses.jobs",
        JOBS,
        lambda scope: lambda state: job_list(db.session(), state, scope=scope),
        ListSheet(
            "Danh sách việc làm sau học nghề",
            "viec-lam-sau-hoc-nghe",
            (("name", "sheet-name"), ("code", "file-code"), ("trade", ""), ("passed_on", "day"),
             ("heard", "paper-number"), ("place", ""), ("in_trade", "sheet-time"), ("heard_on", "day"),
             ("source", "paper-number")),
        ),
    ),
}  # fmt: skip


@bp.get("/paper/<string:which>")
@requires(Permission.ACTIVITIES_VIEW)
def paper_list(which: str) -> ResponseReturnValue:
    """A list as it prints: what is searched and filtered on its page."""
    menu = (str(_("Work and classes")), url_for("activities.index"))
    return printed_page(PAPERS, which, menu=menu, file="courses.list_file")


@bp.get("/paper/<string:which>/file")
@requires(Permission.ACTIVITIES_VIEW)
def list_file(which: str) -> ResponseReturnValue:
    """The same as PDF. That it left the program is in the log."""
    return printed_file(PAPERS, which, act="course.list-printed")
