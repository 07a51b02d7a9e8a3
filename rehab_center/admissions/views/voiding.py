"""Taking back a movement: what would change, who may do it, asking for it and deciding on it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions import queries, services
from rehab_center.admissions.forms import VoidForm
from rehab_center.admissions.labels import MOVEMENT_KINDS, STATES
from rehab_center.admissions.queries import StayPage, VoidPlan
from rehab_center.admissions.views.blueprint import bp
from rehab_center.db import db, transaction
from rehab_center.errors import DomainError
from rehab_center.permissions import Permission
from rehab_center.tasks.taking_back import Way
from rehab_center.web.access import current_actor, current_scope, may, requires


@bp.route("/movements/<int:movement_id>/void", methods=["GET", "POST"])
@requires(Permission.ADMISSIONS_MOVE)
def void(movement_id: int) -> ResponseReturnValue:
    """Take back a movement entered wrongly, or ask a second person to. It stays readable, struck through."""
    stay_id = queries.stay_of_movement(db.session(), movement_id, scope=current_scope())
    page = queries.stay_page(db.session(), stay_id, scope=current_scope(), as_of=clock.today())
    plan = queries.void_plan(db.session(), movement_id, actor=current_actor(), now=clock.now())
    form = VoidForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                done = _decide(session, movement_id, plan, form.reason.data or "")
        except DomainError as error:
            form.take(error)
        else:
            flash(done)
            return redirect(url_for("admissions.show", stay_id=stay_id), 303)
    return _page(page, plan, form, movement_id), 422 if form.is_submitted() else 200


def _decide(session: Session, movement_id: int, plan: VoidPlan, reason: str) -> str:
    """Do what was pressed; gives what is said about it."""
    actor, now = current_actor(), clock.now()
    if request.form.get("answer") == "leave":
        services.leave_movement(session, movement_id, reason=reason, actor=actor, now=now)
        return str(_("It stays as it is."))
    if plan.way is Way.ASK:
        services.ask_void(session, movement_id, reason=reason, actor=actor, now=now)
        return str(_("Asked. It counts on until somebody else has decided."))
    services.void_movement(session, movement_id, reason=reason, actor=actor, now=now)
    return str(_("Voided."))


def _page(page: StayPage, plan: VoidPlan, form: VoidForm, movement_id: int) -> str:
    line = next((one for one in page.movements if one.id == movement_id), None)
    if line is None:
        abort(404)
    return render_template(
        "admissions/void.html",
        page=page,
        plan=plan,
        line=line,
        form=form,
        moves=MOVEMENT_KINDS,
        states=STATES,
        # Reports may not be for the reader's eyes: then they are named and lead nowhere.
        counted=[
            (one, url_for(one.endpoint, **one.values) if may(Permission.REPORTS_VIEW) else None) for one in plan.counted
        ],
    )
