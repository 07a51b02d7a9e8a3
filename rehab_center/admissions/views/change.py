"""Changing a stay over to another ground, and putting right what was entered wrongly about it."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions import queries, services
from rehab_center.admissions.forms import CorrectForm, KnownPersonForm
from rehab_center.admissions.queries import StayPage
from rehab_center.admissions.rules.facts import StayFacts
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.views.blueprint import bp
from rehab_center.admissions.views.intake import Intake, walk
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Permission
from rehab_center.web.access import current_actor, current_scope, requires


@bp.route("/<int:stay_id>/convert", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_ADMIT)
def convert(stay_id: int) -> ResponseReturnValue:
    """Chuyển diện: the stay ends and another begins on the same day, under the new decision."""
    page = _page(stay_id)
    held_days = _held_days(page, clock.today())
    form = KnownPersonForm(
        admitted_on=clock.today(), times_treated=page.times_treated, credit_days=held_days, facility=page.facility_id
    )
    if form.is_submitted() and form.credit_days.data == held_days and form.admitted_on.data:
        # What was proposed for today and left so: on another day it is another number.
        form.credit_days.data = _held_days(page, form.admitted_on.data)

    def facts() -> StayFacts:
        return services.converted_facts(form.stay(), stay_id)

    def save(session: Session, typed: StayFacts) -> int:
        return services.convert_stay(
            session, stay_id, facts=typed, reason=form.given_reason, actor=current_actor(), now=clock.now()
        )

    intake = Intake(
        title=_("Change %(name)s over to another ground", name=page.person.full_name),
        act=_("Change over"),
        done=_("Changed over to the new ground."),
        cancel_url=url_for("admissions.show", stay_id=stay_id),
        who=lambda: queries.applicant(db.session(), page.person.id, scope=current_scope()),
        save=save,
        person=page.person,
        facts=facts,
        context={"converted": page},
    )
    return walk(form, intake)


def _held_days(page: StayPage, until: date) -> int:
    """The days of a temporary stay before ``until``, which the law takes off the term (L120 Đ37.2)."""
    return max((until - page.admitted_on).days, 0) if page.kind is StayKind.TEMPORARY else 0


def _page(stay_id: int) -> StayPage:
    return queries.stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())


@bp.route("/<int:stay_id>/correct", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_ADMIT)
def correct(stay_id: int) -> ResponseReturnValue:
    """The facts of a stay; a second saver sees both values."""
    page = _page(stay_id)
    form = _correct_form(page)
    if form.validate_on_submit():
        try:
            _correct(stay_id, form)
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Put right. The term has been calculated anew."))
            return redirect(url_for("admissions.show", stay_id=stay_id), 303)
    return render_template("admissions/correct.html", page=page, form=form), form.http_status


def _correct_form(page: StayPage) -> CorrectForm:
    return CorrectForm(
        version=page.version,
        file_code=page.file_code,
        admitted_on=page.admitted_on,
        term_start_on=page.term_start_on,
        months=page.months,
        credit_days=page.credit_days,
        police_unit=page.police_unit,
        decision_effective_on=page.decision_effective_on,
        times_treated=page.times_treated,
        regime=page.regime.value,
        note=page.note,
    )


def _correct(stay_id: int, form: CorrectForm) -> None:
    with transaction() as session:
        services.correct_stay(
            session,
            stay_id,
            correction=form.correction(),
            expected_version=form.version.data or 0,
            reason=form.why.data or "",
            nevertheless=form.given_reason,
            actor=current_actor(),
            now=clock.now(),
        )
