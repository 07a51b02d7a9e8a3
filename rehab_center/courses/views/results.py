"""Deciding the results of a class."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.courses import labels
from rehab_center.courses.forms.results import results_form
from rehab_center.courses.forms.tests import hours_number, points_text
from rehab_center.courses.queries.courses import course_page
from rehab_center.courses.services.results import decide_results
from rehab_center.courses.views.acts import note, saved
from rehab_center.courses.views.blueprint import bp
from rehab_center.courses.views.courses import POLICIES, subject
from rehab_center.db import db
from rehab_center.permissions import Permission
from rehab_center.policies.queries import is_open
from rehab_center.web.access import current_actor, current_scope, requires


@bp.route("/<int:activity_id>/results", methods=["GET", "POST"])
@requires(Permission.COURSES_DECIDE)
def results(activity_id: int) -> ResponseReturnValue:
    """Everybody in a course: what the rule proposes stands chosen. That it was looked at is in the log."""
    session, today = db.session(), clock.today()
    page = course_page(session, activity_id, scope=current_scope(), today=today)
    form = results_form(page, today=today)
    count: list[int] = []

    def act(writing: Session) -> None:
        count.append(
            decide_results(
                writing,
                activity_id,
                form.outcomes(page),
                on=form.on.data or today,
                days=form.days(page),
                reason=form.given_reason,
                newest=form.version.data or 0,
                actor=current_actor(),
                now=clock.now(),
            )
        )

    if saved(form, act):
        none = _("Every result stands as it was: nothing was decided.")
        flash(_("%(count)s results are decided.", count=count[0]) if count[0] else none)
        return redirect(url_for(".course", activity_id=activity_id), 303)
    if not form.is_submitted():
        note("course.opened", subject(page))
    return (
        render_template(
            "courses/results.html",
            page=page,
            form=form,
            labels=labels,
            hours_number=hours_number,
            points_text=points_text,
            open_policies=any(is_open(db.session(), kind, today) for kind in POLICIES),
        ),
        form.http_status,
    )
