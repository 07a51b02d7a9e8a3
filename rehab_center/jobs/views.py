"""The page that shows how far a piece of long work is."""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.db import db, transaction
from rehab_center.jobs import queries, services
from rehab_center.jobs.labels import STATES
from rehab_center.web.access import current_actor, signed_in

bp = Blueprint("jobs", __name__, url_prefix="/jobs")

SECONDS_TO_NEXT_LOOK = 2


@bp.get("/<int:job_id>")
@signed_in
def show(job_id: int) -> Response:
    """Progress, and at the end the way to the result. Loads itself again while the work goes on, without a script."""
    job = queries.job_page(db.session(), job_id, actor=current_actor())
    response = make_response(render_template("jobs/show.html", job=job, states=STATES))
    response.headers["Cache-Control"] = "no-store"
    if not job.over:
        response.headers["Refresh"] = str(SECONDS_TO_NEXT_LOOK)
    return response


@bp.post("/<int:job_id>/cancel")
@signed_in
def cancel(job_id: int) -> ResponseReturnValue:
    """Stop the work. What it has finished stays."""
    with transaction() as session:
        queries.check_stop(session, job_id, actor=current_actor())
        services.cancel(session, job_id, now=clock.now())
    flash(_("The work was stopped. What was already done stays."))
    return redirect(url_for(".show", job_id=job_id), 303)
