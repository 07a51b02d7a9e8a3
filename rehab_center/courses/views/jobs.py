"""Jobs after a course: who has one, who has none, whom nobody has asked."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.courses import labels
from rehab_center.courses.forms.jobs import JobForm
from rehab_center.courses.queries.jobs import JobRow, job_list
from rehab_center.courses.services import jobs as services
from rehab_center.courses.views.acts import note_export, saved
from rehab_center.courses.views.blueprint import bp
from rehab_center.db import db
from rehab_center.errors import NotFound
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, may, requires
from rehab_center.web.list_state import ListState
from rehab_center.web.listing import Choice, Column, Days, Listing, Search, list_page
from rehab_center.words import N_, message


def _url(row: JobRow) -> str:
    if not may(Permission.COURSES_EDIT):
        return url_for("courses.stay", stay_id=row.stay_id)
    return url_for("courses.job", activity_id=row.activity_id, stay_id=row.stay_id)


JOBS = Listing(
    "jobs-after-courses",
    _l("Jobs after courses"),
    columns=(
        Column("name", _l("Full name"), sortable=True, cell=lambda row: row.full_name, link=_url),
        Column("code", _l("File code"), cell=lambda row: row.file_code),
        Column("trade", _l("Trade")),
        Column("activity", _l("Programme"), on_page=False),
        Column("passed_on", _l("Passed on"), sortable=True),
        Column("heard", _l("Job"), cell=lambda row: labels.HEARD[row.heard][0]),
        Column("place", _l("Where the job is")),
        Column("since", _l("At work since"), on_page=False),
        Column("in_trade", _l("In the trade learnt")),
        Column("heard_on", _l("Heard on")),
        Column("source", _l("Who said so"), on_page=False),
        Column("note", _l("Note"), on_page=False),
    ),
    sort="passed_on",
    descending=True,
    search=Search(_l("Name, file code or course")),
    filters=(
        Choice("heard", _l("Job"), [(one.value, words) for one, (words, _tone, _icon) in labels.HEARD.items()]),
        Days("passed_on", _l("Passed on")),
    ),
    empty=_l("Nobody has passed a vocational course yet."),
    export_permission=Permission.WORK_EXPORT,
)


@bp.get("/jobs")
@requires(Permission.ACTIVITIES_VIEW)
def jobs() -> ResponseReturnValue:
    """Everybody who passed a vocational course, with what was heard last."""
    return list_page(
        JOBS,
        lambda state: job_list(db.session(), state, scope=current_scope()),
        "courses/jobs.html",
        on_export=lambda form, rows: note_export("course.jobs-exported", form, rows),
    )


@bp.route("/<int:activity_id>/jobs/<int:stay_id>", methods=["GET", "POST"])
@requires(Permission.COURSES_EDIT)
def job(activity_id: int, stay_id: int) -> ResponseReturnValue:
    """Note what was heard of somebody."""
    found, _total = job_list(db.session(), ListState(), scope=current_scope(), stay_id=stay_id, activity_id=activity_id)
    if not found:
        raise NotFound(message(N_("Jobs are noted of those who have passed the course")))
    row = found[0]
    form = JobForm(on=clock.today())

    def act(session: Session) -> None:
        services.note_job(session, activity_id, stay_id, form.job, actor=current_actor(), now=clock.now())

    if saved(form, act):
        flash(_("Written down."))
        return redirect(url_for(".jobs"), 303)
    return render_template("courses/job.html", row=row, form=form, labels=labels), form.http_status
