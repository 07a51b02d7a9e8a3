"""Giving certificates, and what becomes of one: handed over, replaced by a copy, voided."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.kinds import ActivityKind
from rehab_center.activities.queries import Programme
from rehab_center.courses import labels
from rehab_center.courses.forms.certificates import (
    OWN,
    PROVIDED,
    HandForm,
    PaperForm,
    ReplaceForm,
    VoidForm,
    issue_form,
)
from rehab_center.courses.forms.tests import points_text
from rehab_center.courses.kinds import Outcome, VoidReason
from rehab_center.courses.queries.courses import course_page
from rehab_center.courses.rules.certificates import fitting
from rehab_center.courses.services import certificates as services
from rehab_center.courses.services import keeping
from rehab_center.courses.services.certificates import Numbered
from rehab_center.courses.views.acts import saved
from rehab_center.courses.views.blueprint import bp
from rehab_center.courses.views.certificates import page_of
from rehab_center.db import db
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires


def _offer(form: PaperForm, one: Programme) -> None:
    form.offer(fitting(one.kind, one.facts.level))


def _usual(one: Programme) -> dict[str, Any]:
    """What certificates of a programme usually say; a class gets what the centre issues itself."""
    vocational = one.kind is ActivityKind.VOCATIONAL
    return {
        "kind": fitting(one.kind, one.facts.level)[0].value,
        "numbering": PROVIDED if vocational else OWN,
        "issued_on": clock.today(),
        "issuer": one.facts.provider,
        "licence": one.facts.licence,
    }


@bp.route("/<int:activity_id>/certificates/new", methods=["GET", "POST"])
@requires(Permission.COURSES_EDIT)
def issue(activity_id: int) -> ResponseReturnValue:
    """Give certificates to those who have passed and have none."""
    page = course_page(db.session(), activity_id, scope=current_scope(), today=clock.today())
    learners = [
        one
        for one in page.learners
        if one.result is not None and one.result.outcome is Outcome.PASSED and one.certificate_id is None
    ]
    form = issue_form(learners, **_usual(page.programme))
    _offer(form, page.programme)
    made: list[int] = []

    def act(session: Session) -> None:
        made.extend(
            services.issue(
                session,
                activity_id,
                form.paper,
                form.people(learners),
                reason=form.given_reason,
                actor=current_actor(),
                now=clock.now(),
            )
        )

    fills = request.form.get("step") == "fill"
    if fills:
        form.fill_numbers(learners)
    elif saved(form, act):
        flash(_("%(count)s certificates stand in the register.", count=len(made)))
        return redirect(url_for(".register", activity=activity_id), 303)
    return (
        render_template(
            "courses/issue.html",
            page=page,
            learners=learners,
            form=form,
            labels=labels,
            points_text=points_text,
        ),
        200 if fills else form.http_status,
    )


@bp.route("/certificates/<int:certificate_id>/replace", methods=["GET", "POST"])
@requires(Permission.COURSES_EDIT)
def replace(certificate_id: int) -> ResponseReturnValue:
    """Give a copy in place of a certificate that is lost or damaged."""
    page = page_of(certificate_id)
    row = page.row
    course = course_page(db.session(), row.activity_id, scope=current_scope(), today=clock.today())
    form = ReplaceForm(
        version=row.version,
        kind=row.kind.value,
        numbering=OWN if row.own else PROVIDED,
        issued_on=clock.today(),
        issuer=row.issuer,
        licence=row.licence,
        signer=row.signer,
        decision=row.decision,
        grade=row.grade,
    )
    _offer(form, course.programme)
    made: list[int] = []

    def act(session: Session) -> None:
        made.append(
            services.replace_certificate(
                session,
                certificate_id,
                form.paper,
                Numbered(form.number.data, form.serial.data, form.grade.data),
                reason=form.why.data or "",
                expected_version=form.version.data or 0,
                actor=current_actor(),
                now=clock.now(),
            )
        )

    if saved(form, act, {"reason": "why", f"number_{row.stay_id}": "number"}):
        flash(_("The copy stands in the register."))
        return redirect(url_for(".certificate", certificate_id=made[0]), 303)
    return render_template("courses/replace.html", page=page, row=row, form=form, labels=labels), form.http_status


@bp.route("/certificates/<int:certificate_id>/hand", methods=["GET", "POST"])
@requires(Permission.COURSES_EDIT)
def hand(certificate_id: int) -> ResponseReturnValue:
    """Write down that a certificate was handed over."""
    page = page_of(certificate_id)
    row = page.row
    form = HandForm(
        version=row.version,
        handed_on=row.handed_on or clock.today(),
        handed_to=row.handed_to or row.full_name,
        signed_for="no" if row.handed_on and not row.signed_for else "yes",
    )

    def act(session: Session) -> None:
        keeping.hand_over(
            session,
            certificate_id,
            on=form.handed_on.data or clock.today(),
            to=form.handed_to.data or "",
            signed=form.signed_for.data == "yes",
            expected_version=form.version.data or 0,
            actor=current_actor(),
            now=clock.now(),
        )

    if saved(form, act):
        flash(_("Written down."))
        return redirect(url_for(".certificate", certificate_id=certificate_id), 303)
    return render_template("courses/hand.html", page=page, row=row, form=form), form.http_status


@bp.route("/certificates/<int:certificate_id>/void", methods=["GET", "POST"])
@requires(Permission.COURSES_DECIDE)
def void(certificate_id: int) -> ResponseReturnValue:
    """End a certificate: entered by mistake, spoilt, revoked."""
    page = page_of(certificate_id)
    form = VoidForm(version=page.row.version)

    def act(session: Session) -> None:
        keeping.void(
            session,
            certificate_id,
            VoidReason(form.why.data),
            form.reason.data or "",
            expected_version=form.version.data or 0,
            actor=current_actor(),
            now=clock.now(),
        )

    if saved(form, act):
        flash(_("The certificate holds no more."))
        return redirect(url_for(".certificate", certificate_id=certificate_id), 303)
    return render_template("courses/void.html", page=page, row=page.row, form=form), form.http_status
