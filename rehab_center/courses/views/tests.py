"""Tests: entered, put right, withdrawn; the points of a whole class on one page."""

from __future__ import annotations

from decimal import Decimal

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.courses import labels
from rehab_center.courses.forms.tests import CourseTestForm, WithdrawForm, box_text, points_text, scores_form
from rehab_center.courses.kinds import KindOfTest
from rehab_center.courses.queries.courses import course_page
from rehab_center.courses.queries.tests import OneTest, one_test
from rehab_center.courses.rules.results import note_shown
from rehab_center.courses.services import tests as services
from rehab_center.courses.views.acts import note, saved
from rehab_center.courses.views.blueprint import bp
from rehab_center.courses.views.courses import subject
from rehab_center.db import db
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, may, requires

_USUAL = Decimal(10)


def _page(test_id: int) -> OneTest:
    return one_test(db.session(), test_id, scope=current_scope(), today=clock.today())


@bp.route("/<int:activity_id>/tests/new", methods=["GET", "POST"])
@requires(Permission.COURSES_EDIT)
def new_test(activity_id: int) -> ResponseReturnValue:
    """Enter a test of a course."""
    page = course_page(db.session(), activity_id, scope=current_scope(), today=clock.today())
    form = CourseTestForm(
        on=clock.today(),
        max_score=_USUAL,
        kind=KindOfTest.REGULAR.value,
        set_by=page.programme.facts.organiser,
    )
    made: list[int] = []

    def act(session: Session) -> None:
        made.append(services.add_test(session, activity_id, form.facts, actor=current_actor(), now=clock.now()))

    if saved(form, act):
        flash(_("The test is entered. Now the points."))
        return redirect(url_for(".test", test_id=made[0]), 303)
    return render_template("courses/edit_test.html", course=page, form=form, test=None), form.http_status


@bp.route("/tests/<int:test_id>", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_VIEW)
def test(test_id: int) -> ResponseReturnValue:
    """The points of a class in a test. That they were looked at is in the log."""
    page = _page(test_id)
    if request.method == "POST" and not may(Permission.COURSES_EDIT):
        return render_template("errors/403.html"), 403
    form = scores_form(page)

    def act(session: Session) -> None:
        services.save_scores(
            session,
            test_id,
            form.given(page),
            expected_version=form.version.data or 0,
            actor=current_actor(),
            now=clock.now(),
        )

    if saved(form, act):
        flash(_("The points are saved."))
        return redirect(url_for(".test", test_id=test_id), 303)
    if not form.is_submitted():
        note("course.opened", subject(page.course))
    return (
        render_template(
            "courses/test.html",
            page=page,
            test=page.test,
            form=form,
            labels=labels,
            edits=may(Permission.COURSES_EDIT) and page.test.withdrawn_reason is None,
            points_text=points_text,
            box_text=box_text,
            note_of=lambda entry: note_shown(entry.missed, entry.note, current_actor().permissions),
        ),
        form.http_status,
    )


@bp.route("/tests/<int:test_id>/edit", methods=["GET", "POST"])
@requires(Permission.COURSES_EDIT)
def edit_test(test_id: int) -> ResponseReturnValue:
    """Put a test right."""
    page = _page(test_id)
    one = page.test
    form = CourseTestForm(
        version=one.version,
        name=one.name,
        kind=one.kind.value,
        on=one.on,
        max_score=one.max_score,
        set_by=one.set_by,
    )

    def act(session: Session) -> None:
        services.edit_test(
            session,
            test_id,
            form.facts,
            expected_version=form.version.data or 0,
            actor=current_actor(),
            now=clock.now(),
        )

    if saved(form, act):
        flash(_("The test is saved."))
        return redirect(url_for(".test", test_id=test_id), 303)
    return render_template("courses/edit_test.html", course=page.course, form=form, test=one), form.http_status


@bp.route("/tests/<int:test_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.COURSES_EDIT)
def withdraw_test(test_id: int) -> ResponseReturnValue:
    """Take a test out; its points stay readable."""
    page = _page(test_id)
    form = WithdrawForm(version=page.test.version)

    def act(session: Session) -> None:
        services.withdraw_test(
            session,
            test_id,
            form.reason.data or "",
            expected_version=form.version.data or 0,
            actor=current_actor(),
            now=clock.now(),
        )

    if saved(form, act):
        flash(_("The test is withdrawn."))
        return redirect(url_for(".course", activity_id=page.test.activity_id), 303)
    return render_template("courses/withdraw_test.html", page=page, form=form, test=page.test), form.http_status
